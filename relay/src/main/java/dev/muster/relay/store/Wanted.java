package dev.muster.relay.store;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// One filter, prepared for records: the last word on whether an event is one of those asked for. Indexes only propose.
final class Wanted {
    final Values ids;
    final Values authors;
    final int[] kinds;
    final Set<Integer> hidden;
    final List<Tagged> tags = new ArrayList<>();
    final long since;
    final long until;

    private final ValueHash hash;
    private final long upTo;
    private final long now;

    record Tagged(char letter, Values values) {}

    Wanted(Filter filter, Set<Integer> hidden, ValueHash hash, long upTo, long now) {
        this.hash = hash;
        this.upTo = upTo;
        this.now = now;
        ids = new Values(
                filter.ids().stream()
                        .map(EventId::hex)
                        .map(StoredEvent::canonical)
                        .toList(),
                hex -> Bytes.hex64(hex, 0));
        authors = new Values(
                filter.authors().stream()
                        .map(PublicKey::hex)
                        .map(StoredEvent::canonical)
                        .toList(),
                hex -> Bytes.hex64(hex, 0));
        kinds = filter.kinds().stream().mapToInt(Integer::intValue).toArray();
        this.hidden = kinds.length == 0 ? hidden : Set.of();
        filter.tags()
                .forEach((letter, values) -> tags.add(new Tagged(
                        letter,
                        new Values(values.stream().map(StoredEvent::canonical).toList(), hash::of))));
        since = filter.since();
        until = filter.until();
    }

    long upTo() {
        return upTo;
    }

    boolean matches(StoredEvent event) {
        if (event.sequence() > upTo || event.expiry() <= now) return false;
        if (event.createdAt() < since || event.createdAt() > until) return false;
        int kind = event.kind();
        if (kinds.length > 0 && Arrays.binarySearch(kinds, kind) < 0) return false;
        if (!hidden.isEmpty() && hidden.contains(kind)) return false;
        if (ids.size() > 0 && !event.hasIdIn(ids)) return false;
        if (authors.size() > 0 && !event.isByOneOf(authors)) return false;
        for (Tagged condition : tags) {
            if (!event.isTagged(condition.letter(), condition.values(), hash)) return false;
        }
        return true;
    }
}
