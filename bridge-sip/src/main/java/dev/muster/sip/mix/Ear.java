package dev.muster.sip.mix;

/// What somebody hears, a frame at a time.
@FunctionalInterface
public interface Ear {
    /// Who only speaks, such as an announcement.
    Ear NONE = _ -> {};

    /// Hears this. The frame belongs to the room: it says something else soon.
    void hear(short[] frame);
}
