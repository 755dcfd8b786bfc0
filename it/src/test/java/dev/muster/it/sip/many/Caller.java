package dev.muster.it.sip.many;

import dev.muster.sip.dtls.DtlsConnection;
import dev.muster.sip.dtls.DtlsEvent;
import dev.muster.sip.dtls.Fingerprint;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.dtls.Role;
import dev.muster.sip.dtls.SrtpKeys;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Ice;
import dev.muster.sip.sdp.Media;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.srtp.MasterKey;
import dev.muster.sip.srtp.Profile;
import dev.muster.sip.srtp.SrtpReceiver;
import dev.muster.sip.srtp.SrtpSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a browser is to a bridge: looks for a way by ICE, agrees on keys by DTLS, and speaks SRTP.
final class Caller extends End {
    private static final long BETWEEN_CHECKS_MS = 100;
    private static final long SECONDS_TO_CONNECT = 30;
    private static final int LAST_OF_STUN = 3;
    private static final int FIRST_OF_RTP = 128;
    private static final int HANDSHAKE = 22;
    private static final int MESSAGE_AT = 13;
    private static final int CLIENT_HELLO = 1;

    private final Fingerprint fingerprint;
    private final DtlsConnection dtls;
    private final String ufrag = random(4);
    private final String password = random(16);
    private final CountDownLatch found = new CountDownLatch(1);
    private final CompletableFuture<SrtpKeys> agreed = new CompletableFuture<>();

    private volatile @Nullable Ice theirs;
    private volatile @Nullable SrtpSender sender;
    private volatile @Nullable SrtpReceiver receiver;

    Caller(Tally tally, Identity identity) throws IOException {
        super(tally);
        fingerprint = identity.fingerprint();
        dtls = new DtlsConnection(identity, this::send, this::hear);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// What a browser says that has a microphone.
    String offer() {
        String hash = HexFormat.ofDelimiter(":").withUpperCase().formatHex(fingerprint.digest());
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=audio " + port() + " UDP/TLS/RTP/SAVPF 0 126",
                "c=IN IP4 127.0.0.1",
                "a=rtcp:9 IN IP4 0.0.0.0",
                "a=candidate:1 1 udp 2113937151 127.0.0.1 " + port() + " typ host",
                "a=ice-ufrag:" + ufrag,
                "a=ice-pwd:" + password,
                "a=fingerprint:" + fingerprint.hash().text() + " " + hash,
                "a=setup:actpass",
                "a=mid:0",
                "a=sendrecv",
                "a=rtcp-mux",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:126 telephone-event/8000",
                "");
    }

    /// Goes where it is told to, and waits until it can speak.
    void connect(String answer) throws Exception {
        Media media = Sdp.parse(answer)
                .orElseThrow(() -> new AssertionError("no description: " + answer))
                .media()
                .getFirst();
        Ice ice = media.where().ice().orElseThrow(() -> new AssertionError("no ICE: " + answer));
        theirs = ice;
        var candidate = ice.candidates().getFirst();
        other = new InetSocketAddress(candidate.address(), candidate.port());
        look();
        List<Fingerprint> fingerprints = media.keys().fingerprints().stream()
                .flatMap(it -> Fingerprint.of(it.algorithm(), it.hash()).stream())
                .toList();
        dtls.start(Role.CLIENT, fingerprints);
        use(agreed.get(SECONDS_TO_CONNECT, TimeUnit.SECONDS));
    }

    /// Asks again and again: datagrams get lost, also on one machine.
    private void look() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_CONNECT);
        do {
            if (System.nanoTime() > end) throw new AssertionError("no way to the server was found");
            stay();
        } while (!found.await(BETWEEN_CHECKS_MS, TimeUnit.MILLISECONDS));
    }

    private void use(SrtpKeys keys) {
        Profile profile = Profile.ofDtls(keys.profile().code()).orElseThrow();
        MasterKey.Pair pair = MasterKey.exported(profile, keys.exported());
        receiver = new SrtpReceiver(pair.server());
        sender = new SrtpSender(pair.client());
    }

    /// How what they say is protected.
    String protection() {
        return agreed.join().profile().name();
    }

    private void hear(DtlsEvent event) {
        switch (event) {
            case DtlsEvent.Established(var keys) -> agreed.complete(keys);
            case DtlsEvent.Failed(var why) -> agreed.completeExceptionally(new AssertionError("no keys: " + why));
            case DtlsEvent.Ended() -> {
                // Whoever ends a call here knows of it.
            }
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        try {
            channel.send(ByteBuffer.wrap(bytes, offset, length), other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void take(byte[] bytes, int length, InetSocketAddress from) throws IOException {
        int first = length == 0 ? LAST_OF_STUN + 1 : bytes[0] & 0xff;
        if (first <= LAST_OF_STUN) {
            if (Stun.isAnswer(bytes, length)) found.countDown();
            if (Stun.isCheck(bytes, length)) channel.send(Stun.answer(bytes, from, password), from);
        } else if (first < FIRST_OF_RTP) {
            // rtpengine begins by itself, as long as it hasn't been answered that we do.
            if (!isHello(bytes, length)) dtls.arrived(bytes, length);
        } else {
            SrtpReceiver opener = receiver;
            if (opener == null || RtpPacket.isRtcp(bytes, 0, length)) return;
            hear(bytes, opener.unprotect(bytes, 0, length));
        }
    }

    private static boolean isHello(byte[] bytes, int length) {
        return length > MESSAGE_AT && bytes[0] == HANDSHAKE && bytes[MESSAGE_AT] == CLIENT_HELLO;
    }

    @Override
    boolean isReady() {
        return sender != null;
    }

    @Override
    int sealed(byte[] bytes, int length) {
        SrtpSender protecting = sender;
        return protecting == null ? -1 : protecting.protect(bytes, 0, length);
    }

    /// As browsers do, so that one knows that they still want to hear something (RFC 7675).
    @Override
    void stay() throws IOException {
        Ice ice = theirs;
        if (ice != null) channel.send(Stun.check(ice.ufrag() + ":" + ufrag, ice.password()), other);
    }

    @Override
    public void close() throws IOException {
        dtls.close();
        super.close();
    }
}
