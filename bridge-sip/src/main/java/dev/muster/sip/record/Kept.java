package dev.muster.sip.record;

/// A recording as it is written down.
///
/// @param key that opens its files, in hex; empty when they are gone
record Kept(Recording recording, String key) {
    String id() {
        return recording.id();
    }

    Kept with(Recording next) {
        return new Kept(next, key);
    }

    /// Not its key.
    @Override
    public String toString() {
        return "recording " + id();
    }
}
