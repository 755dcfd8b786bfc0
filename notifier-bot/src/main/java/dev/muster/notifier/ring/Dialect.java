package dev.muster.notifier.ring;

/// How a caller speaks, and is spoken to.
public enum Dialect {
    /// 243xx, sealed.
    BUILDIT,
    /// 25050-25055, signed.
    NIP_AC
}
