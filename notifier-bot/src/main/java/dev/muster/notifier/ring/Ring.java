package dev.muster.notifier.ring;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Optional;

/// A call, for one of those who are called.
///
/// @param caller nobody knows, if a relay has told of it
/// @param room where it takes place, if the caller has said that
/// @param until when it is missed
/// @param pass by which whoever has a push of it can decline it
/// @param devices how many were to be woken
/// @param taken for how many of them a gateway has it
/// @param ended for how many it is decided
/// @param by the device that has answered or declined it, if it has said which it is
public record Ring(
        String callId,
        PublicKey callee,
        Optional<PublicKey> caller,
        Dialect dialect,
        boolean hasVideo,
        Optional<String> room,
        Instant madeAt,
        Instant until,
        State state,
        String pass,
        int devices,
        int taken,
        int ended,
        Optional<String> by) {
    /// Whether they can still take it.
    boolean isOpen() {
        return state == State.RINGING || state == State.UNREACHABLE;
    }

    boolean isAnswered() {
        return state == State.ANSWERED;
    }

    Ring is(State next) {
        return new Ring(
                callId, callee, caller, dialect, hasVideo, room, madeAt, until, next, pass, devices, taken, ended, by);
    }

    Ring by(State next, Optional<String> device) {
        return new Ring(
                callId, callee, caller, dialect, hasVideo, room, madeAt, until, next, pass, devices, taken, ended,
                device);
    }

    Ring on(int many) {
        return new Ring(
                callId, callee, caller, dialect, hasVideo, room, madeAt, until, state, pass, many, taken, ended, by);
    }

    Ring endedAt(boolean isTaken) {
        return new Ring(
                callId,
                callee,
                caller,
                dialect,
                hasVideo,
                room,
                madeAt,
                until,
                state,
                pass,
                devices,
                taken + (isTaken ? 1 : 0),
                ended + 1,
                by);
    }

    /// Whether every device has it, or won't get it.
    boolean isDecided() {
        return ended >= devices;
    }
}
