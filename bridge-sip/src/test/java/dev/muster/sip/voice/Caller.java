package dev.muster.sip.voice;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLeg;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.phone.Telephone;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.tone.Sound;
import dev.muster.sip.tone.Tone;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Somebody with a telephone, and their side of a call.
final class Caller implements SideOwner, Tap, AutoCloseable {
    static final String EVENTS = "0 8 13 101";
    static final int EVENT = 101;

    final Telephone telephone;
    final Side side;
    final PhoneLeg leg;
    final G711 law;
    final Queue<LegState> states = new ConcurrentLinkedQueue<>();
    final Typed pressed = new Typed();
    final Typed tappedKeys = new Typed();
    final Queue<byte[]> tapped = new ConcurrentLinkedQueue<>();
    private int sequence = 100;
    private int timestamp = 16_000;
    private Random lossy = new Random(0);
    private int lost;
    private int sent;

    Caller(PhoneLegs legs, Beat beat, Telephone telephone, String formats) {
        this.telephone = telephone;
        law = formats.startsWith("8") ? G711.PCMA : G711.PCMU;
        side = new Side(beat, this);
        leg = legs.open(Protection.OPTIONAL, side).orElseThrow();
        side.owns(leg);
        side.keysTo(pressed);
        side.tap(this);
        describes(formats, "sendrecv");
    }

    /// Says what it can, and what it wants.
    void describes(String formats, String direction) {
        var given = (Answer.Given) leg.answer(Telephone.sdp(telephone.description(formats, direction)));
        telephone.agree(given.description());
    }

    /// Says a note, for so many fiftieths of a second.
    void says(int hertz, int packets) throws Exception {
        says(Tone.again(Tone.Note.of(1000, hertz)), packets);
    }

    void says(Sound sound, int packets) throws Exception {
        var frame = new short[G711.FRAME];
        var payload = new byte[G711.FRAME];
        for (int i = 0; i < packets; i++) {
            sound.read(200 + (long) i * G711.FRAME, frame, 0, G711.FRAME);
            law.encode(frame, 0, G711.FRAME, payload, 0);
            send(law.payloadType(), payload);
            advance();
        }
    }

    /// The same for one fiftieth, in the middle of something else.
    void saysNow(int hertz) {
        try {
            says(hertz, 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void advance() {
        timestamp += G711.FRAME;
    }

    /// From now on, so many of a hundred packets are lost.
    void losing(Random by, int percent) {
        lossy = by;
        lost = percent;
    }

    int sent() {
        return sent;
    }

    void forgetSent() {
        sent = 0;
    }

    void send(int payloadType, byte[] payload) throws Exception {
        int its = sequence++;
        if (lossy.nextInt(100) < lost) return;
        telephone.say(its, timestamp, payloadType, payload);
        sent++;
    }

    /// Presses a key for 100 ms.
    ///
    /// @param ends how many of the three packets of its end arrive
    void presses(char key, int ends) throws Exception {
        byte code = (byte) Key.ALL.indexOf(key);
        for (int held = 160; held <= 800; held += 160)
            send(EVENT, new byte[] {code, 10, (byte) (held >> 8), (byte) held});
        for (int i = 0; i < 3; i++) {
            byte[] end = {code, (byte) 0x8a, 800 >> 8, (byte) (800 & 0xff)};
            if (i < ends) send(EVENT, end);
            else sequence++;
        }
        timestamp += 8 * G711.FRAME;
    }

    Heard hears(int packets) throws InterruptedException {
        return Heard.of(telephone, packets);
    }

    @Override
    public void heard(RtpPacket packet, G711 its, long now) {
        var bytes = new byte[RtpPacket.HEADER + packet.payloadLength()];
        bytes[0] = (byte) 0x80;
        bytes[1] = (byte) its.payloadType();
        System.arraycopy(packet.bytes(), packet.payloadAt(), bytes, RtpPacket.HEADER, packet.payloadLength());
        tapped.add(bytes);
    }

    @Override
    public void pressed(char key, long now) {
        tappedKeys.pressed(key);
    }

    @Override
    public void state(LegState state) {
        states.add(state);
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {}

    @Override
    public void close() {
        leg.close();
        telephone.close();
    }
}
