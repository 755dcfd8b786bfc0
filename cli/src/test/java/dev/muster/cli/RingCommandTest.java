package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.NOW;
import static dev.muster.cli.TestShell.npub;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestBot.Part;
import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.wrap.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `muster ring`
@NullMarked
@Timeout(60)
class RingCommandTest {
    private final TestRelay relay = new TestRelay().demandingAuth();
    private final List<TestBot> bots = new ArrayList<>();

    RingCommandTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        bots.forEach(TestBot::close);
        relay.close();
    }

    private TestBot bot(TestBot.Answer answer) {
        var bot = new TestBot(relay, answer);
        bots.add(bot);
        return bot;
    }

    private Run ring(String... more) {
        var arguments = new ArrayList<>(List.of(
                "ring", npub(BOB), "--bot", npub(TestBot.KEY), "--relay", relay.url(), "--timeout", "5", "--json"));
        arguments.addAll(List.of(more));
        return new TestShell().with("MUSTER_KEY", ALICE.hex()).run(arguments.toArray(String[]::new));
    }

    private static Part signal(Message message, int kind, String status, Tag... more) {
        var tags = new ArrayList<>(List.of(
                Tag.of("call-id", message.rumor().tags().value("call-id").orElse("")),
                Tag.of("callee", BOB.publicKey().hex()),
                Tag.of("status", status)));
        tags.addAll(List.of(more));
        return new Part(kind, "{}", tags);
    }

    private static List<Part> ringing(Message message) {
        return message.kind() == Kind.BUILDIT_CALL_OFFER
                ? List.of(signal(message, Kind.BUILDIT_CALL_RINGING, "ringing", Tag.of("devices", "1", "2")))
                : List.of();
    }

    @Test
    void C5_theBotIsToldWhomToRingAndNeverWhereWeAre() throws InterruptedException {
        TestBot bot = bot(RingCommandTest::ringing);
        Run run = ring("--video", "--room", "https://meet.example.org/medic");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"status\":\"ringing\",\"taken\":1,\"devices\":2");
        Message offer = bot.heard();
        assertThat(offer.kind()).isEqualTo(Kind.BUILDIT_CALL_OFFER);
        assertThat(offer.rumor().tags().values("p"))
                .containsExactly(BOB.publicKey().hex());
        assertThat(offer.rumor().tags().value("call-type")).contains("video");
        assertThat(offer.rumor().tags().value("r")).contains("https://meet.example.org/medic");
        assertThat(offer.rumor().tags().value("expiration")).contains(Long.toString(NOW.getEpochSecond() + 60));
        assertThat(offer.text()).contains("\"sdp\":\"\"", "\"callType\":\"video\"");
    }

    @Test
    void C5_withWaitItStaysUntilSomebodyAnswers() {
        bot(message -> List.of(ringing(message).getFirst(), signal(message, Kind.BUILDIT_CALL_RINGING, "answered")));
        Run run = ring("--wait");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lines().getLast()).contains("\"status\":\"answered\"");
    }

    @Test
    void C5_whoDeclinesEndsIt() {
        bot(message -> List.of(ringing(message).getFirst(), signal(message, Kind.BUILDIT_CALL_HANGUP, "declined")));
        Run run = ring("--wait");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines().getLast()).contains("\"status\":\"declined\"");
    }

    @Test
    void C5_afterTheTimeGivenItHangsUp() throws InterruptedException {
        TestBot bot = bot(RingCommandTest::ringing);
        Run run = ring("--for", "1s");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines().getLast()).contains("\"status\":\"cancelled\"");
        Message offer = bot.heard();
        Message hangup = bot.heard();
        assertThat(hangup.kind()).isEqualTo(Kind.BUILDIT_CALL_HANGUP);
        assertThat(hangup.text()).contains("\"reason\":\"cancelled\"");
        assertThat(hangup.rumor().tags().value("call-id"))
                .isEqualTo(offer.rumor().tags().value("call-id"));
    }

    @Test
    void push_R9_silenceSaysThatItIsSilence() {
        bot(_ -> List.of());
        Run run = new TestShell()
                .with("MUSTER_KEY", ALICE.hex())
                .run("ring", npub(BOB), "--bot", npub(TestBot.KEY), "--relay", relay.url(), "--timeout", "1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("they don't let you ring", "muster bot status");
    }
}
