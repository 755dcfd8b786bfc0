package dev.muster.sip.record;

/// Who is heard on which channel, the left one first.
public enum Side {
    /// Left: the telephone, or whoever has called.
    CALLER(0),
    /// Right: whoever they talk to.
    OTHER(1);

    private final int channel;

    Side(int channel) {
        this.channel = channel;
    }

    /// Its place among the samples of a moment.
    int channel() {
        return channel;
    }
}
