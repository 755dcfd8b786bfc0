package dev.muster.sip.mix;

/// What somebody says, a frame at a time.
@FunctionalInterface
public interface Voice {
    /// One who only listens.
    Voice NONE = _ -> false;

    /// Fills the frame with what is said now.
    ///
    /// @return false if nothing is said; the frame doesn't matter then
    boolean take(short[] frame);
}
