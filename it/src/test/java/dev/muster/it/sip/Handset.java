package dev.muster.it.sip;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The voice of a telephone whose SIP is [Sipp]'s: it hums to whoever speaks to it, presses keys, and remembers what it
/// has heard.
public final class Handset implements AutoCloseable {
    /// At what it hums unless it is said otherwise.
    private static final int HUM = 440;

    private static final int EVENT = 101;
    private static final int SSRC = 77;
    private static final long FRAME_NANOS = 20_000_000;
    private static final int SECONDS = 240;

    /// As people do: a fifth of a second.
    private static final int FRAMES_BETWEEN = 10;

    private final DatagramSocket socket;
    private final int hum;
    private final short[] heard = new short[SECONDS * G711.RATE];
    private final NavigableMap<Integer, Long> arrivals = new TreeMap<>();
    private int length;
    private int firstTimestamp;
    private volatile @Nullable SocketAddress other;
    private final Queue<Integer> keys = new ConcurrentLinkedQueue<>();

    public Handset() throws IOException {
        this(HUM);
    }

    /// Hums at so many hertz.
    public Handset(int hum) throws IOException {
        this.hum = hum;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("handset-ear").start(this::listen);
        Thread.ofPlatform().daemon().name("handset-mouth").start(this::speak);
    }

    /// Where it hears.
    public int port() {
        return socket.getLocalPort();
    }

    private void listen() {
        var packet = new RtpPacket();
        byte[] bytes = new byte[2048];
        while (!socket.isClosed()) {
            try {
                var datagram = new DatagramPacket(bytes, bytes.length);
                socket.receive(datagram);
                other = datagram.getSocketAddress();
                boolean isVoice = packet.read(bytes, 0, datagram.getLength()) && packet.payloadType() == 0;
                if (isVoice) hear(packet);
            } catch (IOException e) {
                return;
            }
        }
    }

    private synchronized void hear(RtpPacket packet) {
        if (length == 0) firstTimestamp = packet.timestamp();
        int at = packet.timestamp() - firstTimestamp;
        if (at < 0 || at + packet.payloadLength() > heard.length) return;
        G711.PCMU.decode(packet.bytes(), packet.payloadAt(), packet.payloadLength(), heard, at);
        length = Math.max(length, at + packet.payloadLength());
        arrivals.put(at, System.nanoTime());
    }

    private void speak() {
        long next = System.nanoTime();
        int free = 0;
        for (int frame = 0; !socket.isClosed(); frame++) {
            next += FRAME_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
            SocketAddress to = other;
            if (to == null) continue;
            Integer pressed = frame < free ? null : keys.poll();
            try {
                if (pressed != null) {
                    frame = press(pressed, frame, to);
                    free = frame + FRAMES_BETWEEN;
                    next = System.nanoTime();
                } else {
                    send(0, frame, frame * G711.FRAME, hum(frame), to);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte[] hum(int frame) {
        byte[] payload = new byte[G711.FRAME];
        for (int i = 0; i < payload.length; i++) {
            double at = (double) (frame * G711.FRAME + i) / G711.RATE;
            payload[i] = G711.PCMU.encode((int) (8000 * Math.sin(2 * Math.PI * hum * at)));
        }
        return payload;
    }

    /// As RFC 4733 has it: told of as long as it is held, and thrice that it isn't any more.
    private int press(int code, int from, SocketAddress to) throws IOException {
        int timestamp = from * G711.FRAME;
        int frame = from;
        for (int i = 1; i <= 8; i++) {
            int held = Math.min(i, 6) * G711.FRAME;
            byte flags = (byte) (i < 6 ? 10 : 0x8a);
            send(EVENT, frame++, timestamp, new byte[] {(byte) code, flags, (byte) (held >> 8), (byte) held}, to);
            if (i < 6) LockSupport.parkNanos(FRAME_NANOS);
        }
        return frame;
    }

    private void send(int type, int sequence, int timestamp, byte[] payload, SocketAddress to) throws IOException {
        byte[] bytes = ByteBuffer.allocate(RtpPacket.HEADER + payload.length)
                .put((byte) 0x80)
                .put((byte) type)
                .putShort((short) sequence)
                .putInt(timestamp)
                .putInt(SSRC)
                .put(payload)
                .array();
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /// Presses a digit, after those before.
    public void presses(int digit) {
        keys.add(digit);
    }

    /// All that it has heard so far, 8000 samples a second.
    public synchronized short[] heard() {
        return Arrays.copyOf(heard, length);
    }

    /// When that second of what it has heard was heard, in seconds since its beginning: a browser on a busy machine
    /// speaks
    /// for less time than goes by.
    public synchronized double cameAt(double second) {
        long came = arrivals.floorEntry((int) (second * G711.RATE)).getValue();
        return (came - arrivals.firstEntry().getValue()) / 1e9;
    }

    @Override
    public void close() {
        socket.close();
    }
}
