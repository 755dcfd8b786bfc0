package dev.muster.kit.http;

/// How long a body may be, decided by what stands before it: so a few may send what nobody else may.
@FunctionalInterface
public interface Allowance {
    /// Called on the thread that reads from all connections: must not block.
    ///
    /// @param head without its body, and without what stands for names in a route
    int bytes(Request head);
}
