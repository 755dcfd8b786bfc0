package dev.muster.sip.call;

import dev.muster.kit.ledger.Reading;
import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;
import java.util.Set;

/// Where the calls of telephones go.
@FunctionalInterface
public interface Routing {
    /// Who is rung for a number of ours; nobody if it stands for nothing.
    Destination to(Reading reading, String called);

    /// What a number of ours stands for.
    ///
    /// @param whom who is rung
    /// @param group who pays, if it costs
    /// @param hotline what it is called towards clients
    /// @param account whose apps are rung, instead of anybody by wraps
    record Destination(Set<PublicKey> whom, String group, String hotline, Optional<String> account) {
        public Destination {
            whom = Set.copyOf(whom);
        }

        public Destination(Set<PublicKey> whom, String group, String hotline) {
            this(whom, group, hotline, Optional.empty());
        }

        /// The apps of an account.
        public static Destination of(String account) {
            return new Destination(Set.of(), "", "", Optional.of(account));
        }

        boolean isNobody() {
            return whom.isEmpty() && account.isEmpty();
        }
    }
}
