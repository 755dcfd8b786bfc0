package dev.muster.nostr.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.event.EventId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordArrayTest {
    private record Entry(long timestamp, EventId id) {}

    private static final int SIZE = 300;

    private final List<Entry> naive = entries();
    private final RecordArray records = records(naive);

    @Test
    void nip77_recordsAreSortedByTimestampThenByUnsignedId() {
        naive.sort(Comparator.comparingLong(Entry::timestamp).thenComparing(Entry::id));

        assertThat(entries(records)).isEqualTo(naive);
    }

    @Test
    void nip77_idsAreComparedAsUnsignedBytes() {
        EventId low = ReconciliationTest.id(0x7f);
        EventId high = ReconciliationTest.id(0x80);
        assertThat(entries(RecordArray.builder().add(1, high).add(1, low).build()))
                .containsExactly(new Entry(1, low), new Entry(1, high));
    }

    @Test
    void nip77_aRecordAddedTwiceIsThereOnce() {
        List<Entry> twice = new ArrayList<>(naive);
        twice.addAll(naive.reversed());

        assertThat(entries(records(twice))).isEqualTo(entries(records));
    }

    @Test
    void nip77_negativeTimestampIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordArray.builder().add(-1, ReconciliationTest.id(1)))
                .withMessage("a timestamp can't be negative: -1");
    }

    @Test
    void nip77_lowerBoundIsTheFirstRecordNotBeforeTheBound() {
        List<Entry> sorted = entries(records);
        List<Bound> bounds = new ArrayList<>(List.of(Bound.START, Bound.INFINITY, new Bound(-2, new byte[0])));
        for (int i = 1; i < SIZE; i++) bounds.add(Bound.before(i, records));
        for (Entry entry : sorted)
            bounds.add(new Bound(entry.timestamp(), entry.id().bytes()));
        for (Bound bound : bounds) {
            int expected = 0;
            while (expected < SIZE && exact(sorted.get(expected)).compareTo(bound) < 0) expected++;
            assertThat(records.lowerBound(0, SIZE, bound)).as("%s", bound).isEqualTo(expected);
            assertThat(records.lowerBound(100, 200, bound)).isEqualTo(Math.clamp(expected, 100, 200));
        }
    }

    @Test
    void nip77_shortestBoundLiesBetweenItsRecords() {
        for (int i = 1; i < SIZE; i++)
            assertThat(records.lowerBound(0, SIZE, Bound.before(i, records))).isEqualTo(i);
    }

    @Test
    void nip77_fingerprintOfARangeIsThatOfItsIds() {
        for (int from = 0; from <= SIZE; from++) {
            IdSum sum = new IdSum();
            for (int to = from; to <= SIZE; to++) {
                assertThat(records.fingerprint(from, to)).isEqualTo(sum.fingerprint(to - from));
                if (to < SIZE) sum.add(id(records, to).bytes(), 0);
            }
        }
    }

    private static List<Entry> entries() {
        Random random = new Random(77);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            byte[] id = new byte[EventId.LENGTH];
            random.nextBytes(id);
            if (i % 3 == 0) {
                // Some share all but their last byte.
                Arrays.fill(id, (byte) 0xfe);
                id[EventId.LENGTH - 1] = (byte) i;
            }
            entries.add(new Entry(random.nextInt(20), new EventId(id)));
        }
        return entries;
    }

    private static RecordArray records(List<Entry> entries) {
        RecordArray.Builder builder = RecordArray.builder();
        entries.forEach(entry -> builder.add(entry.timestamp(), entry.id()));
        return builder.build();
    }

    private static List<Entry> entries(Records records) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) entries.add(new Entry(records.timestamp(i), id(records, i)));
        return entries;
    }

    private static EventId id(Records records, int index) {
        byte[] id = new byte[EventId.LENGTH];
        records.copyId(index, id, 0);
        return new EventId(id);
    }

    private static Bound exact(Entry entry) {
        return new Bound(entry.timestamp(), entry.id().bytes());
    }
}
