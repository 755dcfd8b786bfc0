package dev.muster.nostr.event;

import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// Proof of work (NIP-13): an id that begins with so many zero bits that finding it took time.
public final class ProofOfWork {
    private ProofOfWork() {}

    /// How many zero bits an id begins with.
    public static int difficulty(EventId id) {
        int zeros = 0;
        for (byte b : id.bytes()) {
            if (b != 0) return zeros + Integer.numberOfLeadingZeros(b & 0xff) - 24;
            zeros += 8;
        }
        return zeros;
    }

    /// What the author committed to in the `nonce` tag.
    public static OptionalInt commitment(Tags tags) {
        return tags.first("nonce")
                .map(tag -> tag.at(2))
                .filter(target -> target.matches("[0-9]{1,3}"))
                .map(target -> OptionalInt.of(Integer.parseInt(target)))
                .orElse(OptionalInt.empty());
    }

    /// The work that counts: no more than was committed to, so that a lucky find doesn't pass for more. Without
    /// a commitment it counts for nothing.
    public static int committed(Event event) {
        int commitment = commitment(event.tags()).orElse(0);
        return Math.min(commitment, difficulty(event.id()));
    }

    /// Adds a `nonce` tag that gives the event an id of at least `difficulty`, trying one after the other until
    /// `goOn` is false.
    ///
    /// @throws IllegalStateException if it was told to stop before it found one
    public static Rumor mine(Rumor rumor, int difficulty, BooleanSupplier goOn) {
        if (difficulty < 0 || difficulty > 256) {
            throw new IllegalArgumentException("difficulty lies between 0 and 256 bits, not " + difficulty);
        }
        var others = new ArrayList<>(rumor.tags().all());
        others.removeIf(tag -> tag.isNamed("nonce"));
        var tags = new Tags(others);
        for (long nonce = 0; goOn.getAsBoolean(); nonce++) {
            Tags tried = tags.with("nonce", Long.toString(nonce), Integer.toString(difficulty));
            var candidate = new Rumor(rumor.author(), rumor.createdAt(), rumor.kind(), tried, rumor.content());
            if (difficulty(candidate.id()) >= difficulty) return candidate;
        }
        throw new IllegalStateException("told to stop before an id of " + difficulty + " bits was found");
    }
}
