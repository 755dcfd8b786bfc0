package dev.muster.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What we say to an offer, and what we offer.
class AnswerTest {
    /// As Chromium offers, less most of its codecs and extensions.
    private static final String BROWSER = """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1 2
        a=extmap-allow-mixed
        a=msid-semantic: WMS 6bd6
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:4ZcD
        a=ice-pwd:2/1muCWoOi3uLifh0NuRHlZY
        a=ice-options:trickle
        a=fingerprint:sha-256 %s
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=sendrecv
        a=msid:6bd6 audio
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        m=video 0 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 0.0.0.0
        a=bundle-only
        a=mid:1
        a=rtpmap:96 VP8/90000
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=mid:2
        a=sctp-port:5000
        """.formatted("0F:".repeat(31) + "0F");

    private static final List<Codec> BOTH = List.of(Codec.PCMU, Codec.PCMA);
    private static final InetSocketAddress HERE = new InetSocketAddress("203.0.113.5", 40_000);
    private static final Crypto OUR_KEY = new Crypto(7, "AEAD_AES_128_GCM", "inline:OURS", List.of());

    private final OurSession session = new OurSession(new Random(1));

    private static WebRtcMedia webRtc(Direction direction) {
        return webRtc(direction, Candidate.host("1", 2_130_706_431L, HERE.getAddress(), HERE.getPort()));
    }

    private static WebRtcMedia webRtc(Direction direction, Candidate... candidates) {
        return new WebRtcMedia(
                List.of(candidates),
                BOTH,
                direction,
                "ours",
                "ourpasswordourpassword",
                new Fingerprint("sha-256", HexFormat.of().parseHex("ab".repeat(32))),
                new WebRtcMedia.Identity(0xf000_0000, "bridge"));
    }

    private static PlainMedia plain(Direction direction, Crypto... cryptos) {
        return new PlainMedia(HERE, BOTH, direction, List.of(cryptos), true);
    }

    private String answer(String offer, Ours ours) {
        Sdp sdp = Sdp.parse(offer).orElseThrow();
        return session.answer(sdp, agreed(offer, ours), ours);
    }

    private static Agreement.Agreed agreed(String offer, Ours ours) {
        Agreement agreement = Agreement.of(Sdp.parse(offer).orElseThrow(), ours);
        assertThat(agreement).isInstanceOf(Agreement.Agreed.class);
        return (Agreement.Agreed) agreement;
    }

    private static Agreement.Reason refused(String offer, Ours ours) {
        Agreement agreement = Agreement.of(Sdp.parse(offer).orElseThrow(), ours);
        assertThat(agreement).isInstanceOf(Agreement.Refused.class);
        return ((Agreement.Refused) agreement).why();
    }

    @Test
    void sip_W7_aBrowserIsAnsweredWithG711AndKeysOnly() {
        assertThat(answer(BROWSER, webRtc(Direction.SENDRECV)))
                .isEqualTo("""
                    v=0
                    o=- %s 1 IN IP4 203.0.113.5
                    s=-
                    t=0 0
                    a=ice-lite
                    a=group:BUNDLE 0
                    a=msid-semantic: WMS *
                    m=audio 40000 UDP/TLS/RTP/SAVPF 0 8 126
                    c=IN IP4 203.0.113.5
                    a=rtpmap:0 PCMU/8000
                    a=rtpmap:8 PCMA/8000
                    a=rtpmap:126 telephone-event/8000
                    a=fmtp:126 0-15
                    a=ptime:20
                    a=sendrecv
                    a=ice-ufrag:ours
                    a=ice-pwd:ourpasswordourpassword
                    a=fingerprint:sha-256 %s
                    a=setup:passive
                    a=msid:bridge voice
                    a=ssrc:4026531840 cname:bridge
                    a=candidate:1 1 udp 2130706431 203.0.113.5 40000 typ host
                    a=end-of-candidates
                    a=rtcp-mux
                    a=mid:0
                    m=video 0 UDP/TLS/RTP/SAVPF 96 97
                    c=IN IP4 0.0.0.0
                    a=inactive
                    a=mid:1
                    m=application 0 UDP/DTLS/SCTP webrtc-datachannel
                    c=IN IP4 0.0.0.0
                    a=inactive
                    a=mid:2
                    """.formatted(new Random(1).nextLong() >>> 2, "AB:".repeat(31) + "AB")
                        .replace("\n", "\r\n"));
    }

