package dev.muster.sip.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// Whatever is offered is answered with something that can be read, or refused.
class SdpFuzzTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("203.0.113.5", 40_000);
    private static final List<Codec> CODECS = List.of(Codec.PCMU, Codec.PCMA);
    private static final Crypto KEY = new Crypto(1, "AEAD_AES_128_GCM", "inline:OURS", List.of());
    private static final List<Ours> LEGS = List.of(
            new PlainMedia(HERE, CODECS, Direction.SENDRECV, List.of(), true),
            new PlainMedia(HERE, CODECS, Direction.SENDONLY, List.of(KEY), false),
            new WebRtcMedia(
                    List.of(Candidate.host("1", 1, HERE.getAddress(), HERE.getPort())),
                    CODECS,
                    Direction.SENDRECV,
                    "ours",
                    "ourpasswordourpassword",
                    new Fingerprint("sha-256", HexFormat.of().parseHex("ab".repeat(32))),
                    new WebRtcMedia.Identity(1, "bridge")));

    @FuzzTest
    void anything(byte @NotNull [] bytes) {
        answer(new String(bytes, UTF_8));
    }

    /// What comes behind a beginning that is right.
    @FuzzTest
    void anyStreams(byte @NotNull [] bytes) {
        answer("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n"
                + new String(bytes, UTF_8));
    }

    @FuzzTest
    void anyCandidate(byte @NotNull [] bytes) {
        Candidate.parse("candidate:" + new String(bytes, UTF_8))
                .ifPresent(candidate ->
                        assertThat(Candidate.parse(candidate.text())).contains(candidate));
    }

    private static void answer(String text) {
        Sdp.parse(text).ifPresent(offer -> {
            for (Ours ours : LEGS) {
                switch (Agreement.of(offer, ours)) {
                    case Agreement.Agreed agreed -> {
                        String answer = new OurSession(new Random(1)).answer(offer, agreed, ours);
                        assertThat(Sdp.parse(answer).orElseThrow().media()).hasSameSizeAs(offer.media());
                    }
                    case Agreement.Refused(Agreement.Reason why) ->
                        assertThat(why).isNotNull();
                }
            }
        });
    }
}
