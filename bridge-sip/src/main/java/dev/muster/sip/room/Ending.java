package dev.muster.sip.room;

/// Why somebody isn't in a room any more.
public enum Ending {
    /// They have left, or their line has, or the bridge stops.
    LEFT,
    /// They have come in once more, somewhere else.
    ELSEWHERE,
    /// Who leads it has removed them.
    REMOVED,
    /// The session is over.
    OVER
}
