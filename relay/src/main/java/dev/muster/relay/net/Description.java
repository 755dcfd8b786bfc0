package dev.muster.relay.net;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;

/// What the relay says about itself (NIP-11, and the page for browsers).
///
/// @param admin whose relay it is
public record Description(String name, String description, String contact, Optional<PublicKey> admin, String icon) {
    public static final Description DEFAULT =
            new Description("Muster", "A relay for a group and its private messages.", "", Optional.empty(), "");
}
