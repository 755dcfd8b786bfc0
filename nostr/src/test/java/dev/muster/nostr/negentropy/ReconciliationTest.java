package dev.muster.nostr.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.negentropy.Dialogue.Sides;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NIP-77, appendix: the client learns what each side lacks, whatever the sets.
@Timeout(60)
class ReconciliationTest {
    private static final RecordArray NOTHING = RecordArray.builder().build();

    @ParameterizedTest(name = "{0} records, {1} of them on one side, in {2} seconds, frames of {3} and {4} bytes")
    @CsvSource({
        "      0,       0,         1,     0,     0",
        "      1,       0,         1,     0,     0",
        "      1,       1,         1,     0,     0",
        "     31,       3,        10,     0,     0",
        "     32,       3,        10,     0,     0",
        "    100,     100,        10,     0,     0",
        "  5_000,       5,     5_000,     0,     0",
        "  5_000,       5,         1,     0,     0",
        "  5_000,   1_000,         1,  4096,  4096",
        " 20_000,       0,    20_000,     0,     0",
        " 20_000,       1,    20_000,     0,     0",
        " 20_000,   1_000,    20_000,     0,     0",
        " 20_000,   1_000,    20_000,  4096,  4096",
        " 20_000,   1_000,    20_000,  4096,     0",
        " 20_000,   1_000,    20_000,     0,  4096",
        " 20_000,  20_000,     5_000,  4096,  5000",
        "200_000,   1_000, 1_000_000,     0, 60000",
        "200_000, 100_000,    50_000,     0,     0",
        "200_000, 100_000,    50_000, 60000, 60000",
        "200_000, 100_000,    50_000,  4096,  4096",
    })
    void nip77_clientLearnsAllDifferences(
            String size, String different, String seconds, int clientLimit, int serverLimit) {
        Sides sides = Sides.random(77, number(size), number(different), number(seconds));

        Dialogue dialogue = Dialogue.between(sides.client(), clientLimit, sides.server(), serverLimit);

        assertThat(dialogue.have().equals(sides.clientAlone())).isTrue();
        assertThat(dialogue.need().equals(sides.serverAlone())).isTrue();
    }

    @Test
    void nip77_clientLearnsAllDifferencesOfManySmallSets() {
        for (int seed = 0; seed < 500; seed++) {
            Sides sides = Sides.random(seed, seed, seed % 7 * seed / 7, 1 + seed % 40);
            int limit = seed % 2 * 4096;

            Dialogue dialogue = Dialogue.between(sides.client(), limit, sides.server(), limit);

            assertThat(dialogue.have()).as("seed %s", seed).isEqualTo(sides.clientAlone());
            assertThat(dialogue.need()).as("seed %s", seed).isEqualTo(sides.serverAlone());
        }
    }

    @Test
    void nip77_clientWithEverythingNeedsNothing() {
        Sides sides = Sides.random(1, 3_000, 3_000, 100);
        assertThat(Dialogue.between(sides.client(), 4096, NOTHING, 4096).have()).isEqualTo(sides.clientAlone());
        assertThat(Dialogue.between(NOTHING, 4096, sides.server(), 4096).need()).isEqualTo(sides.serverAlone());
    }

    @Test
    void nip77_equalSetsTakeOneQuestion() {
        Sides sides = Sides.random(2, 100_000, 0, 1_000);

        Dialogue dialogue = Dialogue.between(sides.client(), 0, sides.server(), 0);

        assertThat(dialogue.questions()).isEqualTo(1);
        assertThat(dialogue.bytes()).isLessThan(500);
    }

    @Test
    void nip77_fewDifferencesTakeFewBytes() {
        Sides sides = Sides.random(3, 100_000, 10, 1_000_000);

        Dialogue dialogue = Dialogue.between(sides.client(), 0, sides.server(), 0);

        assertThat(dialogue.questions()).isLessThanOrEqualTo(4);
        assertThat(dialogue.bytes()).isLessThan(40_000);
    }

    @Test
    void nip77_sameTimestampIsToldApartByTheShortestPrefix() {
        RecordArray.Builder records = RecordArray.builder();
        for (int n = 0; n < 32; n++) records.add(7, id(n));

        byte[] message = new NegentropyClient(records.build(), 0).open();

        // Two records a bucket. The first bound is (7, 02), written 1 + 7; the next (7, 04), 1 + 0 seconds later.
        assertThat(Hex.of(message)).startsWith("61" + "080102" + "01");
        assertThat(Hex.of(Arrays.copyOfRange(message, 21, 25))).isEqualTo("010104" + "01");
        assertThat(Hex.of(Arrays.copyOfRange(message, message.length - 19, message.length - 16)))
                .isEqualTo("0000" + "01");
    }

    @Test
    void nip77_fewerThan32RecordsAreListedAtOnce() {
        RecordArray records = RecordArray.builder().add(2, id(1)).add(1, id(2)).build();

        byte[] message = new NegentropyClient(records, 0).open();

        assertThat(Hex.of(message)).isEqualTo("61" + "0000" + "02" + "02" + id(2).hex() + id(1).hex());
    }

