package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls with SIPp, which others wrote.
@Timeout(90)
class SippTest {
    @BeforeAll
    static void needsSipp() {
        assumeTrue(
                Sipp.program().isPresent(),
                "SIPp is missing: ./verify fetches it into build/peers where there is apt-get");
    }

    private static TrunkConfig trunk(int port, Transport transport, Optional<Credentials> credentials) {
        return new TrunkConfig(
                "trunk",
                List.of(new Server("127.0.0.1", port)),
                transport,
                "trunk.example",
                credentials,
                false,
                "",
                Optional.empty(),
                List.of(""),
                List.of(),
                false,
                false);
    }

    private static void call(House house) throws Exception {
        Call call = house.call();
        CallEvent.Answered answered = null;
        while (answered == null) {
            switch (house.diary().next(CallEvent.class)) {
                case CallEvent.Answered event -> answered = event;
                case CallEvent.Progress progress -> assertThat(progress.code()).isIn(180, 183);
                case CallEvent other -> throw new AssertionError("not " + other);
            }
        }
        assertThat(answered.answer()).hasValueSatisfying(sdp -> assertThat(sdp).contains("m=audio"));
        call.hangUp(HangupReason.COMPLETED);
        house.diary().next(CallEvent.Ended.class);
    }

    @ParameterizedTest
    @CsvSource({"answers, UDP", "answers, TCP", "early, UDP", "early, TCP"})
    void sip_S6_itIsCalled(String scenario, Transport transport) throws Exception {
        int port = House.freePort();
        try (var sipp = Sipp.plays(scenario, port, transport);
                var house = new House(trunk(port, transport, Optional.empty()))) {
            awaitListening(port, transport);
            call(house);
            sipp.end();
        }
    }

    @ParameterizedTest
    @CsvSource({"s3cret, true", "wrong, false"})
    void sip_S1_itChecksThePassword(String password, boolean isRight) throws Exception {
        int port = House.freePort();
        try (var sipp = Sipp.plays("asks", port, Transport.UDP);
                var house = new House(trunk(port, Transport.UDP, Optional.of(new Credentials("alice", password))))) {
            if (isRight) {
                call(house);
            } else {
                house.call();
                assertThat(house.diary().next(CallEvent.Ended.class).code()).isEqualTo(403);
            }
            sipp.end();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void sip_D2_itCallsPressesAKeyHoldsAndHangsUp(Transport transport) throws Exception {
        int port = House.freePort();
        try (var house = new House(trunk(port, Transport.UDP, Optional.empty()));
                var sipp = Sipp.plays("calls", port, transport, "-s", "+12025550199", "127.0.0.1:" + house.port())) {
            CallEvent.Incoming incoming = house.diary().next(CallEvent.Incoming.class);
            assertThat(incoming.caller().number()).contains("+12025550123");
            assertThat(incoming.called()).isEqualTo("+12025550199");
            incoming.call().ring();
            incoming.call().answer(Peer.SDP);
            house.diary().next(CallEvent.Answered.class);
            assertThat(house.diary().next(CallEvent.Digit.class))
                    .isEqualTo(new CallEvent.Digit(incoming.call(), '9', Duration.ofMillis(160)));
            assertThat(house.diary().next(CallEvent.Offered.class).offer())
                    .hasValueSatisfying(sdp -> assertThat(sdp).contains("a=sendonly"));
            incoming.call().accept(Peer.SDP);
            assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.COMPLETED);
            sipp.end();
        }
    }

    private static void awaitListening(int port, Transport transport) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (transport == Transport.TCP) {
            try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) throw notYet;
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
