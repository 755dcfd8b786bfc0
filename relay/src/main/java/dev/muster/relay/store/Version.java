package dev.muster.relay.store;

import dev.muster.nostr.event.EventId;
import java.util.Arrays;

/// What is known of an [Address]: up to when its versions are deleted, and the newest version that was ever offered,
/// which may be gone itself. Older ones stay out either way: nothing that is replaced or deleted lets its predecessor
/// back in.
///
/// @param deletedUpTo -1 if nothing was deleted by address
/// @param createdAt of the newest version; -1 if there was none
/// @param sequence where it lies; 0 if it is not here
record Version(long deletedUpTo, long createdAt, EventId id, long sequence) {
    private static final int LENGTH = 8 + 8 + EventId.LENGTH + 8;

    static final Version NONE = new Version(-1, -1, new EventId(new byte[EventId.LENGTH]), 0);

    static Version parse(byte[] value) {
        return new Version(
                Bytes.int64(value, 0),
                Bytes.int64(value, 8),
                new EventId(Arrays.copyOfRange(value, 16, 16 + EventId.LENGTH)),
                Bytes.int64(value, 16 + EventId.LENGTH));
    }

    byte[] bytes() {
        byte[] value = new byte[LENGTH];
        Bytes.putInt64(value, 0, deletedUpTo);
        Bytes.putInt64(value, 8, createdAt);
        System.arraycopy(id.bytes(), 0, value, 16, EventId.LENGTH);
        Bytes.putInt64(value, 16 + EventId.LENGTH, sequence);
        return value;
    }

    /// Whether this one counts rather than a version of that time and id: the newer does, and of two equally new ones
    /// the one with the lower id.
    boolean isNewerThan(long otherCreatedAt, EventId otherId) {
        return createdAt != otherCreatedAt ? createdAt > otherCreatedAt : id.compareTo(otherId) < 0;
    }

    Version at(long newSequence) {
        return new Version(deletedUpTo, createdAt, id, newSequence);
    }

    Version deletedUpTo(long time) {
        return new Version(Math.max(time, deletedUpTo), createdAt, id, sequence);
    }
}
