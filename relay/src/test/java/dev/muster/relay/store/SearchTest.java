package dev.muster.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Indexes against their naive twin: whatever is asked, the store finds what [Selection#matches] picks out of all
/// events.
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SearchTest {
    private static final int[] KINDS = {1, 1, 1, 6, 7, 1059, 1059, 4, 0, 10_050, 30_023, 9999, 65_535};
    private static final String LETTERS = "eepptdEa";

    private final Random random = new Random(7);
    private final List<PublicKey> people = new ArrayList<>();
    private final List<String> texts =
            List.of("", "a", "b", "ä\u2028\u0001\"\\/\n", "bitcoin", "x".repeat(3000), "\ud83d\ude80", "A");

    @Test
    void indexesFindWhatMatches(@TempDir Path folder) {
        int checks = Boolean.getBoolean("muster.long") ? 1_000_000 : 20_000;
        int rounds = Math.max(1, checks / 20_000);
        for (int round = 0; round < rounds; round++) checkRound(folder.resolve("" + round), checks / rounds);
    }

    private void checkRound(Path folder, int checks) {
        people.clear();
        for (int i = 0; i < 12; i++) people.add(Made.key(random));
        // Keys that begin alike are told apart.
        byte[] twin = people.getFirst().bytes();
        twin[31] ^= 1;
        people.add(new PublicKey(twin));
        try (var open = new OpenStore(folder)) {
            var all = new ArrayList<Event>();
            for (int i = 0; i < 600; i++) all.add(anyEvent(all));
            List<Outcome> outcomes = open.addAll(all);
            Map<EventId, Long> sequences = new LinkedHashMap<>();
            List<Event> here = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Event event = all.get(i);
                if (outcomes.get(i) instanceof Outcome.Stored(long sequence) && open.has(event)) {
                    sequences.put(event.id(), sequence);
                    here.add(event);
                }
            }
            here.sort(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id));
            for (int i = 0; i < checks; i++) check(open, here, sequences);
        }
    }

    private void check(OpenStore open, List<Event> here, Map<EventId, Long> sequences) {
        var selections = new ArrayList<Selection>();
        int count = random.nextInt(8) == 0 ? 2 + random.nextInt(3) : 1;
        for (int i = 0; i < count; i++) selections.add(anySelection(here));
        long upTo = random.nextInt(4) == 0 ? random.nextInt(700) : open.store.lastCommitted();

        var expected = new HashSet<EventId>();
        var matching = new HashSet<EventId>();
        boolean isCut = false;
        for (Selection selection : selections) {
            int taken = 0;
            for (Event event : here) {
                if (!selection.matches(event)) continue;
                matching.add(event.id());
                if (sequences.getOrDefault(event.id(), 0L) > upTo) continue;
                if (taken++ < selection.limit()) expected.add(event.id());
            }
            isCut |= taken > selection.limit();
        }
        List<EventId> inOrder =
                here.stream().map(Event::id).filter(expected::contains).toList();
        var found = new ArrayList<EventId>();
        try (Scan scan = open.store.scan(selections, upTo)) {
            for (StoredEvent event = scan.next(); event != null; event = scan.next()) found.add(event.id());
            assertThat(found).as("%s up to %s", selections, upTo).isEqualTo(inOrder);
            assertThat(scan.isComplete()).as("%s", selections).isEqualTo(!isCut);
        }
        var visited = new ArrayList<EventId>();
        open.store.forEachId(selections, (createdAt, ids, offset) -> {
            byte[] id = new byte[32];
            System.arraycopy(ids, offset, id, 0, 32);
            return visited.add(new EventId(id));
        });
        assertThat(visited).doesNotHaveDuplicates();
        assertThat(new HashSet<>(visited)).as("%s", selections).isEqualTo(matching);
    }

    private Event anyEvent(List<Event> before) {
        var tags = new ArrayList<Tag>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) tags.add(anyTag(before));
        EventId id = new EventId(Made.bytes(random, 32));
        long time = 1000L + random.nextInt(60);
        if (!before.isEmpty() && random.nextInt(4) == 0) {
            // Equally new, and with an id that begins alike.
            Event other = before.get(random.nextInt(before.size()));
            time = other.createdAt();
            byte[] bytes = other.id().bytes();
            for (int i = 8 * random.nextInt(2); i < 32; i++) if (i >= 8) bytes[i] = (byte) random.nextInt(256);
            bytes[31] ^= (byte) (1 + random.nextInt(255));
            id = new EventId(bytes);
        }
        return Made.event(id, person(), time, KINDS[random.nextInt(KINDS.length)], tags.toArray(Tag[]::new));
    }

    private Tag anyTag(List<Event> before) {
        String letter = "" + LETTERS.charAt(random.nextInt(LETTERS.length()));
        return switch (random.nextInt(8)) {
            case 0 -> Tag.of(letter);
            case 1 -> Tag.of("long", anyValue(before));
            case 2 -> Tag.of(letter, anyValue(before), anyValue(before));
            default -> Tag.of(letter, anyValue(before));
        };
    }

    private String anyValue(List<Event> before) {
        return switch (random.nextInt(3)) {
            case 0 -> texts.get(random.nextInt(texts.size()));
            case 1 -> person().hex();
            default ->
                before.isEmpty()
                        ? "none"
                        : before.get(random.nextInt(before.size())).id().hex();
        };
    }

    private PublicKey person() {
        return people.get(random.nextInt(people.size()));
    }

    private Selection anySelection(List<Event> here) {
        var filters = new ArrayList<Filter>();
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < count; i++) filters.add(anyFilter(here));
        Set<Integer> hidden = random.nextInt(3) == 0 ? Set.of() : Set.of(Kind.GIFT_WRAP, 4);
        int limit = random.nextInt(5) == 0 ? random.nextInt(4) : random.nextInt(200);
        return new Selection(filters, hidden, limit);
    }

    private Filter anyFilter(List<Event> here) {
        Filter filter = Filter.ALL;
        Event event = here.get(random.nextInt(here.size()));
        if (random.nextInt(8) == 0) {
            var ids = new ArrayList<EventId>();
            for (int i = random.nextInt(5); i >= 0; i--)
                ids.add(here.get(random.nextInt(here.size())).id());
            filter = filter.ids(ids);
        }
        if (random.nextInt(3) == 0) {
            var authors = new ArrayList<PublicKey>();
            for (int i = random.nextInt(4); i >= 0; i--) authors.add(person());
            filter = filter.authors(authors);
        }
        if (random.nextInt(2) == 0) {
            int[] kinds = new int[1 + random.nextInt(4)];
            for (int i = 0; i < kinds.length; i++) kinds[i] = KINDS[random.nextInt(KINDS.length)];
            filter = filter.kinds(kinds);
        }
        for (int conditions = random.nextInt(3); conditions > 0; conditions--) {
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            var values = new ArrayList<String>();
            for (int i = random.nextInt(4); i >= 0; i--) values.add(anyValue(here));
            for (Tag tag : event.tags()) if (tag.isNamed("" + letter) && tag.isIndexed()) values.add(tag.value());
            filter = filter.tagged(letter, values);
        }
        if (random.nextInt(3) == 0) filter = filter.since(1000 + random.nextInt(60));
        if (random.nextInt(3) == 0) filter = filter.until(1000 + random.nextInt(60));
        return filter;
    }
}
