package dev.muster.notifier.ring;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;

/// A call, for one of those who are called.
///
/// @param pass by which whoever has a push of it can decline it
/// @param by the device that has answered or declined it, if it has said which it is
public record Ring(Call call, PublicKey callee, String pass, State state, Progress progress, Optional<String> by) {
    /// It rings, as soon as pushes have been sent.
    static Ring of(Call call, PublicKey callee, String pass) {
        return new Ring(call, callee, pass, State.RINGING, Progress.NONE, Optional.empty());
    }

    /// Whether they can still take it.
    boolean isOpen() {
        return state == State.RINGING || state == State.UNREACHABLE;
    }

    boolean isAnswered() {
        return state == State.ANSWERED;
    }

    Ring is(State next) {
        return new Ring(call, callee, pass, next, progress, by);
    }

    Ring by(State next, Optional<String> device) {
        return new Ring(call, callee, pass, next, progress, device);
    }

    Ring at(Progress next) {
        return new Ring(call, callee, pass, state, next, by);
    }
}
