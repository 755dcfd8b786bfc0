package dev.muster.sip.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of a recording, without its sound.
///
/// @param id nobody guesses it
/// @param sampleRate of its first copy
/// @param isWhole false if what was recorded last was lost, because the bridge ended in the middle of it
/// @param copies the same in several formats; the first is what the others were made of
public record Recording(
        String id,
        String call,
        Instant started,
        Duration duration,
        int channels,
        int sampleRate,
        State state,
        boolean isWhole,
        List<Copy> copies) {
    public Recording {
        copies = List.copyOf(copies);
    }

    /// A file.
    ///
    /// @param bytes how long it is when it is played
    /// @param sha256 of all of them, in hex
    /// @param isBare whether what stands before the samples is not on disk
    public record Copy(Format format, long bytes, String sha256, int sampleRate, boolean isBare) {}

    /// The one in that format, if it can be played.
    public Optional<Copy> copy(Format format) {
        if (!state.isPlayable()) return Optional.empty();
        return copies.stream().filter(copy -> copy.format() == format).findFirst();
    }

    Recording in(State next) {
        return new Recording(id, call, started, duration, channels, sampleRate, next, isWhole, copies);
    }

    Recording ended(State next, Duration length, boolean whole) {
        return new Recording(id, call, started, length, channels, sampleRate, next, whole, copies);
    }

    /// With one more, or with a better one of the same format.
    Recording with(Copy copy) {
        List<Copy> all = new ArrayList<>(copies);
        all.removeIf(other -> other.format() == copy.format());
        all.add(copy);
        return new Recording(id, call, started, duration, channels, sampleRate, state, isWhole, all);
    }

    Recording withoutSound() {
        return new Recording(id, call, started, duration, channels, sampleRate, State.DELETED, isWhole, List.of());
    }
}
