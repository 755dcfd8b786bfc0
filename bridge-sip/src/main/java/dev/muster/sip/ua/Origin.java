package dev.muster.sip.ua;

/// Where a call comes from.
public sealed interface Origin {
    /// By a trunk, from a telephone.
    ///
    /// @param name as in its [TrunkConfig]
    record Trunk(String name) implements Origin {}

    /// From an app that is registered.
    record Account(String name) implements Origin {}
}
