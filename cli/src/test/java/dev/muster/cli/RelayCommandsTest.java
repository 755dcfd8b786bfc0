package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.npub;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Printed;
import dev.muster.cli.TestShell.Run;
import dev.muster.cli.TestShell.SameEachTime;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `muster publish` and `muster req`
@NullMarked
@Timeout(60)
class RelayCommandsTest {
    private final TestShell shell = new TestShell();
    private final TestRelay relay = new TestRelay();
    private final TestRelay other = new TestRelay();

    RelayCommandsTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        relay.close();
        other.close();
    }

    private static Event event(SecretKey author, long createdAt, int kind, String content, Tag... tags) {
        return new Rumor(author.publicKey(), createdAt, kind, Tags.of(tags), content).sign(author, new SameEachTime());
    }

    private static Event note(long createdAt) {
        return event(ALICE, createdAt, 1, "note " + createdAt);
    }

    private static String json(Event event) {
        return new String(event.json(), UTF_8);
    }

    /// Where nobody listens.
    private static String nowhere() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "ws://localhost:" + socket.getLocalPort();
        }
    }

    @Test
    void publishSendsEachEventToEachRelayAndSaysWhatBecameOfIt() {
        Event one = note(1);
        Event two = note(2);
        other.holding(two);
        Run run = shell.reading(json(one) + "\n" + json(two)).run("publish", relay.url(), other.url());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .containsExactly(
                        "accepted   " + relay.url() + "  " + one.id(),
                        "accepted   " + other.url() + "  " + one.id(),
                        "accepted   " + relay.url() + "  " + two.id(),
                        "duplicate  " + other.url() + "  " + two.id() + "  duplicate: already have this event");
        assertThat(relay.stored()).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void publishAsJson() {
        Event one = note(1);
        relay.refusing("blocked: not a \"member\"");
        Run run = shell.reading(json(one)).run("publish", relay.url(), other.url(), "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "{\"id\":\"" + one.id() + "\",\"relay\":\"" + relay.url()
                                + "\",\"outcome\":\"refused\",\"reason\":\"blocked: not a \\\"member\\\"\"}",
                        "{\"id\":\"" + one.id() + "\",\"relay\":\"" + other.url() + "\",\"outcome\":\"accepted\"}");
    }

    @Test
    void publishFailsIfAnEventIsRefusedEverywhere() {
        relay.refusing("blocked: \u001b[2Jnot a member");
        Run run = shell.reading(json(note(1))).run("publish", relay.url());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("refused", "not a member").doesNotContain("\u001b");
    }

    @Test
    void publishSendsNothingThatIsWrong() {
        String forged = json(note(1)).replace("note", "nope");
        Run run = shell.reading(forged + "\n" + json(note(2))).run("publish", relay.url());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("line 1: not sent: the id is not the hash of the event");
        assertThat(relay.stored()).containsExactly(note(2));
    }

    @Test
    void relaysThatCannotBeReachedAreNamed() throws IOException {
        String nowhere = nowhere();
        Run some = shell.reading(json(note(1))).run("publish", nowhere, relay.url());
        assertThat(some.exitCode()).isZero();
        assertThat(some.err()).contains("no connection to " + nowhere);

        Run none = shell.reading(json(note(1))).run("publish", nowhere);
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("none of the relays can be reached");

        assertThat(shell.run("req", nowhere).exitCode()).isEqualTo(1);
    }

    @Test
    void relaysThatSayNothingAreNotWaitedForLong() {
        relay.silent();
        Run publish = shell.reading(json(note(1))).run("publish", relay.url(), "--timeout", "1");
        assertThat(publish.exitCode()).isEqualTo(1);
        assertThat(publish.out()).contains("no answer");

        Run req = shell.run("req", relay.url(), "--timeout", "1");
        assertThat(req.exitCode()).isEqualTo(1);
        assertThat(req.err()).contains(relay.url() + ": no answer within 1 s");
    }

    @Test
    void relaysAreAddressesOfWebSockets() {
        for (String wrong : new String[] {"http://relay.example.org", "wss://", "wss:// relay"}) {
            Run run = shell.run("req", wrong);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("a relay is an address such as wss://relay.example.org");
        }
    }

    @Test
    void nip42_publishAndReqSayWhoTheyAreToRelaysThatAsk() {
        relay.demandingAuth();
        Run stranger = shell.reading(json(note(1))).run("publish", relay.url());
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.out()).contains("auth-required: who are you?");
        assertThat(shell.run("req", relay.url()).err()).contains("auth-required: who are you? (say it with --key)");

        shell.with("MUSTER_KEY", ALICE.hex());
        assertThat(shell.reading(json(note(1))).run("publish", relay.url()).exitCode())
                .isZero();
        assertThat(shell.run("req", relay.url()).lines()).containsExactly(json(note(1)));
        assertThat(relay.authenticated()).isEqualTo(2);
    }

    @Test
    void reqPrintsEachEventOnceAsItCame() {
        relay.holding(note(1), note(2));
        other.holding(note(2), note(3));
        Run run = shell.run("req", relay.url(), other.url());
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).containsExactlyInAnyOrder(json(note(1)), json(note(2)), json(note(3)));
    }

    @Test
    void reqAsksForWhatItsOptionsSay() {
        Event tagged = event(
                BOB,
                100,
                1,
                "x",
                Tag.of("t", "training"),
                Tag.of("p", ALICE.publicKey().hex()));
        Event reaction = event(BOB, 200, 7, "+", Tag.of("e", tagged.id().hex()));
        relay.holding(tagged, reaction, note(300), note(400));

        assertThat(req("--kinds", "7,8")).containsExactly(json(reaction));
        assertThat(req("--kinds", "7", "--kinds", "1", "--limit", "1")).containsExactly(json(note(400)));
        assertThat(req("--authors", npub(BOB), "--kinds", "1")).containsExactly(json(tagged));
        assertThat(req("--ids", tagged.id() + "," + reaction.id())).hasSize(2);
        assertThat(req("--p", npub(ALICE))).containsExactly(json(tagged));
        assertThat(req("--tag", "p=" + npub(ALICE), "--tag", "t=training")).containsExactly(json(tagged));
        assertThat(req("--tag", "t=training", "--tag", "t=other")).containsExactly(json(tagged));
        assertThat(req("--tag", "e=" + tagged.id())).containsExactly(json(reaction));
        assertThat(req("--since", "200", "--until", "300")).containsExactly(json(note(300)), json(reaction));
    }

    private java.util.List<String> req(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "req";
        arguments[1] = relay.url();
        System.arraycopy(options, 0, arguments, 2, options.length);
        Run run = shell.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.lines();
    }

    @Test
    void ageIsCountedFromNow() {
        long now = TestShell.NOW.getEpochSecond();
        relay.holding(note(now - 3601), note(now - 3599), note(now - 60));
        assertThat(req("--since", "1h")).hasSize(2);
        assertThat(req("--since", "2026-11-20")).hasSize(3);
        assertThat(req("--since", "2026-11-20T17:30:00Z", "--until", "30s")).hasSize(1);
        assertThat(req("--since", "999999999w")).hasSize(3);
        assertThat(shell.run("req", relay.url(), "--since", "yesterday").err()).contains("a time is an age such as");
        assertThat(shell.run("req", relay.url(), "--since", "1700000000000").err())
                .contains("milliseconds");
    }

    @Test
    void wrongFiltersAreUsageErrors() {
        for (String[] wrong : new String[][] {
            {"--kinds", "one"},
            {"--kinds", "65536"},
            {"--limit", "-1"},
            {"--authors", "alice"},
            {"--ids", "12"},
            {"--tag", "training"},
            {"--tag", "topic=x"},
            {"--tag", "p=alice"},
            {"--tag", "1=x"},
            {"--live", "--count"}
        }) {
            Run run = shell.run("req", relay.url(), wrong[0], wrong[1]);
            assertThat(run.exitCode()).as("%s: %s", wrong[0], run.err()).isEqualTo(2);
            assertThat(run.err()).contains("see: muster req --help");
        }
    }

    @Test
    void nip45_countsAtEachRelay() {
        relay.holding(note(1), note(2));
        assertThat(shell.run("req", relay.url(), other.url(), "--kinds", "1", "--count")
                        .lines())
                .containsExactly(
                        "{\"relay\":\"" + relay.url() + "\",\"count\":2,\"approximate\":false}",
                        "{\"relay\":\"" + other.url() + "\",\"count\":0,\"approximate\":false}");
    }

    @Test
    void liveGoesOnWithNewEventsUntilTheRelayIsGone() throws Exception {
        relay.holding(note(1));
        var printed = new Printed();
        Thread command = Thread.ofVirtual()
                .start(() -> shell.execute(printed, OutputStream.nullOutputStream(), "req", relay.url(), "--live"));
        assertThat(printed.next()).isEqualTo(json(note(1)) + "\n");
        relay.take(note(2));
        assertThat(printed.next()).isEqualTo(json(note(2)) + "\n");
        command.interrupt();
        assertThat(command.join(java.time.Duration.ofSeconds(30))).isTrue();
    }
}
