package dev.muster.sip.ua;

/// Is told what happens.
public interface CallListener {
    /// Something happens to a call. Whatever is told about that call next waits for this to return.
    void happened(CallEvent event);

    /// What is to be said for a call if we are gone before it has ended. It replaces what was told before with the same
    /// Call-ID; what it is about is said when this returns.
    default void remember(Farewell farewell) {}

    /// A trunk can be used, or can't any more.
    void changed(TrunkState state);
}
