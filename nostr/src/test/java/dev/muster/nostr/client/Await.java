package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what must become true.
public final class Await {
    private Await() {}

    public static void until(BooleanSupplier condition) {
        until(Duration.ofSeconds(20), condition);
    }

    public static void until(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) fail("did not become true in " + patience);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
