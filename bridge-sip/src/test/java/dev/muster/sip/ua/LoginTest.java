package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.ua.digest.Proof;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trunks that want to know who we are, and where.
@Timeout(60)
class LoginTest {
    private static final Timing SECONDS = new Timing(
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            3,
            Duration.ofSeconds(1800),
            Duration.ofSeconds(90),
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofSeconds(5));

    private Peer peer;
    private @Nullable House lived;

    @BeforeEach
    void open() throws IOException {
        peer = new Peer();
    }

    @AfterEach
    void close() {
        if (lived != null) lived.close();
        peer.close();
    }

    private TrunkConfig trunk(boolean isRegistered, Optional<Server> route) {
        return new TrunkConfig(
                "trunk",
                List.of(peer.server()),
                Transport.UDP,
                "trunk.example",
                Optional.of(new Credentials("alice", "s3cret")),
                isRegistered,
                "alice",
                route,
                List.of(""),
                List.of(),
                false,
                false);
    }

    private House live(TrunkConfig trunk) throws IOException {
        var house = new House(SECONDS, Optional.empty(), TlsConfig.DEFAULT, List.of(Transport.UDP), trunk);
        lived = house;
        return house;
    }

    private static String challenge(int code, String nonce, String more) {
        return (code == 401 ? "WWW" : "Proxy") + "-Authenticate: Digest realm=\"trunk.example\", nonce=\"" + nonce
                + "\"" + more;
    }

