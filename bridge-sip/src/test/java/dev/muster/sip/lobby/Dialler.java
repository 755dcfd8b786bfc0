package dev.muster.sip.lobby;

import dev.muster.sip.call.Telephone;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLeg;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.voice.Side;
import dev.muster.sip.voice.SideOwner;
import dev.muster.sip.voice.Tap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Somebody who dials in or is called, presses keys, and hums.
final class Dialler implements SideOwner, Tap, AutoCloseable {
    private static final int SECONDS = 20;

    private final Telephone telephone;
    private final Side side;
    private final PhoneLeg leg;
    private final BlockingQueue<short[]> heard = new LinkedBlockingQueue<>();
    private @Nullable Call call;

    private Dialler(Telephone telephone, PhoneLegs legs, Beat beat) {
        this.telephone = telephone;
        side = new Side(beat, this);
        leg = legs.open(Protection.OFF, side).orElseThrow();
        side.owns(leg);
        side.tap(this);
    }

    /// Dials, and is answered.
    static Dialler dials(Telephone telephone, PhoneLegs legs, Beat beat, String number, String from)
            throws InterruptedException {
        var dialler = new Dialler(telephone, legs, beat);
        dialler.call = telephone.dials(number, from, dialler.leg.offer());
        String answer = telephone.hears(CallEvent.Answered.class).answer().orElseThrow();
        var _ = dialler.leg.accept(Sdp.parse(answer).orElseThrow());
        dialler.leg.answered();
        return dialler;
    }

    /// Is called, and lifts the receiver.
    static Dialler isCalled(Telephone telephone, PhoneLegs legs, Beat beat) throws InterruptedException {
        CallEvent.Incoming incoming = telephone.hears(CallEvent.Incoming.class);
        var dialler = new Dialler(telephone, legs, beat);
        dialler.call = incoming.call();
        Sdp offer = Sdp.parse(incoming.offer().orElseThrow()).orElseThrow();
        if (!(dialler.leg.answer(offer) instanceof Answer.Given(var ours, var _)))
            throw new AssertionError("they don't understand each other");
        incoming.call().answer(ours);
        telephone.hears(CallEvent.Answered.class);
        dialler.leg.answered();
        return dialler;
    }

    private Call calling() {
        if (call == null) throw new IllegalStateException("nobody has dialled yet");
        return call;
    }

    void presses(String keys) {
        if (!side.press(keys)) throw new AssertionError("no such keys");
    }

    void hums(int hertz) {
        side.playAgain(Tone.again(Tone.Note.of(1000, hertz)));
    }

    /// Doesn't want to hear anything for now.
    void holds() throws InterruptedException {
        calling().offer(leg.hold(true));
        String answer = telephone.hears(CallEvent.Agreed.class).answer().orElseThrow();
        var _ = leg.accept(Sdp.parse(answer).orElseThrow());
    }

    void hangsUp() {
        calling().hangUp(HangupReason.COMPLETED);
    }

    void isHungUpOn() throws InterruptedException {
        telephone.hears(CallEvent.Ended.class);
    }

    /// Waits until nothing but that is heard for a fifth of a second.
    void awaitTone(int hertz, int absent) throws InterruptedException {
        int inARow = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (inARow < 10) {
            if (System.nanoTime() > end) throw new AssertionError("no note of " + hertz + " Hz was heard");
            short[] frame = heard.poll(SECONDS, TimeUnit.SECONDS);
            if (frame == null) throw new AssertionError("nothing was heard");
            inARow = share(hertz, frame) > 0.5 && share(absent, frame) < 0.1 ? inARow + 1 : 0;
        }
    }

    /// How much of what is heard this note is: 0 to 1 (Goertzel).
    private static double share(int hertz, short[] samples) {
        double turn = 2 * Math.PI * hertz / G711.RATE;
        double one = 0;
        double two = 0;
        double all = 0;
        for (short sample : samples) {
            double next = sample + 2 * Math.cos(turn) * one - two;
            two = one;
            one = next;
            all += (double) sample * sample;
        }
        return 2 * (one * one + two * two - 2 * Math.cos(turn) * one * two) / samples.length / Math.max(all, 1);
    }

    @Override
    public void heard(RtpPacket packet, G711 law, long now) {
        var samples = new short[packet.payloadLength()];
        law.decode(packet.bytes(), packet.payloadAt(), packet.payloadLength(), samples, 0);
        heard.add(samples);
    }

    @Override
    public void state(LegState state) {
        // What is heard tells.
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {
        // On one machine it is good.
    }

    @Override
    public void close() {
        leg.close();
    }
}
