package dev.muster.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What others have written is understood.
class SdpTest {
    static final String SESSION = """
        v=0
        o=alice 2890844526 2890844527 IN IP4 192.0.2.1
        s=-
        c=IN IP4 192.0.2.1
        t=0 0
        """;

    static final String PLAIN = SESSION + """
        m=audio 49170 RTP/AVP 8 0 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=ptime:20
        """;

    private static Media media(String text) {
        Sdp sdp = Sdp.parse(text).orElseThrow();
        assertThat(sdp.media()).hasSize(1);
        return sdp.media().getFirst();
    }

    @Test
    void aTelephoneIsUnderstood() {
        Media media = media(PLAIN);

        assertThat(Sdp.parse(PLAIN).orElseThrow().version()).isEqualTo("2890844527");
        assertThat(media.isAudio()).isTrue();
        assertThat(media.transport()).contains(Transport.PLAIN);
        assertThat(media.rtp()).contains(new InetSocketAddress("192.0.2.1", 49170));
        assertThat(media.rtcp()).contains(new InetSocketAddress("192.0.2.1", 49171));
        assertThat(media.voice().codecs()).containsExactly(Codec.PCMA, Codec.PCMU);
        assertThat(media.voice().events()).contains(new Events(101, 0x1ffff));
        assertThat(media.direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void linesMayEndAnyhow() {
        Sdp expected = Sdp.parse(PLAIN).orElseThrow();

        assertThat(Sdp.parse(PLAIN.replace("\n", "\r\n"))).contains(expected);
        assertThat(Sdp.parse(PLAIN.replace("\n", "\r"))).contains(expected);
        assertThat(Sdp.parse(PLAIN.stripTrailing())).contains(expected);
        assertThat(Sdp.parse(PLAIN + "\n\n")).contains(expected);
    }

    @Test
    void numbersThatAreFixedNeedNoMap() {
        Media media = media(SESSION + "m=audio 4000 RTP/AVP 0 8 13\n");

        assertThat(media.voice().codecs()).containsExactly(Codec.PCMU, Codec.PCMA);
        assertThat(media.voice().hasComfortNoise()).isTrue();
        assertThat(media.voice().events()).isEmpty();
    }

    @Test
    void aNumberThatIsMappedToSomethingElseIsThat() {
        assertThat(media(SESSION + "m=audio 4000 RTP/AVP 0 8\na=rtpmap:0 L16/8000\n")
                        .voice()
                        .codecs())
                .containsExactly(Codec.PCMA);
    }

    @Test
    void eventsOfAnotherRateAreOthers() {
        Media media = media(SESSION + """
            m=audio 4000 RTP/AVP 0 110 126
            a=rtpmap:110 telephone-event/48000
            a=rtpmap:126 telephone-event/8000
            """);

        assertThat(media.voice().events().orElseThrow().payloadType()).isEqualTo(126);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0-15; true",
                "0-11; true",
                "0,1,2,3,4,5,6,7,8,9,10,11; true",
                "0-9; false",
                "0-16,66,70; true",
                "0-255; true",
                "16; false",
                "nonsense; true",
                "9-0; true",
                "1-2-3; true"
            })
    void whichKeysAreUnderstood(String list, boolean every) {
        assertThat(new Events(101, Events.codes(list)).hasEveryKey()).isEqualTo(every);
    }

    @Test
    void theStreamsOwnLinesWinOverThoseOfAll() {
        Media media = media(SESSION.replace("t=0 0", "t=0 0\na=recvonly\na=setup:passive") + """
            m=audio 4000 RTP/AVP 0
            c=IN IP4 198.51.100.7
            a=sendonly
            a=setup:active
            """);

        assertThat(media.rtp()).contains(new InetSocketAddress("198.51.100.7", 4000));
        assertThat(media.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(media.keys().setup()).contains(Setup.ACTIVE);
    }

    @Test
    void whatIsSaidForAllCounts() {
        Media media = media("""
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            t=0 0
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            a=fingerprint:SHA-256 %s
            a=setup:actpass
            a=inactive
            m=audio 9 UDP/TLS/RTP/SAVPF 0
            c=IN IP4 0.0.0.0
            """.formatted(hash(32)));

        assertThat(media.where().ice().orElseThrow().ufrag()).isEqualTo("abcd");
        assertThat(media.keys().fingerprints()).hasSize(1);
        assertThat(media.keys().setup()).contains(Setup.ACTPASS);
        assertThat(media.direction()).isEqualTo(Direction.INACTIVE);
    }

    private static String hash(int length) {
        return "AB:".repeat(length - 1) + "AB";
    }

    @Test
    void anAddressMayBeOfEitherSort() throws Exception {
        Media media = media(SESSION + "m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::1\n");

        assertThat(media.where().address()).contains(InetAddress.ofLiteral("2001:db8::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IN IP4 phone.example",
                "IN IP4 2001:db8::1",
                "IN IP6 192.0.2.1",
                "IN IP4 224.2.1.1/127/3",
                "IN IP4 1234",
                "IN IP4 256.1.1.1",
                "IN IP6 fe80::1%eth0",
                "IN IP6 ::::",
                "ATM NSAP 47",
                ""
            })
    void whatIsNoAddressIsNone(String connection) {
        assertThat(media(SESSION + "m=audio 4000 RTP/AVP 0\nc=" + connection + "\n")
                        .rtp())
                .isEmpty();
    }

    @Test
    void rtcpMayBeElsewhere() {
        Media media = media(PLAIN + "a=rtcp:53020 IN IP4 192.0.2.1\na=rtcp-mux\n");

        assertThat(media.rtcp()).contains(new InetSocketAddress("192.0.2.1", 53020));
        assertThat(media.where().isMuxed()).isTrue();
        assertThat(media(PLAIN.replace("49170", "65535")).rtcp()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, sendrecv, SENDRECV, false",
        "192.0.2.1, sendonly, SENDONLY, true",
        "192.0.2.1, recvonly, RECVONLY, false",
        "192.0.2.1, inactive, INACTIVE, true",
        "0.0.0.0, sendrecv, SENDONLY, true",
        "0.0.0.0, sendonly, SENDONLY, true",
        "0.0.0.0, inactive, INACTIVE, true"
    })
    void sip_S12_holdIsUnderstoodHoweverItIsSaid(String address, String said, Direction direction, boolean isHold) {
        Media media = media(PLAIN.replace("192.0.2.1\nt", address + "\nt") + "a=" + said + "\n");

        assertThat(media.direction()).isEqualTo(direction);
        assertThat(media.isHold()).isEqualTo(isHold);
    }

    @Test
    void withIceNobodyIsOnHoldForHavingNoAddress() {
        assertThat(media(SESSION + "m=audio 9 UDP/TLS/RTP/SAVPF 0\nc=IN IP4 0.0.0.0\n")
                        .isHold())
                .isFalse();
    }

    @Test
    void sip_S4_keysAreRead() {
        Media media = media(SESSION + """
            m=audio 4000 RTP/SAVP 0
            a=crypto:1 AEAD_AES_128_GCM inline:AAAA|2^31
            a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:BBBB UNENCRYPTED_SRTP
            a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:CCCC WSH=128 -X
            a=crypto:x AES_CM_128_HMAC_SHA1_80 inline:DDDD
            a=crypto:4 AES_CM_128_HMAC_SHA1_80
            """);

        assertThat(media.transport()).contains(Transport.SDES);
        assertThat(media.keys().cryptos())
                .containsExactly(
                        new Crypto(1, "AEAD_AES_128_GCM", "inline:AAAA|2^31", List.of()),
                        new Crypto(2, "AES_CM_128_HMAC_SHA1_80", "inline:BBBB", List.of("UNENCRYPTED_SRTP")),
                        new Crypto(3, "AES_CM_128_HMAC_SHA1_80", "inline:CCCC", List.of("WSH=128", "-X")));
        assertThat(media.keys().cryptos()).extracting(Crypto::isPlain).containsExactly(true, false, true);
        assertThat(media.toString()).doesNotContain("AAAA");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fingerprintsAreReadUnlessTheyCanBeForged(String value, boolean isRead) {
        assertThat(media(SESSION + "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=fingerprint:" + value + "\n")
                        .keys()
                        .fingerprints())
                .hasSize(isRead ? 1 : 0);
    }

    static Stream<Arguments> fingerprintsAreReadUnlessTheyCanBeForged() {
        return Stream.of(
                argumentSet("SHA-256", "sha-256 " + hash(32), true),
                argumentSet("in another case", "SHA-256 " + hash(32).toLowerCase(Locale.ROOT), true),
                argumentSet("SHA-384", "sha-384 " + hash(48), true),
                argumentSet("SHA-512", "sha-512 " + hash(64), true),
                argumentSet("SHA-1", "sha-1 " + hash(20), false),
                argumentSet("too short", "sha-256 " + hash(31), false),
                argumentSet("no hash", "sha-256 AB:XY", false),
                argumentSet("nothing", "sha-256", false));
    }

    @Test
    void oldNamesOfDtlsAreUnderstood() {
        assertThat(media(SESSION + "m=audio 9 RTP/SAVPF 0\na=fingerprint:sha-256 " + hash(32) + "\n")
                        .transport())
                .contains(Transport.DTLS);
    }

    @Test
    void sip_W1_anOfferMayHaveNoCandidatesAndUnknownOnesArePassedOver() throws Exception {
        String ice = SESSION + """
            m=audio 9 UDP/TLS/RTP/SAVPF 0
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            """;
        assertThat(media(ice).where().ice())
                .contains(new Ice("abcd", "0123456789012345678901", false, List.of(), false));

        Ice found = media(ice + """
            a=candidate:1 1 udp 2113937151 0b1c.local 50000 typ host generation 0
            a=candidate:2 1 UDP 1677729535 198.51.100.7 50001 typ srflx raddr 0.0.0.0 rport 0
            a=candidate:3 1 tcp 1518280447 198.51.100.7 9 typ host tcptype active
            a=candidate:nonsense
            a=end-of-candidates
            """).where().ice().orElseThrow();
        InetAddress address = InetAddress.ofLiteral("198.51.100.7");
        assertThat(found.candidates())
                .containsExactly(
                        new Candidate("2", 1, "udp", 1_677_729_535, address, 50_001, "srflx"),
                        new Candidate("3", 1, "tcp", 1_518_280_447, address, 9, "host"));
        assertThat(found.isComplete()).isTrue();
        assertThat(found.toString()).doesNotContain("0123456789");
    }

    @Test
    void candidatesTrickleIn() {
        assertThat(Candidate.parse("candidate:842163049 1 udp 1677729535 198.51.100.7 46154 typ srflx raddr 10.0.0.17"))
                .hasValueSatisfying(candidate -> assertThat(candidate.port()).isEqualTo(46_154));
        assertThat(Candidate.parse("a=candidate:1 1 udp 1 2001:db8::1 4000 typ host"))
                .hasValueSatisfying(candidate -> assertThat(candidate.text())
                        .isEqualTo("candidate:1 1 udp 1 2001:db8:0:0:0:0:0:1 4000 typ host"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 1 198.51.100.7 4000 typ",
                "candidate:1 0 udp 1 198.51.100.7 4000 typ host",
                "candidate:1 1 udp -1 198.51.100.7 4000 typ host",
                "candidate:1 1 udp 4294967296 198.51.100.7 4000 typ host",
                "candidate:1 1 udp 1 198.51.100.7 65536 typ host",
                "candidate:1 1 udp 1 198.51.100.7 ４０ typ host",
                "candidate:1 1 udp 1 198.51.100.7 4000 host typ"
            })
    void whatIsNoCandidateIsNone(String text) {
        assertThat(Candidate.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNoDescriptionIsRefused(String text) {
        assertThat(Sdp.parse(text)).isEmpty();
    }

    static Stream<Arguments> whatIsNoDescriptionIsRefused() {
        return Stream.of(
                argumentSet("nothing", ""),
                argumentSet("no version", PLAIN.substring(4)),
                argumentSet("another version", PLAIN.replace("v=0", "v=1")),
                argumentSet("no origin", PLAIN.replaceFirst("o=.*\n", "")),
                argumentSet("half an origin", PLAIN.replace("IN IP4 192.0.2.1\ns", "\ns")),
                argumentSet("a line that is none", PLAIN + "hello\n"),
                argumentSet("a port that is none", PLAIN.replace("49170", "-1")),
                argumentSet("a port that is too high", PLAIN.replace("49170", "65536")),
                argumentSet("a stream without formats", SESSION + "m=audio 4000 RTP/AVP\n"),
                argumentSet("what isn't to be echoed", PLAIN.replace("RTP/AVP", "RTP/\u00e4")),
                argumentSet("a zero byte", PLAIN + "a=\0\n"),
                argumentSet("200 formats", SESSION + "m=audio 4000 RTP/AVP" + " 0".repeat(200) + "\n"),
                argumentSet("40 streams", SESSION + "m=audio 4000 RTP/AVP 0\n".repeat(40)),
                argumentSet("3000 lines", SESSION + "a=x\n".repeat(3000)),
                argumentSet("100 KB", SESSION + "a=" + "x".repeat(100_000)));
    }

    @Test
    void tooManyCandidatesAreCut() {
        String ice = SESSION + """
            m=audio 9 UDP/TLS/RTP/SAVPF 0
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            """;
        String candidate = "a=candidate:1 1 udp 1 198.51.100.7 4000 typ host\n";

        assertThat(media(ice + candidate.repeat(900))
                        .where()
                        .ice()
                        .orElseThrow()
                        .candidates())
                .hasSize(64);
    }

    @Test
    void aVideoIsNoAudioAndARefusedStreamIsRefused() {
        Sdp sdp = Sdp.parse(SESSION + """
            m=video 4000 RTP/AVP 96
            m=audio 0 RTP/AVP 0
            m=audio 0 UDP/TLS/RTP/SAVPF 0
            a=mid:1
            a=bundle-only
            m=audio 4000 UDP/FAX 0
            """).orElseThrow();

        assertThat(sdp.media()).extracting(Media::isAudio).containsExactly(false, true, true, false);
        assertThat(sdp.media())
                .extracting(media -> media.head().isRefused())
                .containsExactly(false, true, false, false);
    }
}
