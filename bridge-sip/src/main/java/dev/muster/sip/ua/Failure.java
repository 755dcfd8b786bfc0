package dev.muster.sip.ua;

import java.util.Optional;

/// Why a call didn't come about.
///
/// @param code what was answered; 0: nothing
/// @param cause what the telephone network says
record Failure(int code, Optional<Integer> cause) {
    static final Failure SILENCE = new Failure(0, Optional.empty());

    /// Whether another server may do better: this one is out of order, or not there.
    boolean isOfServer() {
        return code == 0 || code == 503;
    }

    HangupReason reason() {
        return HangupReason.of(code, cause);
    }
}
