package dev.muster.nostr.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.crypto.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-77, appendix: messages to the byte.
class MessageTest {
    private static final String FINGERPRINT = "000102030405060708090a0b0c0d0e0f";
    private static final String ID = "ab".repeat(32);

    @Test
    void nip77_boundsAreWrittenAsDifferences() {
        MessageWriter writer = new MessageWriter();
        writer.skip(bound(1000, ""));
        writer.skip(bound(1000, "ab"));
        writer.fingerprint(bound(1000 + 127, ""), new Fingerprint(Hex.parse(FINGERPRINT)));
        writer.skip(Bound.INFINITY);

        // 1 + 1000 = 7 · 128 + 105; 1 + 0; 1 + 127 = 1 · 128 + 0; infinity.
        String message = "61" + "87690000" + "0101ab00" + "81000001" + FINGERPRINT + "000000";
        assertThat(Hex.of(writer.toBytes())).isEqualTo(message);
        assertThat(Message.ranges(Hex.parse(message)))
                .containsExactly(
                        new Range.Skipped(bound(1000, "")),
                        new Range.Skipped(bound(1000, "ab")),
                        new Range.Fingerprinted(bound(1127, ""), new Fingerprint(Hex.parse(FINGERPRINT))),
                        new Range.Skipped(Bound.INFINITY));
    }

    @Test
    void nip77_idsAreWrittenAsTheyAre() {
        RecordArray records = RecordArray.builder()
                .add(5, ReconciliationTest.id(0xff))
                .add(6, ReconciliationTest.id(1))
                .build();
        MessageWriter writer = new MessageWriter();
        writer.ids(Bound.INFINITY, records, 0, 2);

        String message = "61" + "0000" + "02" + "02" + "ff" + "00".repeat(31) + "01" + "00".repeat(31);
        assertThat(Hex.of(writer.toBytes())).isEqualTo(message);
        assertThat(Message.ranges(Hex.parse(message)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Range.Listed.class,
                        list -> assertThat(list.ids())
                                .containsExactly(ReconciliationTest.id(0xff), ReconciliationTest.id(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 1_700_000_000, Long.MAX_VALUE, Long.MIN_VALUE, -3})
    void nip77_everyTimestampComesBack(long timestamp) {
        MessageWriter writer = new MessageWriter();
        writer.skip(bound(timestamp, ""));
        assertThat(Message.ranges(writer.toBytes())).containsExactly(new Range.Skipped(bound(timestamp, "")));
    }

    @Test
    void nip77_prefixesDifferingInZerosAtTheirEndAreTheSamePoint() {
        assertThat(bound(1, "ab"))
                .isEqualTo(bound(1, "ab0000"))
                .hasSameHashCodeAs(bound(1, "ab0000"))
                .isLessThan(bound(1, "ab0001"))
                .isLessThan(bound(2, ""));
    }

    @Test
    void nip77_boundsAreShortestBetweenTwoRecords() {
        RecordArray records = RecordArray.builder()
                .add(1, ReconciliationTest.id(9))
                .add(2, ReconciliationTest.id(3))
                .add(2, ReconciliationTest.id(4))
                .build();
        assertThat(Bound.before(1, records).prefix()).isEmpty();
        assertThat(Bound.before(2, records).prefix()).containsExactly(4);
    }

    @Test
    void nip77_emptyRangeAtInfinityIsTakenFromOthers() {
        // How other implementations end a full frame whose last range already reached infinity.
        assertThat(Message.ranges(Hex.parse("61" + "000000" + "000001" + FINGERPRINT)))
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing at all,                                '',                             an empty negentropy message",
        "no version,                                    00,                             begins with its version",
        "a version of another kind,                     70,                             not 0x70",
        "a timestamp without its last digit,            6181,                           without its last digit",
        "a bound without its prefix length,             6100,                           a number is missing",
        "a prefix longer than an id,                    610021PREFIX33,                 an id prefix of 33 bytes",
        "a prefix longer than any memory,               610081808080808080808000,       an id prefix of"
                + " 9223372036854775808",
        "a prefix cut off,                              610103abcd,                     an id prefix of 3 bytes in 2"
                + " bytes",
        "a range without mode,                          610000,                         a number is missing",
        "an unknown mode,                               61000003,                       an unknown mode: 3",
        "a mode that is 2 in its low 32 bits,           6100009080808002,               an unknown mode: 4294967298",
        "a fingerprint cut off,                         61000001FIFTEEN,                a fingerprint of 16 bytes in"
                + " 15 bytes",
        "a list without count,                          61000002,                       a number is missing",
        "an id cut off,                                 6100000201THIRTYONE,            a list of 1 ids in 31 bytes",
        "a list of more ids than there are,             6100000202ID,                   a list of 2 ids in 32 bytes",
        "a count that is 1 in its low 32 bits,          61000002 9080808001 ID,         a list of 4294967297 ids in 32"
                + " bytes",
        "a count whose 32-fold is 0 in 64 bits,         61000002 888080808080808000 ID, a list of 576460752303423488"
                + " ids",
        "a count of 64 ones,                            61000002 81ffffffffffffffff7f ID, a list of"
                + " 18446744073709551615 ids",
        "a number that begins with zero,                61800100,                       begins with a zero digit",
        "a zero of two digits,                          61800000,                       begins with a zero digit",
        "a number of 65 bits,                           6182808080808080808080000000,   more than 64 bits",
        "a number that goes on for ever,                61ffffffffffffffffffffffffffff, more than 64 bits",
        "a timestamp that comes to infinity,            6181ffffffffffffffff7f0000020000, a timestamp beyond infinity",
        "a timestamp that overflows,                    6181ffffffffffffffff7f000081ffffffffffffffff7f0000, a"
                + " timestamp beyond infinity",
        "a finite bound after the infinite,             610000000a0000,                 a timestamp beyond infinity",
        "an infinite bound with a prefix,               610001ab00,                     an infinite bound with an id"
                + " prefix",
        "prefixes out of order,                         610501bb000101aa00,             ends before it starts",
        "a shorter prefix of the same time,             610501bb00010000,               ends before it starts",
        "rubbish of one byte at the end,                6100000000,                     a number is missing",
        "rubbish of many bytes at the end,              61000000deadbeef,               without its last digit",
    })
    void nip77_refuses(String what, String message, String reason) {
        byte[] bytes = Hex.parse(message.replace("PREFIX33", "ab".repeat(33))
                .replace("FIFTEEN", "ab".repeat(15))
                .replace("THIRTYONE", "ab".repeat(31))
                .replace("ID", ID)
                .replace(" ", ""));
        RecordArray records =
                RecordArray.builder().add(5, ReconciliationTest.id(7)).build();
        NegentropyClient client = new NegentropyClient(records, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NegentropyServer(records, 0).reconcile(bytes))
                .withMessageContaining(reason);
        assertThatIllegalArgumentException().isThrownBy(() -> client.reconcile(bytes));
    }

    @Test
    void nip77_nothingIsBelievedOfAMessageThatIsRefused() {
        RecordArray records =
                RecordArray.builder().add(5, ReconciliationTest.id(7)).build();
        NegentropyClient client = new NegentropyClient(records, 0);
        String list = "61" + "0000" + "02" + "01" + ID;
        assertThatIllegalArgumentException().isThrownBy(() -> client.reconcile(Hex.parse(list + "00")));

        NegentropyClient.Step step = client.reconcile(Hex.parse(list));

        assertThat(List.of(step.have().size(), step.need().size())).containsExactly(1, 1);
    }

    private static Bound bound(long timestamp, String prefix) {
        return new Bound(timestamp, Hex.parse(prefix));
    }
}
