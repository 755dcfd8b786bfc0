package dev.muster.kit.outbox;

/// Carries out errands of one kind. Called on a virtual thread, several at a time.
@FunctionalInterface
public interface Courier<B> {
    Attempt carry(Errand<B> errand) throws InterruptedException;
}