    @Test
    void nip77_fullFrameEndsWithAFingerprintOfTheRest() {
        RecordArray records = Sides.random(4, 1_000, 0, 100).server();

        List<Range> ranges = Message.ranges(new NegentropyServer(records, 4096).reconcile(Hex.parse("6100000200")));

        assertThat(ranges).hasSize(2);
        Range.Listed listed = (Range.Listed) ranges.getFirst();
        int count = listed.ids().size();
        assertThat(count).isEqualTo(122);
        assertThat(listed.end()).isEqualTo(Bound.before(count, records));
        assertThat(ranges.getLast())
                .isEqualTo(new Range.Fingerprinted(Bound.INFINITY, records.fingerprint(count, 1_000)));
    }

    @Test
    void nip77_serverAnswersAnUnknownVersionWithItsOwn() {
        NegentropyServer server = new NegentropyServer(NOTHING, 0);
        assertThat(server.reconcile(Hex.parse("62"))).containsExactly(0x61);
        assertThat(server.reconcile(Hex.parse("62ffffff"))).containsExactly(0x61);
        assertThat(server.reconcile(Hex.parse("60"))).containsExactly(0x61);
    }

    @Test
    void nip77_clientSaysThatTheServerSpeaksAnotherVersion() {
        NegentropyClient client = new NegentropyClient(NOTHING, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.reconcile(Hex.parse("62")))
                .withMessage("the server speaks negentropy version 2, we speak 1");
    }

    @Test
    void nip77_answerWithoutRangesMeansThatNothingDiffers() {
        NegentropyClient.Step step = new NegentropyClient(NOTHING, 0).reconcile(Hex.parse("61"));
        assertThat(step.next()).isEmpty();
        assertThat(step.have()).isEmpty();
        assertThat(step.need()).isEmpty();
    }

    @Test
    void nip77_serverThatGoesOverSettledGroundIsHeardOnce() {
        RecordArray ours = RecordArray.builder().add(1, id(1)).build();
        NegentropyClient client = new NegentropyClient(ours, 0);
        byte[] theirs = Hex.parse("61" + "0000" + "02" + "02" + id(2).hex() + id(2).hex());

        NegentropyClient.Step first = client.reconcile(theirs);
        NegentropyClient.Step second = client.reconcile(theirs);

        assertThat(first.have()).containsExactly(id(1));
        assertThat(first.need()).containsExactly(id(2));
        assertThat(second.have()).isEmpty();
        assertThat(second.need()).isEmpty();
    }

    @Test
    void nip77_frameLimitIsNoneOrAtLeast4096() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NegentropyServer(NOTHING, 4095));
        assertThatIllegalArgumentException().isThrownBy(() -> new NegentropyClient(NOTHING, -1));
    }

    @Test
    void nip77_aMessageCostsAtMost17FingerprintsARange() {
        RecordArray records = Sides.random(5, 50_000, 0, 50_000).server();
        MessageWriter message = new MessageWriter();
        Fingerprint wrong = new Fingerprint(new byte[Fingerprint.LENGTH]);
        int ranges = 1_000;
        for (int i = 1; i < ranges; i++) message.fingerprint(Bound.before(i * 50, records), wrong);
        message.fingerprint(Bound.INFINITY, wrong);
        CountingRecords counted = new CountingRecords(records);

        new NegentropyServer(counted, 0).reconcile(message.toBytes());

        assertThat(counted.fingerprints).isEqualTo(17 * ranges);
    }

    @Test
    void nip77_aFullFrameStopsTheWork() {
        RecordArray records = Sides.random(6, 50_000, 0, 50_000).server();
        MessageWriter message = new MessageWriter();
        Fingerprint wrong = new Fingerprint(new byte[Fingerprint.LENGTH]);
        for (int i = 1; i < 1_000; i++) message.fingerprint(Bound.before(i * 50, records), wrong);
        CountingRecords counted = new CountingRecords(records);

        byte[] answer = new NegentropyServer(counted, 4096).reconcile(message.toBytes());

        assertThat(answer.length).isBetween(3_896, 4_096);
        assertThat(counted.fingerprints).isLessThan(300);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits.replace("_", ""));
    }

    static EventId id(int firstByte) {
        byte[] bytes = new byte[EventId.LENGTH];
        bytes[0] = (byte) firstByte;
        return new EventId(bytes);
    }

    /// Counts what it is asked for.
    private static final class CountingRecords implements Records {
        private final Records records;
        private int fingerprints;

        CountingRecords(Records records) {
            this.records = records;
        }

        @Override
        public int size() {
            return records.size();
        }

        @Override
        public long timestamp(int index) {
            return records.timestamp(index);
        }

        @Override
        public void copyId(int index, byte[] target, int at) {
            records.copyId(index, target, at);
        }

        @Override
        public int lowerBound(int from, int to, Bound bound) {
            return records.lowerBound(from, to, bound);
        }

        @Override
        public Fingerprint fingerprint(int from, int to) {
            fingerprints++;
            return records.fingerprint(from, to);
        }
    }
}
