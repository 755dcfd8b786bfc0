package dev.muster.sip.voice;

import dev.muster.sip.phone.Telephone;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Key;
import dev.muster.sip.rtp.KeysHeard;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.tone.ToneKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;

/// What somebody has heard: packets, one after the other.
final class Heard {
    private final List<RtpPacket> packets = new ArrayList<>();

    static Heard of(Telephone telephone, int count) throws InterruptedException {
        var heard = new Heard();
        for (int i = 0; i < count; i++) heard.packets.add(telephone.hear());
        return heard;
    }

    /// What has come by now.
    static Heard now(BlockingQueue<byte[]> came) {
        var heard = new Heard();
        heard.add(came);
        return heard;
    }

    void add(BlockingQueue<byte[]> came) {
        for (byte[] bytes = came.poll(); bytes != null; bytes = came.poll()) {
            var packet = new RtpPacket();
            if (packet.read(bytes, 0, bytes.length)) packets.add(packet);
        }
    }

    List<RtpPacket> packets() {
        return packets;
    }

    List<Integer> types() {
        return packets.stream().map(RtpPacket::payloadType).distinct().toList();
    }

    boolean isWithoutGaps() {
        for (int i = 1; i < packets.size(); i++) {
            int step = packets.get(i).sequence() - packets.get(i - 1).sequence() & 0xffff;
            if (step != 1 || packets.get(i).ssrc() != packets.get(i - 1).ssrc()) return false;
        }
        return true;
    }

    /// All audio of it.
    short[] samples() {
        return samples(packets);
    }

    private static short[] samples(List<RtpPacket> packets) {
        var samples = new short[0];
        for (RtpPacket packet : packets) {
            if (packet.payloadType() != 0 && packet.payloadType() != 8) continue;
            G711 law = packet.payloadType() == 0 ? G711.PCMU : G711.PCMA;
            int before = samples.length;
            samples = Arrays.copyOf(samples, before + packet.payloadLength());
            law.decode(packet.bytes(), packet.payloadAt(), packet.payloadLength(), samples, before);
        }
        return samples;
    }

    /// In how many packets this note is to be heard, perhaps beside another one.
    long count(int hertz) {
        return packets.stream()
                .filter(packet -> share(hertz, samples(List.of(packet))) > 0.2)
                .count();
    }

    /// How many packets aren't silent.
    long loud() {
        return packets.stream()
                .filter(packet -> isLoud(samples(List.of(packet))))
                .count();
    }

    private static boolean isLoud(short[] samples) {
        return IntStream.range(0, samples.length).anyMatch(i -> Math.abs(samples[i]) > 100);
    }

    /// How much of all that is heard this note is: 0 to 1 (Goertzel).
    double share(int hertz) {
        return share(hertz, samples());
    }

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

    /// The keys that events tell of.
    String events(int payloadType) {
        var keys = new KeysHeard();
        var pressed = new StringBuilder();
        for (RtpPacket packet : packets) {
            if (packet.payloadType() != payloadType) continue;
            keys.event(packet, 0).forEach(key -> note(key, pressed));
        }
        return pressed.toString();
    }

    /// The keys that can be heard as tones.
    String tones() {
        var keys = new ToneKeys();
        var pressed = new StringBuilder();
        short[] samples = samples();
        keys.hear(samples, 0, samples.length).forEach(key -> note(key, pressed));
        return pressed.toString();
    }

    private static void note(Key key, StringBuilder pressed) {
        if (key instanceof Key.Pressed(char its)) pressed.append(its);
    }
}