    @Test
    void sip_W7_whoKnowsNoG711IsRefused() {
        String opusOnly = BROWSER.replace("111 63 9 0 8 13 110 126", "111 63 9 110 126");

        assertThat(refused(opusOnly, webRtc(Direction.SENDRECV))).isEqualTo(Agreement.Reason.NO_COMMON_CODEC);
    }

    @Test
    void sip_W7_onlyWhatTheOtherLegSpeaksIsTaken() {
        var onlyA = new PlainMedia(HERE, List.of(Codec.PCMA), Direction.SENDRECV, List.of(), false);

        assertThat(agreed(SdpTest.PLAIN, onlyA).voice().codecs()).containsExactly(Codec.PCMA);
        assertThat(agreed(SdpTest.PLAIN, plain(Direction.SENDRECV)).voice().codecs())
                .as("as they prefer it")
                .containsExactly(Codec.PCMA, Codec.PCMU);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatCannotBeIsRefused(String offer, Ours ours, Agreement.Reason why) {
        assertThat(refused(offer, ours)).isEqualTo(why);
    }

    static Stream<Arguments> whatCannotBeIsRefused() {
        WebRtcMedia webRtc = webRtc(Direction.SENDRECV);
        PlainMedia plain = plain(Direction.SENDRECV);
        return Stream.of(
                argumentSet("no audio", SdpTest.SESSION, plain, Agreement.Reason.NO_AUDIO),
                argumentSet("video only", SdpTest.PLAIN.replace("=audio", "=video"), plain, Agreement.Reason.NO_AUDIO),
                argumentSet("refused", SdpTest.PLAIN.replace("49170", "0"), plain, Agreement.Reason.NO_AUDIO),
                argumentSet("no audio in a browser", SdpTest.SESSION, webRtc, Agreement.Reason.NO_AUDIO),
                argumentSet("in clear, from a browser", SdpTest.PLAIN, webRtc, Agreement.Reason.OTHER_TRANSPORT),
                argumentSet("a browser on the telephone", BROWSER, plain, Agreement.Reason.OTHER_TRANSPORT),
                argumentSet("nowhere", SdpTest.PLAIN.replaceFirst("c=.*\n", ""), plain, Agreement.Reason.NO_ADDRESS),
                argumentSet(
                        "no fingerprint",
                        BROWSER.replaceFirst("a=fingerprint.*\n", ""),
                        webRtc,
                        Agreement.Reason.NO_KEY),
                argumentSet(
                        "one that can be forged", BROWSER.replace("sha-256", "sha-1"), webRtc, Agreement.Reason.NO_KEY),
                argumentSet("no ICE", BROWSER.replaceFirst("a=ice-pwd.*\n", ""), webRtc, Agreement.Reason.NO_ICE),
                argumentSet(
                        "who waits to be found as well",
                        BROWSER.replace("t=0 0", "t=0 0\na=ice-lite"),
                        webRtc,
                        Agreement.Reason.NO_ICE),
                argumentSet(
                        "who waits for us to begin",
                        BROWSER.replace("setup:actpass", "setup:passive"),
                        webRtc,
                        Agreement.Reason.NOBODY_BEGINS));
    }

    @Test
    void theAudioIsFoundBehindOtherStreams() {
        String video = BROWSER.substring(BROWSER.indexOf("m=video"), BROWSER.indexOf("m=application"));
        String audio = BROWSER.substring(BROWSER.indexOf("m=audio"), BROWSER.indexOf("m=video"));
        String behind =
                BROWSER.replace(audio + video, video + audio.replace("m=audio 9", "m=audio 0") + "a=bundle-only\n");
        String answer = answer(behind, webRtc(Direction.SENDRECV));

        assertThat(answer).contains("a=group:BUNDLE 0\r\n");
        assertThat(answer.lines().filter(line -> line.startsWith("m=") || line.startsWith("a=mid")))
                .containsExactly(
                        "m=video 0 UDP/TLS/RTP/SAVPF 96 97",
                        "a=mid:1",
                        "m=audio 40000 UDP/TLS/RTP/SAVPF 0 8 126",
                        "a=mid:0",
                        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                        "a=mid:2");
    }

    @Test
    void ofTwoThatAreAlikeTheFirstIsTaken() {
        String twice = SdpTest.PLAIN + "m=audio 49180 RTP/AVP 0\n".repeat(2);

        assertThat(answer(twice, plain(Direction.SENDRECV)).lines().filter(line -> line.startsWith("m=")))
                .containsExactly("m=audio 40000 RTP/AVP 8 0 101", "m=audio 0 RTP/AVP 0", "m=audio 0 RTP/AVP 0");
    }

    @Test
    void withoutGroupsAndNamesNoneAreMade() {
        String bare = BROWSER.replaceAll("a=(group|mid|rtcp-mux|bundle-only).*\n", "");

        assertThat(answer(bare, webRtc(Direction.SENDRECV))).doesNotContain("group", "a=mid", "rtcp-mux");
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, SENDRECV, sendrecv",
        "sendonly, SENDRECV, recvonly",
        "inactive, SENDRECV, inactive",
        "recvonly, SENDRECV, sendonly",
        "sendrecv, SENDONLY, sendonly",
        "recvonly, SENDONLY, sendonly",
        "sendonly, SENDONLY, inactive"
    })
    void sip_S12_holdIsAnsweredByListening(String offered, Direction ours, String answered) {
        assertThat(answer(SdpTest.PLAIN + "a=" + offered + "\n", plain(ours))).contains("a=" + answered + "\r\n");
        assertThat(answer(BROWSER.replace("a=sendrecv", "a=" + offered), webRtc(ours)))
                .contains("a=" + answered + "\r\n");
    }

