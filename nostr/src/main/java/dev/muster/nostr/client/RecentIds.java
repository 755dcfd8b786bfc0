package dev.muster.nostr.client;

import dev.muster.nostr.event.EventId;
import java.util.HashSet;
import java.util.Set;

/// The ids met last: at least `capacity / 2` of them, never more than `capacity`.
final class RecentIds {
    private final int generation;
    private Set<EventId> newer = new HashSet<>();
    private Set<EventId> older = Set.of();

    RecentIds(int capacity) {
        generation = Math.max(1, capacity / 2);
    }

    boolean contains(EventId id) {
        return newer.contains(id) || older.contains(id);
    }

    /// Whether it was not among them yet.
    boolean add(EventId id) {
        if (contains(id)) return false;
        if (newer.size() == generation) {
            older = newer;
            newer = new HashSet<>();
        }
        return newer.add(id);
    }
}
