package dev.muster.sip.app;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.ua.digest.Ha1;
import java.time.Instant;
import java.util.Optional;

/// What an app registers with: a person's, or a phone's that hangs somewhere.
///
/// @param person whose it is, if it is anybody's
/// @param realm where its password counts
/// @param mayCall whether it may call telephones, which costs
public record Account(
        String name, Optional<PublicKey> person, String realm, Ha1 password, boolean mayCall, Instant since) {
    /// Neither people nor passwords.
    @Override
    public String toString() {
        return "Account[]";
    }
}
