package dev.muster.relay.store;

import static dev.muster.relay.store.Made.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Relays hear of the same events in different orders, and must come to the same end.
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ArrivalOrderTest {
    private static final int[] KINDS = {0, 1, 10_002, 30_023};

    @Test
    void whatIsLeftOfAnAuthorsEventsDoesNotDependOnTheOrderOfTheirArrival(@TempDir Path folder) {
        int rounds = Boolean.getBoolean("muster.long") ? 20_000 : 400;
        var random = new Random(3);
        try (var open = new OpenStore(folder)) {
            for (int round = 0; round < rounds; round++) check(open, random, round);
        }
    }

    private static void check(OpenStore open, Random random, int round) {
        List<Draft> drafts = drafts(random);
        Set<Integer> first = null;
        for (int i = 0; i < 5; i++) {
            var order = new ArrayList<Integer>();
            for (int k = 0; k < drafts.size(); k++) order.add(k);
            if (i > 0) Collections.shuffle(order, random);
            Set<Integer> left = leftOf(open, drafts, order, random);
            if (first == null) first = left;
            assertThat(left)
                    .as("round %d: %s in the order %s", round, drafts, order)
                    .isEqualTo(first);
        }
    }

    /// An event of nobody in particular, so that each order is tried with an author of its own in the same store.
    private record Draft(int number, long createdAt, int kind, List<Integer> deletes, List<String> addresses) {
        EventId id(byte[] salt) {
            byte[] bytes = salt.clone();
            // Ties are broken the same way for each author.
            bytes[0] = (byte) number;
            return new EventId(bytes);
        }
    }

    private static List<Draft> drafts(Random random) {
        int size = 2 + random.nextInt(6);
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < size; i++) {
            long createdAt = 10L + random.nextInt(5);
            int what = random.nextInt(10);
            if (what == 0) {
                drafts.add(new Draft(i, createdAt, Kind.REQUEST_TO_VANISH, List.of(), List.of()));
            } else if (what < 4) {
                var deletes = new ArrayList<Integer>();
                for (int k = random.nextInt(3); k > 0; k--) deletes.add(random.nextInt(size));
                var addresses = new ArrayList<String>();
                for (int k = random.nextInt(2); k > 0; k--) {
                    int kind = KINDS[random.nextInt(KINDS.length)];
                    addresses.add(kind + ":%s:" + (kind == 30_023 && random.nextBoolean() ? "x" : ""));
                }
                drafts.add(new Draft(i, createdAt, Kind.DELETION, deletes, addresses));
            } else {
                drafts.add(new Draft(i, createdAt, KINDS[random.nextInt(KINDS.length)], List.of(), List.of()));
            }
        }
        return drafts;
    }

    private static Set<Integer> leftOf(OpenStore open, List<Draft> drafts, List<Integer> order, Random random) {
        var author = Made.key(random);
        byte[] salt = Made.bytes(random, EventId.LENGTH);
        var events = new ArrayList<Event>();
        for (Draft draft : drafts) {
            var tags = new ArrayList<Tag>();
            for (int target : draft.deletes()) {
                tags.add(Tag.of("e", drafts.get(target).id(salt).hex()));
            }
            for (String address : draft.addresses()) tags.add(Tag.of("a", address.formatted(author.hex())));
            if (draft.kind() == 30_023 && draft.number() % 2 == 0) tags.add(Tag.of("d", "x"));
            events.add(Made.event(draft.id(salt), author, draft.createdAt(), draft.kind(), tags.toArray(Tag[]::new)));
        }
        // All at once, or one commit each.
        if (random.nextBoolean()) open.addAll(order.stream().map(events::get).toList());
        else for (int i : order) open.add(events.get(i));
        var left = new TreeSet<Integer>();
        for (EventId id : open.find(Filter.ALL.authors(List.of(author)))) left.add((int) id.bytes()[0]);
        return left;
    }

    @Test
    void aDeletionByAStrangerBeforehandChangesNothing(@TempDir Path folder) {
        try (var open = new OpenStore(folder)) {
            Event note = Made.note(ALICE, 5);
            open.add(
                    Made.event(Made.BOB, 9, Kind.DELETION, Tag.of("e", note.id().hex())));
            assertThat(open.add(note)).isInstanceOf(Outcome.Stored.class);
            assertThat(open.add(note)).isEqualTo(new Outcome.Duplicate());
        }
    }
}
