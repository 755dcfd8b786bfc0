package dev.muster.kit.outbox;

import dev.muster.kit.ledger.Change;
import java.util.Optional;

/// One way out of the daemon.
///
/// @param name short, and never used again for anything else
/// @param body what its errands carry: a record that Jackson reads and writes
/// @param repeats whether the other side takes the same errand twice for one
/// @param atOnce how many may be on their way at a time
public record Channel<B>(String name, Class<B> body, boolean repeats, int atOnce) {
    /// Hears what came of each errand, within the change that ends it.
    @FunctionalInterface
    public interface Ending<B> {
        void ended(Change change, Errand<B> errand, End end);
    }

    /// How an errand ended.
    public sealed interface End {
        record Done(String note) implements End {}

        record Refused(String reason) implements End {}

        record Unknown(String reason) implements End {}

        /// Its deadline came first.
        ///
        /// @param reason why the last attempt failed, if there was one
        record TooLate(Optional<String> reason) implements End {}
    }
}
