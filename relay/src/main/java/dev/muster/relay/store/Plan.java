package dev.muster.relay.store;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.EventId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Which index answers a filter: the ids, else the tag with the fewest values, else the authors, else the kinds.
final class Plan {
    private final Library library;
    private final Wanted wanted;
    private final int firstFill;

    Plan(Library library, Wanted wanted, int limit) {
        this.library = library;
        this.wanted = wanted;
        // Each stream's share of what is asked for, and a bit: most streams then needn't be read a second time.
        int share = limit / Math.max(1, prefixCount());
        this.firstFill = Math.clamp(share + (int) Math.sqrt(share) + 1, 1, 128);
    }

    private int prefixCount() {
        int kinds = Math.max(1, wanted.kinds.length);
        return (int) Math.min(Integer.MAX_VALUE, (long) prefixes().size() * kinds);
    }

    /// Whether no event can come from two of its streams.
    boolean isDisjoint() {
        return wanted.ids.size() > 0
                || wanted.tags.isEmpty()
                || rarestTag().values().size() == 1;
    }

    private Wanted.Tagged rarestTag() {
        return wanted.tags.stream()
                .min(Comparator.comparingInt(tag -> tag.values().size()))
                .orElseThrow();
    }

    private List<byte[]> prefixes() {
        if (!wanted.tags.isEmpty()) {
            Wanted.Tagged tag = rarestTag();
            return Arrays.stream(tag.values().numbers())
                    .distinct()
                    .mapToObj(number -> Keys.byTag(tag.letter(), number))
                    .toList();
        }
        if (wanted.authors.size() > 0) {
            return Arrays.stream(wanted.authors.numbers())
                    .distinct()
                    .mapToObj(Keys::byAuthor)
                    .toList();
        }
        return List.of(Keys.byKind());
    }

    /// Hands over the streams that together have all events asked for, one by one: there may be thousands.
    void streams(Database.Walk walk, Consumer<Stream> use) {
        if (wanted.since > wanted.until) return;
        if (wanted.ids.size() > 0) {
            use.accept(new Stream(byId(), wanted));
            return;
        }
        for (byte[] prefix : prefixes()) {
            if (wanted.kinds.length > 0) {
                for (int kind : wanted.kinds) use.accept(new Stream(Keys.withKind(prefix, kind), wanted, firstFill));
            } else {
                for (int kind : kindsUnder(walk, prefix)) {
                    if (!wanted.hidden.contains(kind)) {
                        use.accept(new Stream(Keys.withKind(prefix, kind), wanted, firstFill));
                    }
                }
            }
        }
    }

    /// Jumps from kind to kind.
    private static List<Integer> kindsUnder(Database.Walk walk, byte[] prefix) {
        var kinds = new ArrayList<Integer>();
        int kind = 0;
        while (kind <= 0xffff && walk.seek(Keys.withKind(prefix, kind)) && walk.isUnder(prefix)) {
            int found = Bytes.int16(walk.key(), prefix.length);
            kinds.add(found);
            kind = found + 1;
        }
        return kinds;
    }

    private List<StoredEvent> byId() {
        var events = new ArrayList<StoredEvent>();
        for (int i = 0; i < wanted.ids.size(); i++) {
            var id = new EventId(Hex.parse(wanted.ids.value(i), 0, 64));
            library.fact(Keys.id(id))
                    .map(value -> Bytes.int64(value, 0))
                    .filter(sequence -> sequence != 0)
                    .flatMap(sequence -> library.event(sequence))
                    .filter(wanted::matches)
                    .ifPresent(events::add);
        }
        events.sort(Search.NEWEST_FIRST);
        return events;
    }
}
