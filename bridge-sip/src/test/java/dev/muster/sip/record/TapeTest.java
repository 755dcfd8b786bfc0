package dev.muster.sip.record;

import static dev.muster.sip.record.Side.CALLER;
import static dev.muster.sip.record.Side.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTest {
    private static final int FRAME = G711.FRAME;
    private static final long FRAME_NANOS = Speaker.FRAME_NANOS;
    private static final int SECOND = G711.RATE;

    /// 40 ms.
    private static final int TOLERANCE = 320;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Tape tape = new Tape(0, written);
    private final Belt belt = new Belt();

    private void put(Side side, RtpPacket packet, long nanos) throws IOException {
        put(side, Belt.Kind.PCMU, packet, nanos);
    }

    private void put(Side side, Belt.Kind kind, RtpPacket packet, long nanos) throws IOException {
        belt.put(kind, packet, nanos);
        while (!belt.isEmpty()) {
            tape.put(side, belt.first(), belt.bytes());
            belt.free();
        }
    }

    private Heard end(long nanos) throws IOException {
        tape.end(nanos);
        return new Heard(written.toByteArray());
    }

    private static long nanos(long samples) {
        return samples * 1_000_000_000 / G711.RATE;
    }

    @Test
    void sip_R3_eachSideHasItsChannel() throws IOException {
        Speaker caller = Speaker.of(1);
        Speaker other = Speaker.of(2);
        for (int i = 0; i < 150; i++) {
            put(CALLER, caller.tone(440, i * FRAME, FRAME), i * FRAME_NANOS);
            put(OTHER, other.tone(1000, i * FRAME, FRAME), i * FRAME_NANOS + 7 * Speaker.MILLISECOND);
        }
        Heard heard = end(150 * FRAME_NANOS);
        assertThat(heard.length()).isEqualTo(3 * SECOND);
        assertThat(heard.share(CALLER, 440, SECOND, SECOND)).isCloseTo(1, within(0.02));
        assertThat(heard.share(OTHER, 1000, SECOND, SECOND)).isCloseTo(1, within(0.02));
        assertThat(heard.share(CALLER, 1000, SECOND, SECOND)).isLessThan(0.01);
        assertThat(heard.share(OTHER, 440, SECOND, SECOND)).isLessThan(0.01);
    }

    @Test
    void sip_R3_whatIsLostIsSilenceAndWhatFollowsKeepsItsPlace() throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 200; i++)
            if (i < 50 || i >= 100) put(CALLER, caller.loud(i * FRAME, FRAME), i * FRAME_NANOS);
        Heard heard = end(200 * FRAME_NANOS);
        assertThat(heard.isSilent(CALLER, SECOND, 2 * SECOND)).isTrue();
        assertThat(heard.soundUpTo(CALLER, 2 * SECOND)).isCloseTo(SECOND, within(5));
        assertThat(heard.soundFrom(CALLER, SECOND)).isCloseTo(2 * SECOND, within(5));
        assertThat(heard.share(CALLER, 800, 2 * SECOND, SECOND)).isCloseTo(1, within(0.02));
    }

    @Test
    void sip_R3_whoSaysNothingIsSilent() throws IOException {
        Heard heard = end(nanos(3 * SECOND));
        assertThat(heard.length()).isEqualTo(3 * SECOND);
        assertThat(heard.isSilent(CALLER, 0, heard.length())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 400})
    void sip_R3_packetsThatComeOutOfOrderAreHeardInOrder(int jitterMillis) throws IOException {
        Speaker caller = Speaker.of(1);
        var random = new Random(jitterMillis);
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long delay = i < 5 ? 0 : random.nextLong(jitterMillis * Speaker.MILLISECOND);
            sent.add(new Sent(caller.tone(440, i * FRAME, FRAME), i * FRAME_NANOS + delay));
        }
        sent.sort(Comparator.comparingLong(Sent::nanos));
        for (Sent each : sent) put(CALLER, each.packet(), each.nanos());
        Heard heard = end(500 * FRAME_NANOS);
        for (int second = 0; second < 4; second++)
            assertThat(heard.share(CALLER, 440, second * SECOND, SECOND)).isCloseTo(1, within(0.02));
    }

    private record Sent(RtpPacket packet, long nanos) {}

    @Test
    void sip_R3_whatComesTwiceIsHeardOnce() throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 100; i++) {
            RtpPacket packet = caller.tone(440, i * FRAME, FRAME);
            put(CALLER, packet, i * FRAME_NANOS);
            put(CALLER, packet, i * FRAME_NANOS + Speaker.MILLISECOND);
        }
        assertThat(end(100 * FRAME_NANOS).share(CALLER, 440, 0, 2 * SECOND)).isCloseTo(1, within(0.02));
    }

    /// A re-INVITE, or music while somebody is on hold: other timestamps, another SSRC, at times another law.
    @ParameterizedTest
    @CsvSource({"PCMU, 0", "PCMA, 0", "PCMA, 900"})
    void sip_R3_anotherSsrcKeepsTheTime(G711 law, int pauseMillis) throws IOException {
        Speaker before = Speaker.of(1);
        var after = new Speaker(77, 0x7ffff000, law);
        Belt.Kind kind = law == G711.PCMU ? Belt.Kind.PCMU : Belt.Kind.PCMA;
        for (int i = 0; i < 100; i++) put(CALLER, before.tone(440, i * FRAME, FRAME), i * FRAME_NANOS);
        long start = 100 * FRAME_NANOS + pauseMillis * Speaker.MILLISECOND;
        for (int i = 0; i < 100; i++) put(CALLER, kind, after.tone(1000, i * FRAME, FRAME), start + i * FRAME_NANOS);
        Heard heard = end(start + 100 * FRAME_NANOS);
        int change = (int) (start * SECOND / 1_000_000_000);
        assertThat(heard.length()).isEqualTo(change + 2 * SECOND);
        assertThat(heard.share(CALLER, 440, 0, 2 * SECOND)).isCloseTo(1, within(0.02));
        assertThat(heard.isSilent(CALLER, 2 * SECOND, change)).isTrue();
        assertThat(heard.share(CALLER, 1000, change, 2 * SECOND)).isCloseTo(1, within(0.02));
    }

    @Test
    void sip_R3_packetsOvertakenByAnotherSsrcDoNotTakeItBack() throws IOException {
        Speaker before = Speaker.of(1);
        Speaker after = Speaker.of(2);
        for (int i = 0; i < 50; i++) put(CALLER, before.tone(440, i * FRAME, FRAME), i * FRAME_NANOS);
        for (int i = 0; i < 100; i++) {
            put(CALLER, after.tone(1000, i * FRAME, FRAME), (50 + i) * FRAME_NANOS);
            if (i < 5) put(CALLER, before.tone(440, (50 + i) * FRAME, FRAME), (50 + i) * FRAME_NANOS + 1);
        }
        assertThat(end(150 * FRAME_NANOS).share(CALLER, 1000, SECOND, 2 * SECOND))
                .isCloseTo(1, within(0.02));
    }

    /// Clocks of telephones are off by up to 100 millionths, and now and then packets are held up for as much
    /// as 60 ms. Each side beeps every ten seconds.
    @ParameterizedTest
    @CsvSource({"0, 0", "100, -100", "-200, 200"})
    void sip_R3_inTenMinutesTheTimeIsOffByLessThan40Ms(int callersClock, int othersClock) throws IOException {
        int frames = 10 * 60 * 50;
        var random = new Random(callersClock);
        Speaker caller = Speaker.of(1);
        Speaker other = Speaker.of(2);
        LongToIntFunction beep = frame -> frame % 500 < 10 ? 800 : 0;
        List<Sent> sent = new ArrayList<>();
        List<Side> sides = new ArrayList<>();
        long callersNext = 0;
        long othersNext = 0;
        for (int i = 0, j = 0; i < frames || j < frames; ) {
            boolean isCallers = j >= frames || (i < frames && callersNext <= othersNext);
            Speaker speaker = isCallers ? caller : other;
            int frame = isCallers ? i++ : j++;
            long now = isCallers ? callersNext : othersNext;
            sent.add(new Sent(speaker.tone(beep.applyAsInt(frame), frame * FRAME, FRAME), now));
            sides.add(isCallers ? CALLER : OTHER);
            if (isCallers) callersNext = (long) (i * FRAME_NANOS * (1 - callersClock / 1e6));
            else othersNext = (long) (j * FRAME_NANOS * (1 - othersClock / 1e6));
        }
        long last = 0;
        for (int i = 0; i < sent.size(); i++) {
            // Nothing overtakes here: belts bring packets by their arrival.
            long most = random.nextInt(10) == 0 ? 60 : 3;
            last = Math.max(last, sent.get(i).nanos() + random.nextLong(most * Speaker.MILLISECOND));
            put(sides.get(i), sent.get(i).packet(), last);
        }
        Heard heard = end(nanos(600L * SECOND));
        assertThat(heard.length()).isCloseTo(600 * SECOND, within(TOLERANCE));
        for (int second = 0; second < 600; second += 10) {
            int callers = (int) (second * SECOND * (1 - callersClock / 1e6));
            int others = (int) (second * SECOND * (1 - othersClock / 1e6));
            assertThat(heard.soundFrom(CALLER, Math.max(0, callers - SECOND))).isCloseTo(callers, within(TOLERANCE));
            assertThat(heard.soundFrom(OTHER, Math.max(0, others - SECOND))).isCloseTo(others, within(TOLERANCE));
        }
    }

    @Test
    void sip_R3_whoSendsNothingWhileSilentKeepsTheTime() throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 500; i++) if (i % 100 < 20) put(CALLER, caller.loud(i * FRAME, FRAME), i * FRAME_NANOS);
        Heard heard = end(500 * FRAME_NANOS);
        for (int i = 0; i < 5; i++)
            assertThat(heard.soundFrom(CALLER, Math.max(0, 2 * i * SECOND - 500)))
                    .isCloseTo(2 * i * SECOND, within(5));
    }

    /// Some stop counting while they are on hold. With a marker it is known at once, without one after a
    /// tenth of a second.
    @ParameterizedTest
    @CsvSource({"true, 0", "false, 800"})
    void sip_R3_timestampsThatHadStoppedAreReadAnew(boolean isMarked, int lost) throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 50; i++) put(CALLER, caller.tone(440, i * FRAME, FRAME), i * FRAME_NANOS);
        long back = 10_000 * Speaker.MILLISECOND;
        for (int i = 50; i < 200; i++) {
            RtpPacket packet =
                    i == 50 && isMarked ? caller.marked(440, i * FRAME, FRAME) : caller.tone(440, i * FRAME, FRAME);
            put(CALLER, packet, back + (i - 50) * FRAME_NANOS);
        }
        Heard heard = end(back + 150 * FRAME_NANOS);
        assertThat(heard.isSilent(CALLER, SECOND, 10 * SECOND)).isTrue();
        assertThat(heard.soundFrom(CALLER, 2 * SECOND)).isCloseTo(10 * SECOND + lost, within(FRAME));
        assertThat(heard.share(CALLER, 440, 11 * SECOND, SECOND)).isCloseTo(1, within(0.02));
    }

    /// A browser on a busy machine says nothing for a while, and then goes on as if no time had passed.
    @ParameterizedTest
    @ValueSource(ints = {200, 400, 600, 900})
    void sip_R3_whoStandsStillForAWhileIsHeardAgainSoon(int millis) throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 50; i++) put(CALLER, caller.loud(i * FRAME, FRAME), i * FRAME_NANOS);
        long back = SECOND / 1000L * (1000 + millis);
        for (int i = 0; i < 150; i++) put(CALLER, caller.loud((50 + i) * FRAME, FRAME), nanos(back) + i * FRAME_NANOS);
        Heard heard = end(nanos(back + 3 * SECOND));
        int again = (int) back + 800;
        assertThat(heard.share(CALLER, 800, again, SECOND / 2)).isCloseTo(1, within(0.02));
    }

    @Test
    void sip_R3_timestampsThatLeapForwardAreReadAnew() throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 50; i++) put(CALLER, caller.tone(440, i * FRAME, FRAME), i * FRAME_NANOS);
        for (int i = 50; i < 100; i++) put(CALLER, caller.tone(440, 1_000_000 + i * FRAME, FRAME), i * FRAME_NANOS);
        Heard heard = end(100 * FRAME_NANOS);
        assertThat(heard.share(CALLER, 440, SECOND, SECOND)).isCloseTo(1, within(0.02));
    }

    /// A line that stood still for a while and then brought everything at once.
    @Test
    void sip_R3_aBurstIsSpreadOverTheTimeItBelongsTo() throws IOException {
        Speaker caller = Speaker.of(1);
        for (int i = 0; i < 150; i++) {
            long at = i >= 50 && i < 70 ? 70 * FRAME_NANOS : i * FRAME_NANOS;
            put(CALLER, caller.tone(440, i * FRAME, FRAME), at);
        }
        assertThat(end(150 * FRAME_NANOS).share(CALLER, 440, 0, 3 * SECOND)).isCloseTo(1, within(0.02));
    }

    @Test
    void sip_R3_packetsMayBeOfAnyLength() throws IOException {
        for (int length : new int[] {80, 240, 480, 800, 1600}) {
            written.reset();
            var fresh = new Tape(0, written);
            Speaker caller = Speaker.of(length);
            for (int at = 0; at < 2 * SECOND; at += length) {
                belt.put(Belt.Kind.PCMU, caller.tone(440, at, length), nanos(at));
                for (; !belt.isEmpty(); belt.free()) fresh.put(CALLER, belt.first(), belt.bytes());
            }
            fresh.end(nanos(2 * SECOND));
            assertThat(new Heard(written.toByteArray()).share(CALLER, 440, 0, 2 * SECOND))
                    .isCloseTo(1, within(0.02));
        }
    }

    /// Some gateways go on with the tone as voice while they tell of the key, and begin with it before.
    @Test
    void sip_D3_whileAKeyIsHeldThatSideIsSilent() throws IOException {
        Speaker caller = Speaker.of(1);
        Speaker other = Speaker.of(2);
        for (int i = 0; i < 150; i++) {
            put(CALLER, caller.loud(i * FRAME, FRAME), i * FRAME_NANOS);
            put(OTHER, other.loud(i * FRAME, FRAME), i * FRAME_NANOS);
            if (i >= 50 && i < 60) {
                RtpPacket key = caller.key(5, 50 * FRAME, (i - 49) * FRAME, i == 59);
                put(CALLER, Belt.Kind.KEY, key, i * FRAME_NANOS + 1);
            }
        }
        Heard heard = end(150 * FRAME_NANOS);
        assertThat(heard.isSilent(CALLER, 50 * FRAME - 480, 60 * FRAME + 480)).isTrue();
        assertThat(heard.soundUpTo(CALLER, 60 * FRAME)).isCloseTo(50 * FRAME - 480, within(5));
        assertThat(heard.soundFrom(CALLER, 60 * FRAME)).isCloseTo(60 * FRAME + 480, within(5));
        assertThat(heard.share(OTHER, 800, 0, 3 * SECOND)).isCloseTo(1, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"697, 1209", "941, 1477", "770, 1633"})
    void sip_D3_aKeyThatComesAsToneIsSilencedToo(int low, int high) throws IOException {
        var caller = new Speaker(1, 0, G711.PCMU);
        for (int i = 0; i < 150; i++) {
            RtpPacket packet = caller.tone(440, i * FRAME, FRAME);
            if (i >= 50 && i < 60) {
                for (int j = 0; j < FRAME; j++) {
                    double t = 2 * Math.PI * (i * FRAME + j) / SECOND;
                    packet.bytes()[packet.payloadAt() + j] =
                            G711.PCMU.encode((int) (5000 * Math.sin(low * t) + 5000 * Math.sin(high * t)));
                }
            }
            put(CALLER, packet, i * FRAME_NANOS);
        }
        Heard heard = end(150 * FRAME_NANOS);
        assertThat(heard.isSilent(CALLER, 50 * FRAME, 60 * FRAME)).isTrue();
        assertThat(heard.share(CALLER, 440, 0, 48 * FRAME - 480)).isCloseTo(1, within(0.02));
        assertThat(heard.share(CALLER, 440, 64 * FRAME, 80 * FRAME)).isCloseTo(1, within(0.02));
    }

    @Test
    void itEndsWhenItIsTooLong() throws IOException {
        var endless = new Tape(0, java.io.OutputStream.nullOutputStream());
        endless.end(Long.MAX_VALUE / 2);
        assertThat(endless.isFull()).isTrue();
        assertThat(endless.written()).isEqualTo(Tape.LONGEST);
    }

    @Test
    void whateverComesItHoldsNoMoreThanAMomentAndNeverFails() throws IOException {
        var random = new Random(7);
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextLong(nanos(3 * SECOND)) : random.nextLong(FRAME_NANOS);
            var speaker = new Speaker(random.nextInt(3), random.nextInt(20) == 0 ? random.nextInt() : 0, G711.PCMA);
            Side side = random.nextBoolean() ? CALLER : OTHER;
            switch (random.nextInt(4)) {
                case 0 ->
                    put(
                            side,
                            Belt.Kind.KEY,
                            speaker.key(random.nextInt(), random.nextInt(), random.nextInt(), false),
                            now);
                case 1 -> put(side, Belt.Kind.KEY, speaker.loud(random.nextInt(), random.nextInt(8)), now);
                default -> put(side, Belt.Kind.PCMA, speaker.loud(i * FRAME, random.nextInt(1400)), now);
            }
        }
        tape.end(now);
        assertThat(tape.written()).isEqualTo(now * G711.RATE / 1_000_000_000);
    }
}
