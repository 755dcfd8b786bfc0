package dev.muster.sip.sdp;

import java.net.InetAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What we say of one leg over time. With whatever changes it gets another version, so the other side knows
/// what it has seen already (RFC 3264, 8). Used by one thread at a time.
public final class OurSession {
    /// What we call events where the other side hasn't said yet: as most do.
    private static final Events EVENTS = new Events(101, Events.ALL_KEYS);

    private static final String WEBRTC = "UDP/TLS/RTP/SAVPF";

    private final long id;
    private long version = 1;
    private String said = "";

    public OurSession(RandomGenerator random) {
        // 62 bits: some read it as a signed number.
        id = random.nextLong() >>> 2;
    }

    /// Says what we have, and would like.
    public String offer(Ours ours) {
        var voice = new Voice(ours.codecs(), Optional.of(EVENTS), false);
        var lines = new Lines();
        switch (ours) {
            case PlainMedia plain -> VoiceText.plain(lines, plain, protocol(plain), voice, plain.direction());
            case WebRtcMedia webRtc -> {
                VoiceText.webRtcSession(lines, Optional.of("0"));
                VoiceText.webRtc(lines, webRtc, WEBRTC, voice, webRtc.direction(), Setup.ACTPASS);
                lines.attribute("mid", "0").attribute("rtcp-mux");
            }
        }
        return text(ours.address().getAddress(), lines);
    }

    private static String protocol(PlainMedia plain) {
        return plain.cryptos().isEmpty() ? "RTP/AVP" : "RTP/SAVP";
    }

    /// Says what we take of an offer: each of its streams is answered, in its place.
    public String answer(Sdp offer, Agreement.Agreed agreed, Ours ours) {
        var lines = new Lines();
        Optional<String> mid = agreed.theirs().head().mid();
        if (ours instanceof WebRtcMedia) VoiceText.webRtcSession(lines, mid.filter(offer.bundle()::contains));
        int taken = offer.media().indexOf(agreed.theirs());
        for (int i = 0; i < offer.media().size(); i++) {
            Media media = offer.media().get(i);
            if (i == taken) answer(lines, agreed, ours);
            else refuse(lines, media);
            media.head().mid().ifPresent(name -> lines.attribute("mid", name));
        }
        return text(ours.address().getAddress(), lines);
    }

    private static void answer(Lines lines, Agreement.Agreed agreed, Ours ours) {
        String protocol = agreed.theirs().head().protocol();
        boolean isMuxed = agreed.theirs().where().isMuxed();
        switch (ours) {
            case PlainMedia plain -> {
                var muxed = new PlainMedia(
                        plain.address(),
                        plain.codecs(),
                        plain.direction(),
                        plain.cryptos(),
                        plain.isMuxed() && isMuxed);
                VoiceText.plain(lines, muxed, protocol, agreed.voice(), agreed.direction());
            }
            case WebRtcMedia webRtc -> {
                VoiceText.webRtc(lines, webRtc, protocol, agreed.voice(), agreed.direction(), Setup.PASSIVE);
                if (isMuxed) lines.attribute("rtcp-mux");
            }
        }
    }

    private static void refuse(Lines lines, Media media) {
        Media.Head head = media.head();
        lines.line('m', head.kind() + " 0 " + head.protocol() + " " + String.join(" ", head.formats()));
        lines.line('c', "IN IP4 0.0.0.0");
        lines.attribute("inactive");
    }

    private String text(InetAddress address, Lines body) {
        String now = Addresses.connection(address) + body;
        if (!said.isEmpty() && !said.equals(now)) version++;
        said = now;
        return new Lines()
                        .line('v', "0")
                        .line('o', "- " + id + " " + version + " " + Addresses.connection(address))
                        .line('s', "-")
                        .line('t', "0 0")
                        .toString()
                + body;
    }
}
