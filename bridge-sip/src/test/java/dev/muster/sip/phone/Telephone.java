package dev.muster.sip.phone;

import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Crypto;
import dev.muster.sip.sdp.Media;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.srtp.MasterKey;
import dev.muster.sip.srtp.Profile;
import dev.muster.sip.srtp.SrtpReceiver;
import dev.muster.sip.srtp.SrtpSender;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A telephone that speaks with the bridge.
public final class Telephone implements AutoCloseable {
    private final DatagramSocket rtp = open();
    private final DatagramSocket rtcp = open();
    private final int ssrc = new SecureRandom().nextInt();
    private final Optional<MasterKey> key;

    /// What came, opened.
    public final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    final BlockingQueue<byte[]> reports = new LinkedBlockingQueue<>();

    private volatile @Nullable InetSocketAddress bridge;
    private volatile @Nullable InetSocketAddress bridgeReports;
    private final @Nullable SrtpSender sender;
    private volatile @Nullable SrtpReceiver receiver;
    private int version = 1;

    /// One that isn't encrypted.
    public Telephone() throws IOException {
        this(Optional.empty());
    }

    public Telephone(Profile profile) throws IOException {
        this(Optional.of(MasterKey.random(profile, new SecureRandom())));
    }

    private Telephone(Optional<MasterKey> key) throws IOException {
        this.key = key;
        sender = key.map(SrtpSender::new).orElse(null);
        Thread.ofVirtual().start(() -> read(rtp, heard));
        Thread.ofVirtual().start(() -> read(rtcp, reports));
    }

    private static DatagramSocket open() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) rtp.getLocalSocketAddress();
    }

    /// What it says of itself.
    public String description(String formats, String direction) {
        return description(address(), formats, direction, "");
    }

    public Sdp offer() {
        return sdp(description("0 8 13 101", "sendrecv"));
    }

    public Sdp with(String direction) {
        return sdp(description("0 8 13 101", direction));
    }

    String description(InetSocketAddress where, String formats, String direction, String more) {
        String crypto = key.map(it -> "a=crypto:1 " + it.profile().name() + " " + it.inline() + "|2^31\n")
                .orElse("");
        int events = Stream.of(formats.split(" "))
                .mapToInt(Integer::parseInt)
                .filter(type -> type >= 96)
                .findFirst()
                .orElse(101);
        return """
            v=0
            o=phone 4711 %d IN IP4 %s
            s=a call
            c=IN IP4 %s
            t=0 0
            m=audio %d %s %s
            a=rtcp:%d
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:13 CN/8000
            a=rtpmap:%d telephone-event/8000
            a=fmtp:%d 0-16
            a=%s
            %s\
            """.formatted(
                        version++,
                        where.getAddress().getHostAddress(),
                        where.getAddress().getHostAddress(),
                        where.getPort(),
                        key.isPresent() ? "RTP/SAVP" : "RTP/AVP",
                        formats,
                        rtcp.getLocalPort(),
                        events,
                        events,
                        direction,
                        crypto + more);
    }

    public static Sdp sdp(String description) {
        return Sdp.parse(description).orElseThrow();
    }

    /// Takes what the bridge says.
    public Media agree(String description) {
        Media media = sdp(description).media().getFirst();
        bridge = media.rtp().orElseThrow();
        bridgeReports = media.where().isMuxed() ? bridge : media.rtcp().orElseThrow();
        receiver = key.flatMap(ours -> media.keys().cryptos().stream()
                        .filter(crypto -> crypto.suite().equals(ours.profile().name()))
                        .findFirst())
                .flatMap(Telephone::key)
                .map(SrtpReceiver::new)
                .orElse(receiver);
        return media;
    }

    private static Optional<MasterKey> key(Crypto crypto) {
        return MasterKey.inline(Profile.ofSdes(crypto.suite()).orElseThrow(), crypto.key());
    }

    /// Says a fiftieth of a second.
    public byte[] say(int sequence, int payloadType, byte[] payload) throws IOException {
        return say(sequence, sequence * 160, payloadType, payload);
    }

    public byte[] say(int sequence, int timestamp, int payloadType, byte[] payload) throws IOException {
        var packet = new byte[RtpPacket.HEADER + payload.length + SrtpSender.OVERHEAD];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) payloadType;
        BigEndian.put16(packet, 2, sequence);
        BigEndian.put32(packet, 4, timestamp);
        BigEndian.put32(packet, 8, ssrc);
        System.arraycopy(payload, 0, packet, RtpPacket.HEADER, payload.length);
        int length = RtpPacket.HEADER + payload.length;
        if (sender != null) length = sender.protect(packet, 0, length);
        byte[] datagram = Arrays.copyOf(packet, length);
        send(datagram);
        return datagram;
    }

    void send(byte[] datagram) throws IOException {
        rtp.send(new DatagramPacket(datagram, datagram.length, bridge));
    }

    void report(byte[] datagram) throws IOException {
        rtcp.send(new DatagramPacket(datagram, datagram.length, bridgeReports));
    }

    private void read(DatagramSocket socket, BlockingQueue<byte[]> queue) {
        var packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
                take(Arrays.copyOf(packet.getData(), packet.getLength()), queue);
            }
        } catch (IOException closed) {
            // It has hung up.
        }
    }

    private synchronized void take(byte[] bytes, BlockingQueue<byte[]> queue) {
        SrtpReceiver opener = receiver;
        boolean isReport = RtpPacket.isRtcp(bytes, 0, bytes.length);
        int length = bytes.length;
        if (opener != null)
            length = isReport ? opener.unprotectRtcp(bytes, 0, length) : opener.unprotect(bytes, 0, length);
        if (length < 0) return;
        (isReport ? reports : queue).add(Arrays.copyOf(bytes, length));
    }

    public RtpPacket hear() throws InterruptedException {
        byte[] next = Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing is heard"));
        var packet = new RtpPacket();
        if (!packet.read(next, 0, next.length)) throw new AssertionError("that is no RTP");
        return packet;
    }

    byte[] report() throws InterruptedException {
        return Optional.ofNullable(reports.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing is reported"));
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
