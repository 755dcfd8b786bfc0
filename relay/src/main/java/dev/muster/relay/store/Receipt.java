package dev.muster.relay.store;

/// Hears what became of an event, on the store's writing thread: whoever takes it there must not keep it waiting.
@FunctionalInterface
public interface Receipt {
    void decided(Outcome outcome);
}
