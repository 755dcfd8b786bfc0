package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what must become true.
public final class Await {
    private Await() {}

    public static void until(BooleanSupplier condition) {
        until(Duration.ofSeconds(20), condition);
    }

    /// Waits at most so long. What it looks at may not be there yet (`Optional.orElseThrow`, `List.getFirst`).
    public static void until(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<NoSuchElementException> missing = Optional.empty();
            try {
                if (condition.getAsBoolean()) return;
            } catch (NoSuchElementException e) {
                missing = Optional.of(e);
            }
            if (System.nanoTime() > deadline) fail("did not become true in " + patience, missing.orElse(null));
            LockSupport.parkNanos(1_000_000);
        }
    }
}
