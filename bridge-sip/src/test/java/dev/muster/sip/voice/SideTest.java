package dev.muster.sip.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.mix.Mixer;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.tone.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who hears whom, with telephones at real ports.
@Timeout(120)
class SideTest extends Switchroom {
    private static final int COMFORT_NOISE = 13;

    private static Tone note(int milliseconds, int hertz) {
        return Tone.once(Tone.Note.of(milliseconds, hertz));
    }

    @Test
    void twoTelephonesHearEachOther() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);

        ana.says(440, 25);
        ben.says(1000, 25);

        Heard byBen = ben.hears(25);
        Heard byAna = ana.hears(25);
        assertThat(byBen.share(440)).isGreaterThan(0.95);
        assertThat(byAna.share(1000)).isGreaterThan(0.95);
        assertThat(byBen.isWithoutGaps()).isTrue();
    }

    @Test
    void eachHearsItsOwnLaw() throws Exception {
        Caller ana = caller("0 101");
        Caller ben = caller("8 101");
        Side.join(ana.side, ben.side);

        ana.says(440, 25);
        ben.says(1000, 25);

        Heard byBen = ben.hears(25);
        Heard byAna = ana.hears(25);
        assertThat(byBen.types()).containsExactly(8);
        assertThat(byBen.share(440)).isGreaterThan(0.95);
        assertThat(byAna.types()).containsExactly(0);
        assertThat(byAna.share(1000)).isGreaterThan(0.95);
    }

    @Test
    void whatIsAgreedOnAnewCountsAtOnce() throws Exception {
        Caller ana = caller("0 101");
        Caller ben = caller("0 101");
        Side.join(ana.side, ben.side);
        ana.says(440, 1);
        int first = ben.hears(1).packets().getFirst().sequence();

        ben.describes("8 96", "sendrecv");
        ana.says(440, 20);

        Heard heard = ben.hears(20);
        assertThat(heard.types()).containsExactly(8);
        assertThat(heard.share(440)).isGreaterThan(0.95);
        assertThat(heard.packets().getFirst().sequence()).isEqualTo((first + 1) & 0xffff);
    }

    @Test
    void whoIsTransferredHearsAnotherInTheSameStream() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Caller cleo = caller();
        Side.join(ana.side, ben.side);
        ben.says(440, 5);
        Heard before = ana.hears(5);

        ben.side.park();
        Side.join(ana.side, cleo.side);
        ben.says(440, 5);
        settle(ben, 10);
        cleo.says(1000, 5);
        Heard after = ana.hears(5);

        assertThat(after.share(1000)).isGreaterThan(0.9);
        assertThat(after.packets().getFirst().ssrc())
                .isEqualTo(before.packets().getFirst().ssrc());
        assertThat(after.packets().getFirst().sequence())
                .isEqualTo((before.packets().getLast().sequence() + 1) & 0xffff);
        assertThat(ana.telephone.heard).isEmpty();
    }

    @Test
    void sip_S12_whatIsSaidToWhoHoldsIsNotMissingLater() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        ana.says(440, 5);
        RtpPacket before = ben.hears(5).packets().getLast();

        ben.describes(Caller.EVENTS, "sendonly");
        ana.says(440, 50);
        settle(ana, 55);
        ben.describes(Caller.EVENTS, "sendrecv");
        ana.says(440, 5);

        RtpPacket after = ben.hears(5).packets().getFirst();
        assertThat(after.ssrc()).isEqualTo(before.ssrc());
        assertThat(after.sequence()).isEqualTo((before.sequence() + 1) & 0xffff);
    }

    @Test
    void sip_S12_whoIsOnHoldIsNotHeard() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        ana.telephone.agree(ana.leg.hold(true));
        ana.leg.accept(ana.telephone.with("recvonly"));

        // Given to the side at once: of what is on its way, nobody knows when it has arrived.
        byte[] held = {(byte) 0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 42};
        var packet = new RtpPacket();
        assertThat(packet.read(held, 0, held.length)).isTrue();
        ana.side.rtp(packet, System.nanoTime());
        ana.telephone.agree(ana.leg.hold(false));
        ana.leg.accept(ana.telephone.offer());
        ana.says(1000, 5);

        Heard heard = ben.hears(5);
        assertThat(heard.share(1000)).isGreaterThan(0.9);
        assertThat(ana.tapped).hasSize(5);
    }

    @Test
    void sip_S13_comfortNoiseIsLeftOutAndNotMissing() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        for (int i = 0; i < 10; i++) {
            ana.says(440, 2);
            ana.send(COMFORT_NOISE, new byte[] {60});
        }

        Heard heard = ben.hears(20);
        assertThat(heard.types()).containsExactly(0);
        assertThat(heard.isWithoutGaps()).isTrue();
    }

    @Test
    void whileSomethingIsPlayedNobodyElseIsHeardAndNothingIsMissing() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        var over = new AtomicInteger();
        ben.says(440, 5);
        List<RtpPacket> all = new ArrayList<>(ana.hears(5).packets());

        assertThat(ana.side.play(note(1000, 1000), over::incrementAndGet)).isTrue();
        ben.says(440, 20);
        settle(ben, 25);
        Heard played = ana.hears(50);
        Await.until(() -> over.get() == 1);
        ben.says(440, 5);
        Heard after = ana.hears(5);

        assertThat(played.share(1000)).isGreaterThan(0.9);
        assertThat(after.share(440)).isGreaterThan(0.9);
        all.addAll(played.packets());
        all.addAll(after.packets());
        assertThat(all.stream()
                        .map(packet -> (packet.sequence() - all.getFirst().sequence()) & 0xffff))
                .isEqualTo(IntStream.range(0, 60).boxed().toList());
        assertThat(over).hasValue(1);
    }

    @Test
    void announcementsFollowEachOtherAndWhatIsPlayedAgainGoesOnBehindThem() throws Exception {
        Caller ana = caller();
        var over = new AtomicInteger();
        ana.side.playAgain(Tone.again(Tone.Note.of(1000, 440)));
        assertThat(ana.hears(10).share(440)).isGreaterThan(0.9);

        ana.side.play(note(100, 1000), over::incrementAndGet);
        ana.side.play(note(100, 1500), over::incrementAndGet);
        var both = new Heard();
        Await.until(() -> {
            both.add(ana.telephone.heard);
            return both.count(1500) == 5;
        });
        Heard behind = ana.hears(10);
        ana.side.quiet();

        assertThat(both.count(1000)).isEqualTo(5);
        assertThat(over).hasValue(2);
        assertThat(behind.share(440)).isGreaterThan(0.9);
    }

    @Test
    void whatIsStoppedIsNeverOver() throws Exception {
        Caller ana = caller();
        var over = new AtomicInteger();
        ana.side.play(note(10_000, 1000), () -> over.addAndGet(100));
        ana.hears(3);

        ana.side.quiet();
        ana.side.play(note(20, 440), over::incrementAndGet);

        Await.until(() -> over.get() > 0);
        assertThat(over).hasValue(1);
    }

    @Test
    void sip_R1_anAnnouncementIsOnlyOverOnceItCouldBeHeard() throws Exception {
        Caller ana = caller();
        var over = new AtomicInteger();
        ana.describes(Caller.EVENTS, "sendonly");
        Caller other = caller();

        ana.side.play(note(40, 1000), over::incrementAndGet);
        other.side.play(note(400, 1000), () -> over.addAndGet(10));
        Await.until(() -> over.get() > 0);
        assertThat(over).hasValue(10);

        ana.describes(Caller.EVENTS, "sendrecv");
        Await.until(() -> over.get() == 11);
        assertThat(ana.hears(2).share(1000)).isGreaterThan(0.8);
    }

    @Test
    void sip_R2_aBeepIsHeardOverWhoSpeaks() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        var spoken = new AtomicInteger();
        try (var _ = beat.with(() -> {
            ana.saysNow(500);
            ben.saysNow(600);
            if (spoken.incrementAndGet() != 2) return;
            ana.side.beep(Tone.BEEP);
            ben.side.beep(Tone.BEEP);
        })) {
            Await.until(() -> spoken.get() >= 40);
        }

        Heard byAna = ana.hears(40);
        Heard byBen = ben.hears(40);
        assertThat(byAna.count(1400)).isBetween(9L, 11L);
        assertThat(byAna.count(600)).isGreaterThan(30);
        assertThat(byBen.count(1400)).isBetween(9L, 11L);
        assertThat(byBen.count(500)).isGreaterThan(28);
        assertThat(byAna.isWithoutGaps()).isTrue();
    }

    @Test
    void sip_R2_aBeepIsHeardWhereNobodySpeaks() throws Exception {
        Caller ana = caller();

        ana.side.beep(Tone.BEEP);

        assertThat(ana.hears(10).share(1400)).isGreaterThan(0.9);
    }

    @Test
    void whoIsMutedIsSilentAndItsKeysAreKnown() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);
        ana.side.mute(true);

        ana.says(440, 10);
        ana.presses('5', 3);
        Await.until(() -> ana.pressed.length() == 1);
        ana.side.mute(false);
        ana.says(440, 10);

        Heard muted = ben.hears(10);
        Heard keys = ben.hears(8);
        Heard after = ben.hears(10);
        assertThat(muted.samples()).containsOnly((short) 0);
        assertThat(keys.events(Caller.EVENT)).isEqualTo("5");
        assertThat(after.share(440)).isGreaterThan(0.9);
        assertThat(ana.tapped).hasSize(10);
    }

    @Test
    void whoListensInHearsEachSideByItself() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Side.join(ana.side, ben.side);

        ana.says(440, 25);
        ben.says(1000, 25);
        settle(ana, 25);
        settle(ben, 25);
        ana.side.untap();
        ana.says(440, 1);
        ben.hears(26);

        var byAna = new LinkedBlockingQueue<>(ana.tapped);
        assertThat(byAna).hasSize(25);
        assertThat(Heard.now(byAna).share(440)).isGreaterThan(0.95);
        assertThat(Heard.now(new LinkedBlockingQueue<>(ben.tapped)).share(1000)).isGreaterThan(0.95);
    }

    @Test
    void sip_I2_inARoomEachHearsTheOthers() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Caller cleo = caller();
        var room = new Mixer();
        for (Caller caller : List.of(ana, ben, cleo)) {
            var member = new Member(caller.side);
            var _ = room.join(member, member);
            caller.side.speakTo(member);
        }
        var byCleo = new Heard();
        var byAna = new Heard();
        try (var _ = beat.with(room::mix);
                var _ = beat.with(() -> {
                    ana.saysNow(440);
                    ben.saysNow(1000);
                })) {
            Await.until(() -> {
                byCleo.add(cleo.telephone.heard);
                byAna.add(ana.telephone.heard);
                return byCleo.count(440) > 2 && byCleo.count(1000) > 2 && byAna.count(1000) > 2;
            });
        }

        assertThat(byAna.count(440)).isZero();
        assertThat(byAna.isWithoutGaps()).isTrue();
    }

    @Test
    void whoHasHungUpIsNotPlayedTo() throws Exception {
        Caller ana = caller();
        ana.leg.close();
        Await.until(() -> ana.states.contains(new LegState.Closed()));

        assertThat(ana.side.play(Tone.BEEP)).isFalse();
    }

    @Test
    void whateverIsSwitchedAtAnyTimeNothingIsMissing() throws Exception {
        Caller ana = caller();
        Caller ben = caller();
        Caller cleo = caller();
        var random = new Random(7);
        var over = new AtomicInteger();
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(5)) {
                case 0 -> Side.join(ana.side, ben.side);
                case 1 -> Side.join(ana.side, cleo.side);
                case 2 -> ben.side.park();
                case 3 -> ana.side.beep(Tone.BEEP);
                default -> ana.side.press("5");
            }
            ana.side.play(note(20, 1000), over::incrementAndGet);
            ben.says(440, 3);
            cleo.says(600, 3);
            int played = i + 1;
            Await.until(() -> over.get() == played);
            ben.says(440, 3);
            cleo.says(600, 3);
        }
        settle(ben, 360);
        settle(cleo, 360);

        Heard heard = Heard.now(ana.telephone.heard);
        assertThat(heard.packets()).hasSizeGreaterThan(100);
        assertThat(heard.isWithoutGaps()).isTrue();
    }
}