    @Test
    void sip_S12_theOldHoldIsAnsweredToo() {
        String held = SdpTest.PLAIN.replace("c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0");

        assertThat(answer(held, plain(Direction.SENDRECV))).contains("a=recvonly\r\n");
        assertThat(agreed(held, plain(Direction.SENDRECV)).theirs().rtp()).isEmpty();
    }

    @Test
    void sip_S12_onlyWhatIsNewGetsANewVersion() {
        Ours ours = plain(Direction.SENDRECV);
        String first = answer(SdpTest.PLAIN, ours);
        String same = answer(SdpTest.PLAIN, ours);
        String held = answer(SdpTest.PLAIN + "a=sendonly\n", ours);
        String resumed = session.offer(ours);

        assertThat(same).isEqualTo(first);
        assertThat(Stream.of(first, held, resumed)
                        .map(text -> Sdp.parse(text).orElseThrow().version()))
                .containsExactly("1", "2", "3");
        assertThat(held).as("the same session").startsWith(first.substring(0, first.indexOf(" 1 IN IP4")));
    }

    @Test
    void sip_S4_theKeyIsAnsweredByOurs() {
        String offer = SdpTest.PLAIN.replace("RTP/AVP", "RTP/SAVP") + """
            a=crypto:6 AES_CM_128_HMAC_SHA1_80 inline:BBBB
            a=crypto:7 AEAD_AES_128_GCM inline:AAAA
            """;
        Agreement.Agreed agreed = agreed(offer, plain(Direction.SENDRECV, OUR_KEY));

        assertThat(agreed.crypto())
                .hasValueSatisfying(theirs -> assertThat(theirs.key()).isEqualTo("inline:AAAA"));
        assertThat(answer(offer, plain(Direction.SENDRECV, OUR_KEY)))
                .contains("m=audio 40000 RTP/SAVP 8 0 101\r\n", "a=crypto:7 AEAD_AES_128_GCM inline:OURS\r\n");
    }

