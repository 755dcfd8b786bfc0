package dev.muster.relay.store;

/// Sees the events that match, one by one, without their contents.
@FunctionalInterface
public interface IdVisitor {
    /// The id is the 32 bytes of `ids` from `offset`; they are only good until this returns.
    ///
    /// @return whether to go on
    boolean visit(long createdAt, byte[] ids, int offset);
}
