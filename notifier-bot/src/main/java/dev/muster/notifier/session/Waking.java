package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;

/// Wakes somebody's phone: a session has started, and their link is on its way to them.
@FunctionalInterface
public interface Waking {
    /// A session has started that this person comes to.
    ///
    /// @param session its id
    /// @param until when it ends
    void started(Change change, PublicKey person, String session, String title, Instant until);
}
