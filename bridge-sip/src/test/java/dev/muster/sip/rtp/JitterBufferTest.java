package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.Packets.packet;
import static dev.muster.sip.rtp.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/// Time is counted in milliseconds here; a frame is taken every 20 ms, beginning with 0.
class JitterBufferTest {
    private static final int LOST = -1;

    private final JitterBuffer buffer = new JitterBuffer();
    private final short[] frame = new short[160];

    /// Frame number `n` is a sample of `1000 + 8 * n` throughout, so it can be told what is heard.
    private static byte[] said(int n, int ssrc) {
        var payload = new byte[160];
        Arrays.fill(payload, G711.PCMA.encode(loudness(n)));
        return packet(8, n, 1_000_000 + n * 160, ssrc, payload);
    }

    private static int loudness(int n) {
        return G711.PCMA.decode(G711.PCMA.encode(2048 + n % 32 * 64));
    }

    private int take() {
        return buffer.take(frame) ? frame[0] : LOST;
    }

    private void put(int n) {
        put(n, 7);
    }

    private void put(int n, int ssrc) {
        buffer.put(read(said(n, ssrc)), G711.PCMA);
    }

    /// What is heard of so many frames, each of which takes its time to come; less than none if it gets lost.
    private List<Integer> heard(int count, IntToLongFunction delay) {
        record Arrival(long at, int n) {}
        var arrivals = new PriorityQueue<Arrival>((a, b) -> Long.compare(a.at(), b.at()));
        for (int n = 0; n < count; n++)
            if (delay.applyAsLong(n) >= 0) arrivals.add(new Arrival(n * 20L + delay.applyAsLong(n), n));
        List<Integer> heard = new ArrayList<>();
        for (long now = 0; heard.size() < count; now += 20) {
            while (!arrivals.isEmpty() && arrivals.peek().at() <= now)
                put(arrivals.remove().n());
            heard.add(take());
        }
        return heard;
    }

    /// By how many frames it is behind what was said last.
    private static int delay(List<Integer> heard) {
        for (int behind = 0; behind < 20; behind++)
            if (heard.getLast() == loudness(heard.size() - 1 - behind)) return behind;
        throw new AssertionError("nothing known was heard");
    }

    @Test
    void withoutAnythingItIsSilent() {
        Arrays.fill(frame, (short) 1);

        assertThat(buffer.take(frame)).isFalse();
        assertThat(frame).containsOnly(0);
    }

    @Test
    void sip_S15_whatComesInTimeIsHeardFortyMillisecondsLater() {
        List<Integer> heard = heard(1000, n -> 0);

        assertThat(heard.getFirst()).isEqualTo(LOST);
        for (int n = 1; n < 1000; n++) assertThat(heard.get(n)).isEqualTo(loudness(n - 1));
    }

    @Test
    void framesComeInOrderHoweverPacketsDo() {
        put(0);
        take();
        put(2);
        put(1);
        put(1);

        assertThat(List.of(take(), take(), take())).containsExactly(loudness(0), loudness(1), loudness(2));
    }

    @Test
    void packetsMayBeOfAnyLength() {
        var payload = new byte[80];
        Arrays.fill(payload, G711.PCMU.encode(1000));
        for (int n = 0; n < 4; n++) buffer.put(read(packet(0, n, n * 80, 7, payload)), G711.PCMU);
        take();

        assertThat(take()).isPositive();
        assertThat(take()).isPositive();
        assertThat(take()).isEqualTo(LOST);
    }

    @Test
    void whatIsMissingFadesAway() {
        put(0);
        take();
        assertThat(take()).isEqualTo(loudness(0));

        List<Integer> concealed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertThat(buffer.take(frame)).isFalse();
            concealed.add((int) frame[80]);
        }
        assertThat(concealed).containsExactly(loudness(0) / 2, loudness(0) / 4, loudness(0) / 8, 0, 0);
    }

    @Test
    void sip_S15_afterAWhileNothingComesTooLateAnyMore() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var another = new JitterBufferTest();
            List<Integer> heard = another.heard(3000, n -> random.nextInt(100));

            List<Integer> later = heard.subList(500, 3000);
            assertThat(later.stream().filter(n -> n == LOST))
                    .as("seed %d", seed)
                    .hasSizeLessThan(25);
            assertThat(delay(heard)).as("frames of delay").isBetween(4, 10);
        }
    }

    @Test
    void sip_S15_lossMakesNoDelay() {
        var random = new Random(1);
        List<Integer> heard = heard(3000, n -> n > 0 && n < 2999 && random.nextInt(20) == 0 ? LOST : 0);

        assertThat(heard.stream().filter(n -> n == LOST)).hasSizeBetween(100, 200);
        assertThat(heard.get(2999)).isEqualTo(loudness(2998));
    }

    @Test
    void sip_S15_theDelayIsNeverMoreThanTwoHundredMilliseconds() {
        var random = new Random(1);
        List<Integer> heard = heard(3000, n -> n < 2900 ? random.nextInt(500) : 0);

        assertThat(delay(heard)).isLessThanOrEqualTo(10);
    }

    @Test
    void sip_S15_theDelayShrinksWhereNobodySpeaks() {
        var random = new Random(1);
        IntUnaryOperator delay = n -> n < 500 ? random.nextInt(100) : 0;
        heard(500, delay::applyAsInt);
        int speaking = 0;
        for (int n = 500; n < 4000; n++) {
            put(n);
            if (n > 3900) speaking = take();
            else take();
        }
        assertThat(speaking).as("who speaks without a pause isn't interrupted").isNotEqualTo(loudness(3998));

        var silence = new byte[160];
        Arrays.fill(silence, G711.PCMA.silence());
        for (int n = 4000; n < 7000; n++) {
            buffer.put(read(packet(8, n, 1_000_000 + n * 160, 7, silence)), G711.PCMA);
            take();
        }
        for (int n = 7000; n < 7003; n++) {
            put(n);
            speaking = take();
        }
        assertThat(speaking).isEqualTo(loudness(7001));
    }

    @Test
    void anotherSourceIsHeardAtOnce() {
        for (int n = 0; n < 10; n++) {
            put(n);
            take();
        }
        put(5000, 8);
        take();
        put(5001, 8);

        assertThat(take()).isEqualTo(loudness(5000));
    }

    @Test
    void whoStopsTheClockWhileSilentIsHeardAgainSoon() {
        for (int n = 0; n < 100; n++) {
            put(n);
            take();
        }
        for (int i = 0; i < 20; i++) take();
        List<Integer> heard = new ArrayList<>();
        for (int n = 100; n < 110; n++) {
            put(n);
            heard.add(take());
        }

        assertThat(heard.getLast()).isEqualTo(loudness(108));
    }

    /// What the other end made in ten minutes is ten minutes long here too, whatever its clock says.
    @Test
    void aClockThatGoesWrongIsMadeUpFor() {
        List<Integer> heard = new ArrayList<>();
        // Faster by 1 in 1000: one packet more each 20 s.
        for (int n = 0, tick = 0; tick < 30_000; tick++) {
            put(n++);
            if (tick % 1000 == 999) put(n++);
            heard.add(take());
        }

        assertThat(heard.stream().filter(n -> n == LOST)).hasSizeLessThan(100);
    }
}
