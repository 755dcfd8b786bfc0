package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which way a call goes, and what happens when that is shut.
@Timeout(60)
class TrunksTest {
    private Peer first;
    private Peer second;

    @BeforeEach
    void open() throws IOException {
        first = new Peer();
        second = new Peer();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static TrunkConfig trunk(
            String name, Transport transport, boolean isChecked, List<String> prefixes, Server... servers) {
        return new TrunkConfig(
                name,
                List.of(servers),
                transport,
                "trunk.example",
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                prefixes,
                List.of(),
                false,
                isChecked);
    }

    @ParameterizedTest
    @CsvSource({"+4420, 2", "+44, 2", "+1, 1", "'', 1"})
    void sip_S9_theLongestPrefixWins(String prefix, int other) throws Exception {
        try (var house = new House(
                trunk("one", Transport.UDP, false, List.of(""), first.server()),
                trunk("two", Transport.UDP, false, List.of(prefix), second.server()))) {
            house.agent().call(new Dial("+442012345678", House.FROM, false, Peer.SDP));
            (other == 2 ? second : first).hear("INVITE");
        }
    }

    @Test
    void sip_S9_aServerThatIsOutOfOrderIsPassedBy() throws Exception {
        try (var house = new House(trunk("one", Transport.UDP, false, List.of(""), first.server(), second.server()))) {
            house.call();
            first.answer(first.hear("INVITE"), 503);
            Said invite = second.hear("INVITE");
            second.respond(invite, 200, "peer", Peer.SDP);
            house.diary().next(CallEvent.Answered.class);
        }
    }

    @Test
    void sip_S9_aServerThatIsSilentIsPassedBy() throws Exception {
        try (var house = new House(
                trunk("one", Transport.UDP, false, List.of(""), first.server()),
                trunk("two", Transport.UDP, false, List.of(""), second.server()))) {
            house.call();
            Said silent = first.hear("INVITE");
            Said invite = second.hear("INVITE");
            second.respond(invite, 200, "peer", Peer.SDP);
            house.diary().next(CallEvent.Answered.class);
            // It wakes up when somebody else has answered.
            first.respond(silent, 200, "late", Peer.SDP);
            first.hear("ACK");
            first.answer(first.hear("BYE"), 200);
            assertThat(house.diary().isQuiet()).isTrue();
        }
    }

    /// Says on each trunk what it is called, and says another thing to who has refused that.
    private record Sayings(Optional<String> instead) implements Offering {
        @Override
        public Optional<String> by(Origin way) {
            return Optional.of(session(((Origin.Trunk) way).name()));
        }

        static String session(String name) {
            return Peer.SDP.replace("s=-", "s=" + name);
        }
    }

    @Test
    void sip_S4_eachTrunkHearsWhatIsSaidOnThatWay() throws Exception {
        try (var house = new House(
                trunk("one", Transport.UDP, false, List.of(""), first.server()),
                trunk("two", Transport.UDP, false, List.of(""), second.server()))) {
            house.agent().call(new Dial(House.TO, House.FROM, false, new Sayings(Optional.empty())));
            Said invite = first.hear("INVITE");
            assertThat(invite.body()).isEqualTo(Sayings.session("one"));
            first.answer(invite, 503);
            assertThat(second.hear("INVITE").body()).isEqualTo(Sayings.session("two"));
        }
    }

    @Test
    void sip_S4_whoDoesntUnderstandIsToldSomethingElseOnce() throws Exception {
        try (var house = new House(trunk("one", Transport.UDP, false, List.of(""), first.server()))) {
            house.agent().call(new Dial(House.TO, House.FROM, false, new Sayings(Optional.of(Peer.SDP))));
            first.answer(first.hear("INVITE"), 488);
            Said again = first.hear("INVITE");
            assertThat(again.body()).isEqualTo(Peer.SDP);
            first.answer(again, 488);
            assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.MEDIA_FAILURE);
        }
    }

    @Test
    void sip_S9_aServerThatTakesNoConnectionIsPassedBy() throws Exception {
        Server nobody;
        try (var closed = new ServerSocket(0)) {
            nobody = new Server("127.0.0.1", closed.getLocalPort());
        }
        try (var house = new House(
                trunk("one", Transport.TCP, false, List.of(""), nobody),
                trunk("two", Transport.UDP, false, List.of(""), second.server()))) {
            house.call();
            second.hear("INVITE");
        }
    }

    @Test
    void sip_S9_whatAPersonSaysIsNotTriedElsewhere() throws Exception {
        try (var house = new House(trunk("one", Transport.UDP, false, List.of(""), first.server(), second.server()))) {
            house.call();
            first.answer(first.hear("INVITE"), 486);
            assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.BUSY);
            assertThat(second.hasHeard()).isFalse();
        }
    }

    @Test
    void sip_S10_threeQuestionsWithoutAnAnswerAndOneWith() throws Exception {
        try (var house = new House(
                House.quick(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                Optional.empty(),
                TlsConfig.DEFAULT,
                List.of(Transport.UDP),
                trunk("one", Transport.UDP, true, List.of(""), first.server()))) {
            assertThat(house.diary().nextState()).isEqualTo(new TrunkState("one", false, true));
            Call refused = house.call();
            assertThat(house.diary().next(CallEvent.Ended.class))
                    .isEqualTo(new CallEvent.Ended(refused, HangupReason.NETWORK_FAILURE, 0));
            TrunkState next;
            do first.answer(first.hear("OPTIONS"), 404);
            while (!house.agent().trunks().getFirst().isUp());
            next = house.diary().nextState();
            assertThat(next).isEqualTo(new TrunkState("one", true, true));
            house.call();
            first.hear("INVITE");
        }
    }

    @Test
    void anAgentThatHasJustBegunCanBeStopped() throws Exception {
        for (int i = 0; i < 30; i++)
            new House(TrunkConfig.to("trunk", new Server("127.0.0.1", 9), Transport.UDP)).close();
    }
}
