package dev.muster.sip.call;

import dev.muster.kit.ledger.Change;
import dev.muster.nostr.crypto.PublicKey;
import java.util.Set;

/// Rings people whom a telephone calls.
public interface Bell {
    /// They are told of the call, and how to take it. Becomes durable with the change.
    ///
    /// @param offer what their client answers (SDP)
    void ring(Change change, CallRecord call, Set<PublicKey> whom, String offer);
}