    private static Proof proof(Said request, int code) {
        Proof proof = Proof.parse(request.header(code == 401 ? "Authorization" : "Proxy-Authorization"))
                .orElseThrow();
        assertThat(proof.shows("s3cret", request.method())).isTrue();
        assertThat(proof.username()).isEqualTo("alice");
        return proof;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "401, ', algorithm=MD5, qop=\"auth\"'",
        "407, ', algorithm=SHA-256, qop=\"auth,auth-int\", opaque=\"xyz\"'",
        "401, ''",
        "407, ', algorithm=MD5'"
    })
    void sip_S1_aCallIsShownToComeFromUs(int code, String more) throws Exception {
        House house = live(trunk(false, Optional.empty()));
        house.call();
        Said first = peer.hear("INVITE");
        peer.answer(first, code, challenge(code, "n1", more));
        peer.hear("ACK");
        Said second = peer.hear("INVITE");
        assertThat(second.header("CSeq")).isEqualTo("2 INVITE");
        assertThat(second.header("Via")).isNotEqualTo(first.header("Via"));
        assertThat(proof(second, code).uri()).isEqualTo("sip:+12025550123@trunk.example");
        peer.respond(second, 200, "peer", Peer.SDP);
        proof(withMethod(peer.hear("ACK")), code);
        house.diary().next(CallEvent.Answered.class);
    }

    /// An ACK shows what its INVITE did.
    private static Said withMethod(Said ack) {
        return new Said(ack.text().replaceFirst("ACK", "INVITE"), ack.from());
    }

    @Test
    void sip_S1_aWrongPasswordIsTriedOnce() throws Exception {
        House house = live(trunk(false, Optional.empty()));
        house.call();
        for (int i = 1; i <= 2; i++) {
            peer.answer(peer.hear("INVITE"), 401, challenge(401, "n" + i, ""));
            peer.hear("ACK");
        }
        assertThat(house.diary().next(CallEvent.Ended.class).code()).isEqualTo(401);
    }

    @Test
    void sip_S1_theBetterDigestIsTaken() throws Exception {
        House house = live(trunk(false, Optional.empty()));
        house.call();
        peer.answer(
                peer.hear("INVITE"),
                401,
                challenge(401, "n1", ", algorithm=MD5"),
                challenge(401, "n2", ", algorithm=SHA-256"),
                challenge(401, "n3", ", algorithm=SHA-512-256"));
        peer.hear("ACK");
        assertThat(proof(peer.hear("INVITE"), 401).nonce()).isEqualTo("n2");
    }

    @Test
    void sip_S1_registersAndRegistersAgainBeforeItIsForgotten() throws Exception {
        House house = live(trunk(true, Optional.empty()));
        Said first = peer.hear("REGISTER");
        assertThat(first.uri()).isEqualTo("sip:trunk.example");
        assertThat(first.address("To")).isEqualTo("sip:alice@trunk.example");
        assertThat(first.header("Expires")).isEqualTo("60");
        peer.answer(first, 401, challenge(401, "n1", ", qop=\"auth\""));
        Said second = peer.hear("REGISTER");
        assertThat(proof(second, 401).counted()).contains(1L);
        long granted = System.nanoTime();
        grant(second, 1);
        assertThat(house.diary().nextState()).isEqualTo(new TrunkState("trunk", true, true));
        Said third = peer.hear("REGISTER");
        assertThat(Duration.ofNanos(System.nanoTime() - granted)).isGreaterThan(Duration.ofMillis(600));
        assertThat(third.header("Call-ID")).isEqualTo(first.header("Call-ID"));
        assertThat(proof(third, 401).counted()).contains(2L);
        peer.answer(third, 401, challenge(401, "n2", ", qop=\"auth\", stale=true"));
        Said fourth = peer.hear("REGISTER");
        assertThat(proof(fourth, 401).nonce()).isEqualTo("n2");
        assertThat(proof(fourth, 401).counted()).contains(1L);
        assertThat(fourth.header("CSeq")).isEqualTo("4 REGISTER");
        grant(fourth, 1);
        grant(peer.hear("REGISTER"), 60);
    }

    private void grant(Said register, int seconds) throws IOException {
        peer.say(
                register.from(),
                peer.response(register, 200, "peer", "")
                        .replaceFirst(
                                "Contact: [^\r]*",
                                "Contact: <" + register.address("Contact") + ">;expires=" + seconds));
    }

    @Test
    void sip_S1_aTrunkThatWantsToHearLessOftenGetsIt() throws Exception {
        House house = live(trunk(true, Optional.empty()));
        peer.answer(peer.hear("REGISTER"), 423, "Min-Expires: 3600");
        Said again = peer.hear("REGISTER");
        assertThat(again.header("Expires")).isEqualTo("3600");
        grant(again, 3600);
        assertThat(house.diary().nextState().isRegistered()).isTrue();
    }

    @Test
    void sip_S1_aRegistrationThatFailsIsTriedAgain() throws Exception {
        House house = live(trunk(true, Optional.empty()));
        for (int i = 0; i < 3; i++) peer.answer(peer.hear("REGISTER"), 503);
        grant(peer.hear("REGISTER"), 3600);
        assertThat(house.diary().nextState().isRegistered()).isTrue();
    }

    @Test
    void sip_S1_whatIsRegisteredIsTakenBack() throws Exception {
        House house = live(trunk(true, Optional.empty()));
        grant(peer.hear("REGISTER"), 3600);
        house.diary().nextState();
        Thread closing = Thread.ofVirtual().start(house::close);
        Said last = peer.hear("REGISTER");
        assertThat(last.header("Expires")).isEqualTo("0");
        peer.answer(last, 200);
        closing.join();
    }

    @Test
    void sip_S2_everythingThatBeginsGoesThroughTheProxy() throws Exception {
        try (var server = new Peer()) {
            House house = live(new TrunkConfig(
                    "trunk",
                    List.of(server.server()),
                    Transport.UDP,
                    "trunk.example",
                    Optional.empty(),
                    true,
                    "alice",
                    Optional.of(peer.server()),
                    List.of(""),
                    List.of(),
                    false,
                    true));
            String route = "<sip:" + peer.address() + ";transport=udp;lr>";
            for (int i = 0; i < 2; i++) {
                Said begun = peer.hear();
                assertThat(begun.method()).isIn("OPTIONS", "REGISTER");
                assertThat(begun.header("Route")).isEqualTo(route);
                assertThat(begun.uri()).isEqualTo("sip:trunk.example");
                if (begun.method().equals("REGISTER")) grant(begun, 3600);
                else peer.answer(begun, 200);
            }
            house.call();
            Said invite = peer.hear("INVITE");
            assertThat(invite.header("Route")).isEqualTo(route);
            assertThat(invite.uri()).isEqualTo("sip:+12025550123@trunk.example");
            peer.respond(
                    invite,
                    200,
                    "peer",
                    Peer.SDP,
                    "Record-Route: <sip:" + peer.address() + ";lr>",
                    "Allow: INVITE, ACK, BYE");
            Said ack = peer.hear("ACK");
            assertThat(ack.header("Route")).isEqualTo("<sip:" + peer.address() + ";lr>");
            assertThat(server.hasHeard()).isFalse();
        }
    }
}
