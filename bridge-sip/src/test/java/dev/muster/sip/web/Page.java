package dev.muster.sip.web;

import dev.muster.nostr.client.Await;
import dev.muster.sip.dtls.DtlsConnection;
import dev.muster.sip.dtls.DtlsEvent;
import dev.muster.sip.dtls.Fingerprint;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.dtls.Role;
import dev.muster.sip.dtls.SrtpKeys;
import dev.muster.sip.ice.Credentials;
import dev.muster.sip.ice.FullAgent;
import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Candidate;
import dev.muster.sip.sdp.Ice;
import dev.muster.sip.sdp.Media;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.srtp.MasterKey;
import dev.muster.sip.srtp.Profile;
import dev.muster.sip.srtp.SrtpReceiver;
import dev.muster.sip.srtp.SrtpSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A page in a browser that speaks with the bridge.
public final class Page implements AutoCloseable {
    static final String VOICE = "111 63 9 0 8 13 110 126";

    private static final String PASSWORD = "aPasswordThatNobodyAsksFor";
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private final Identity identity = Identity.create(new SecureRandom(), InstantSource.system());
    private final DtlsConnection dtls = new DtlsConnection(identity, this::send, this::hear);

    /// What came, opened.
    public final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    final BlockingQueue<byte[]> reports = new LinkedBlockingQueue<>();
    final BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();

    private volatile @Nullable FullAgent agent;
    private volatile @Nullable SrtpSender sender;
    private volatile @Nullable SrtpReceiver receiver;
    private final int ssrc = new SecureRandom().nextInt();
    private String ufrag = "page0";
    private int restarts;

    /// As Chromium writes it, with its own address hidden.
    String description(String setup, String formats, Fingerprint fingerprint) {
        return """
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            a=extmap-allow-mixed
            a=msid-semantic: WMS stream
            m=audio 9 UDP/TLS/RTP/SAVPF %s
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:%s
            a=ice-pwd:%s
            a=ice-options:trickle
            a=fingerprint:%s %s
            a=setup:%s
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=sendrecv
            a=msid:stream track
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:111 opus/48000/2
            a=rtcp-fb:111 transport-cc
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:63 red/48000/2
            a=fmtp:63 111/111
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:13 CN/8000
            a=rtpmap:110 telephone-event/48000
            a=rtpmap:126 telephone-event/8000
            """.formatted(
                formats, ufrag, PASSWORD, fingerprint.hash().text(), COLONS.formatHex(fingerprint.digest()), setup);
    }

    public Sdp offer() {
        return parsed(description("actpass", VOICE, identity.fingerprint()));
    }

    Sdp answer() {
        return parsed(description("active", VOICE, identity.fingerprint()));
    }

    static Sdp parsed(String description) {
        return Sdp.parse(description).orElseThrow();
    }

    /// Goes where the bridge's description says, and checks that way.
    void find(String description) throws IOException, InterruptedException {
        Media bridge = media(description);
        Ice ice = bridge.where().ice().orElseThrow();
        Candidate candidate = ice.candidates().getFirst();
        var found = new FullAgent(
                new InetSocketAddress(candidate.address(), candidate.port()),
                new Credentials(ice.ufrag(), ice.password()),
                InetAddress.getLoopbackAddress(),
                ufrag);
        Thread.ofVirtual().start(() -> read(found));
        found.nominate();
        agent = found;
    }

    void agreeOnKeys(String description) {
        List<Fingerprint> fingerprints = media(description).keys().fingerprints().stream()
                .flatMap(it -> Fingerprint.of(it.algorithm(), it.hash()).stream())
                .toList();
        dtls.start(Role.CLIENT, fingerprints);
    }

    /// Does both, and waits until it can speak.
    public void connect(String description) throws IOException, InterruptedException {
        find(description);
        agreeOnKeys(description);
        awaitKeys();
    }

    void awaitKeys() {
        Await.until(() -> sender != null);
    }

    /// Leaves its network; what was sent to its old address doesn't reach it any more.
    void leaveNetwork() {
        FullAgent now = agent;
        if (now != null) now.close();
        ufrag = "page" + ++restarts;
    }

    void check() throws IOException, InterruptedException {
        agent().nominate();
    }

    private FullAgent agent() {
        return Optional.ofNullable(agent).orElseThrow();
    }

    private static Media media(String description) {
        return parsed(description).media().getFirst();
    }

    private void read(FullAgent from) {
        try {
            while (true) {
                Optional<byte[]> datagram = from.receive(200);
                if (datagram.isPresent()) take(datagram.get());
                else if (from.isClosed()) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take(byte[] datagram) {
        SrtpReceiver opener = receiver;
        if (datagram[0] >= 20 && datagram[0] <= 63) {
            dtls.arrived(datagram, datagram.length);
        } else if (opener != null && RtpPacket.isRtcp(datagram, 0, datagram.length)) {
            int length = opener.unprotectRtcp(datagram, 0, datagram.length);
            if (length > 0) reports.add(Arrays.copyOf(datagram, length));
        } else if (opener != null) {
            int length = opener.unprotect(datagram, 0, datagram.length);
            if (length > 0) heard.add(Arrays.copyOf(datagram, length));
        }
    }

    private synchronized void hear(DtlsEvent event) {
        if (event instanceof DtlsEvent.Established(SrtpKeys keys)) {
            Profile profile = Profile.ofDtls(keys.profile().code()).orElseThrow();
            MasterKey.Pair pair = MasterKey.exported(profile, keys.exported());
            receiver = new SrtpReceiver(pair.server());
            sender = new SrtpSender(pair.client());
        }
        events.add(event);
    }

    private void send(byte[] bytes, int offset, int length) {
        FullAgent now = agent;
        try {
            if (now != null) now.send(Arrays.copyOfRange(bytes, offset, offset + length));
        } catch (IOException gone) {
            // It is sent again.
        }
    }

    /// Says a fiftieth of a second, with a header extension as browsers have it.
    public void say(int sequence, int payloadType, byte[] payload) {
        say(sequence, sequence * 160, payloadType, payload);
    }

    public void say(int sequence, int timestamp, int payloadType, byte[] payload) {
        var packet = new byte[20 + payload.length + SrtpSender.OVERHEAD];
        packet[0] = (byte) 0x90;
        packet[1] = (byte) payloadType;
        BigEndian.put16(packet, 2, sequence);
        BigEndian.put32(packet, 4, timestamp);
        BigEndian.put32(packet, 8, ssrc);
        BigEndian.put32(packet, 12, 0xBEDE0001);
        System.arraycopy(payload, 0, packet, 20, payload.length);
        SrtpSender protecting = Optional.ofNullable(sender).orElseThrow();
        synchronized (protecting) {
            send(packet, 0, protecting.protect(packet, 0, 20 + payload.length));
        }
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

    Identity identity() {
        return identity;
    }

    /// As a page that is closed: it says so.
    @Override
    public void close() {
        dtls.close();
    }

    /// As a process that is killed.
    public void die() {
        FullAgent now = agent;
        if (now != null) now.close();
    }
}