    @Test
    void sip_S4_withoutACommonKeyThereIsNoCall() {
        PlainMedia ours = plain(Direction.SENDRECV, OUR_KEY);
        String savp = SdpTest.PLAIN.replace("RTP/AVP", "RTP/SAVP");

        assertThat(refused(SdpTest.PLAIN, ours)).as("in clear").isEqualTo(Agreement.Reason.OTHER_TRANSPORT);
        assertThat(refused(savp, ours)).as("without a key").isEqualTo(Agreement.Reason.NO_KEY);
        assertThat(refused(savp + "a=crypto:1 AEAD_AES_128_GCM inline:AAAA\n", ours))
                .as("another tag")
                .isEqualTo(Agreement.Reason.NO_KEY);
        assertThat(refused(savp + "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:AAAA\n", ours))
                .as("another suite")
                .isEqualTo(Agreement.Reason.NO_KEY);
        assertThat(refused(savp + "a=crypto:7 AEAD_AES_128_GCM inline:AAAA UNAUTHENTICATED_SRTP\n", ours))
                .as("with wishes")
                .isEqualTo(Agreement.Reason.NO_KEY);
        assertThat(refused(savp + "a=crypto:7 AEAD_AES_128_GCM inline:AAAA\n", plain(Direction.SENDRECV)))
                .as("if we have none")
                .isEqualTo(Agreement.Reason.OTHER_TRANSPORT);
    }

    @Test
    void weOfferATelephoneWhatItKnows() {
        assertThat(session.offer(plain(Direction.SENDRECV, OUR_KEY)).lines().skip(4))
                .containsExactly(
                        "m=audio 40000 RTP/SAVP 0 8 101",
                        "c=IN IP4 203.0.113.5",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20",
                        "a=sendrecv",
                        "a=crypto:7 AEAD_AES_128_GCM inline:OURS",
                        "a=rtcp-mux");
    }

    /// Two of us understand each other; a browser is no lite one, and begins.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWeOfferCanBeAnswered(boolean isBrowser) {
        Ours ours = isBrowser ? webRtc(Direction.SENDRECV) : plain(Direction.SENDRECV, OUR_KEY);
        String offer = session.offer(ours).replace("a=ice-lite\r\n", "");
        String answer = new OurSession(new Random(2)).answer(Sdp.parse(offer).orElseThrow(), agreed(offer, ours), ours);
        String theirs = answer.replace("a=ice-lite\r\n", "").replace("setup:passive", "setup:active");

        Agreement.Agreed agreed = agreed(theirs, ours);
        assertThat(agreed.voice().codecs()).isEqualTo(BOTH);
        assertThat(agreed.voice().events().map(Events::payloadType)).isEqualTo(Optional.of(101));
        assertThat(agreed.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(agreed.theirs().where().isMuxed()).isTrue();
    }

    @Test
    void anAddressMayBeOfTheOtherSort() {
        var ours = new PlainMedia(
                new InetSocketAddress("2001:db8::5", 40_000), BOTH, Direction.SENDRECV, List.of(), false);

        assertThat(answer(SdpTest.PLAIN, ours))
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:5\r\n")
                .doesNotContain("rtcp-mux");
    }

    @Test
    void nothingShowsAPassword() {
        assertThat(webRtc(Direction.SENDRECV).toString()).doesNotContain("ourpassword");
        assertThat(plain(Direction.SENDRECV, OUR_KEY).toString()).doesNotContain("OURS");
    }

    @Test
    void whoHasIpv6ComesByItAndWhoLooksAtNoCandidatesByIpv4() throws Exception {
        var media = webRtc(
                Direction.SENDRECV,
                Candidate.host("1", 2_130_706_431L, InetAddress.ofLiteral("2001:db8::5"), 40_006),
                Candidate.host("2", 2_130_706_175L, HERE.getAddress(), HERE.getPort()));

        Media said = Sdp.parse(session.offer(media)).orElseThrow().media().getFirst();

        assertThat(said.rtp()).contains(HERE);
        assertThat(said.where().ice().orElseThrow().candidates())
                .containsExactlyElementsOf(media.candidates())
                .isSortedAccordingTo(
                        Comparator.comparingLong(Candidate::priority).reversed());
    }
}
