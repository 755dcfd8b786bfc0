package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.Packets.MILLISECOND;
import static dev.muster.sip.rtp.Packets.packet;
import static dev.muster.sip.rtp.Packets.payload;
import static dev.muster.sip.rtp.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4733, in both directions.
class KeysTest {
    private static final int EVENTS = 101;
    private static final long TICK = 20 * MILLISECOND;
    private static final long LATER = 60_000 * MILLISECOND;

    private final Outgoing outgoing = new Outgoing(new Random(1));
    private final KeysSent sent = new KeysSent(outgoing);
    private final KeysHeard heard = new KeysHeard();
    private long now;

    private List<byte[]> press(char key, int milliseconds) {
        assertThat(sent.press(key, Duration.ofMillis(milliseconds))).isTrue();
        return packets();
    }

    private List<byte[]> packets() {
        List<byte[]> packets = new ArrayList<>();
        while (sent.isBusy()) {
            var target = new byte[20];
            int length = sent.tick(target, 0, EVENTS, now);
            if (length > 0) packets.add(Arrays.copyOf(target, length));
            now += TICK;
        }
        return packets;
    }

    private List<Key> hear(List<byte[]> packets) {
        return hear(packets, all -> true);
    }

    private List<Key> hear(List<byte[]> packets, IntPredicate arrives) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++)
            if (arrives.test(i)) keys.addAll(heard.event(read(packets.get(i)), i * TICK));
        keys.addAll(heard.look(LATER));
        return keys;
    }

    private static List<Key> pressed(char key, int milliseconds) {
        return List.of(new Key.Pressed(key), new Key.Released(key, Duration.ofMillis(milliseconds)));
    }

    private static String keys(List<Key> keys) {
        return keys.stream()
                .filter(Key.Pressed.class::isInstance)
                .map(key -> "" + key.key())
                .collect(Collectors.joining());
    }

    private static int duration(byte[] packet) {
        return BigEndian.u16(payload(read(packet)), 2);
    }

    private static boolean isEnd(byte[] packet) {
        return (payload(read(packet))[1] & 0x80) != 0;
    }

    @Test
    void aKeyIsToldOfEachTickAndItsEndThrice() {
        List<byte[]> packets = press('5', 100);

        assertThat(packets).extracting(KeysTest::duration).containsExactly(160, 320, 480, 640, 800, 800, 800);
        assertThat(packets).extracting(KeysTest::isEnd).containsExactly(false, false, false, false, true, true, true);
        assertThat(packets)
                .extracting(bytes -> read(bytes).isMarked())
                .containsExactly(true, false, false, false, false, false, false);
        assertThat(packets)
                .extracting(bytes -> read(bytes).timestamp())
                .containsOnly(read(packets.getFirst()).timestamp());
        assertThat(packets)
                .extracting(bytes ->
                        (read(bytes).sequence() - read(packets.getFirst()).sequence()) & 0xffff)
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(payload(read(packets.getFirst()))).startsWith(5, 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 50, 65, 100, 2000, 6000})
    void sip_D1_aKeyIsHeardAsLongAsItWasHeld(int milliseconds) {
        for (char key : Key.ALL.toCharArray())
            assertThat(hear(press(key, milliseconds))).isEqualTo(pressed(key, milliseconds));
    }

    @Test
    void sip_D1_oneSurvivingEndIsEnough() {
        List<byte[]> packets = press('#', 200);
        int last = packets.size() - 1;

        assertThat(hear(packets, i -> i == last)).isEqualTo(pressed('#', 200));
    }

    @Test
    void sip_D1_withoutAnyEndItIsOverWhenNothingMoreIsHeard() {
        List<byte[]> packets = press('#', 200);

        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < packets.size() - 3; i++) keys.addAll(heard.event(read(packets.get(i)), i * TICK));
        assertThat(keys).containsExactly(new Key.Pressed('#'));
        assertThat(heard.look(9 * TICK)).isEmpty();
        assertThat(heard.look(9 * TICK + 500 * MILLISECOND))
                .containsExactly(new Key.Released('#', Duration.ofMillis(180)));
        assertThat(heard.event(read(packets.getLast()), LATER))
                .as("an end after all")
                .isEmpty();
        assertThat(heard.look(LATER)).isEmpty();
    }

    @Test
    void sip_D1_withoutAnyEndTheNextKeyEndsIt() {
        List<byte[]> first = press('1', 200);
        List<byte[]> packets = new ArrayList<>(first.subList(0, first.size() - 3));
        packets.addAll(press('1', 100));

        List<Key> all = new ArrayList<>(pressed('1', 180));
        all.addAll(pressed('1', 100));
        assertThat(hear(packets)).isEqualTo(all);
    }

    @Test
    void sip_D1_aKeyIsHeardOnceInWhateverOrderItsPacketsCome() {
        List<byte[]> packets = press('7', 60);
        packets.addAll(packets.reversed());

        assertThat(hear(packets)).isEqualTo(pressed('7', 60));
    }

    @Test
    void sip_D1_whatComesLateFromTheKeyBeforeIsNoKey() {
        List<byte[]> first = press('1', 100);
        List<byte[]> packets = new ArrayList<>(first.subList(0, 5));
        packets.addAll(press('2', 100));
        packets.addAll(first.subList(5, 7));

        assertThat(keys(hear(packets))).isEqualTo("12");
    }

    @Test
    void sip_D1_aKeyThatIsHeldForLongIsOne() {
        List<byte[]> packets = press('0', 20_010);

        assertThat(packets.stream().map(bytes -> read(bytes).timestamp()).distinct())
                .hasSize(3);
        assertThat(packets.stream().filter(KeysTest::isEnd)).hasSize(3);
        assertThat(packets.stream().filter(bytes -> read(bytes).isMarked())).hasSize(1);
        assertThat(packets.stream().filter(bytes -> duration(bytes) == 0xffff)).hasSize(2);
        assertThat(hear(packets)).isEqualTo(pressed('0', 20_010));
    }

    @Test
    void sip_D1_keysWaitForEachOther() {
        for (char key : "123#".toCharArray())
            assertThat(sent.press(key, Duration.ofMillis(100))).isTrue();

        assertThat(keys(hear(packets()))).isEqualTo("123#");
        assertThat(now).as("100 ms each, and 100 ms after each").isEqualTo(4 * 10 * TICK);
    }

    /// A twentieth is lost, everything is up to 100 ms late and overtakes each other.
    @Test
    void sip_S15_keysAreHeardOnceOverABadLine() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var from = new KeysSent(new Outgoing(random));
            var to = new KeysHeard();
            String dialled =
                    random.ints(12, 0, 16).mapToObj(i -> "" + Key.ALL.charAt(i)).collect(Collectors.joining());
            for (char key : dialled.toCharArray())
                assertThat(from.press(key, Duration.ofMillis(random.nextInt(40, 500))))
                        .isTrue();

            record Arrival(long at, byte[] bytes) {}
            List<Arrival> arrivals = new ArrayList<>();
            for (long tick = 0; from.isBusy(); tick += TICK) {
                var target = new byte[16];
                if (from.tick(target, 0, EVENTS, tick) == 0 || random.nextInt(20) == 0) continue;
                arrivals.add(new Arrival(tick + random.nextLong(100 * MILLISECOND), target));
            }
            arrivals.sort(Comparator.comparingLong(Arrival::at));
            List<Key> keys = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                keys.addAll(to.look(arrival.at()));
                keys.addAll(to.event(read(arrival.bytes()), arrival.at()));
            }
            keys.addAll(to.look(LATER));

            assertThat(keys(keys)).as("seed %d", seed).isEqualTo(dialled);
            assertThat(keys).hasSize(2 * dialled.length());
        }
    }

    @Test
    void otherEventsAreNoKeys() {
        assertThat(heard.event(read(packet(EVENTS, 1, 1, 7, (byte) 16, (byte) 10, (byte) 1, (byte) 0)), 0))
                .as("a hook flash")
                .isEmpty();
        assertThat(heard.event(read(packet(EVENTS, 1, 1, 7, (byte) 1, (byte) 10, (byte) 1)), 0))
                .as("too short")
                .isEmpty();
    }

    @Test
    void anotherSourceBeginsAnew() {
        byte[] press = {1, 10, 0, (byte) 160};
        assertThat(heard.event(read(packet(EVENTS, 1, 5000, 7, press)), 0)).containsExactly(new Key.Pressed('1'));
        assertThat(heard.event(read(packet(EVENTS, 1, 80, 8, press)), 0))
                .containsExactly(new Key.Released('1', Duration.ofMillis(20)), new Key.Pressed('1'));
    }

    @Test
    void whatIsNoKeyIsNotPressedAndTooManyAreRefused() {
        assertThat(sent.press('x', Duration.ofMillis(100))).isFalse();
        for (int i = 0; i < 64; i++)
            assertThat(sent.press('d', Duration.ofMillis(100))).isTrue();
        assertThat(sent.press('1', Duration.ofMillis(100))).isFalse();

        sent.clear();
        assertThat(sent.isBusy()).isFalse();
    }
}
