package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Run;
import dev.muster.cli.TestShell.SameEachTime;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `muster sync`
@NullMarked
@Timeout(60)
class SyncCommandTest {
    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell();
    private final TestRelay relay = new TestRelay();
    private final TestRelay other = new TestRelay();

    SyncCommandTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        relay.close();
        other.close();
    }

    private static Event[] notes(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(at -> new Rumor(ALICE.publicKey(), at, 1, Tags.NONE, "note").sign(ALICE, new SameEachTime()))
                .toArray(Event[]::new);
    }

    private Path file(Event... events) throws IOException {
        return Files.writeString(
                folder.resolve("events.jsonl"),
                Stream.of(events).map(event -> new String(event.json(), UTF_8)).collect(Collectors.joining("\n")));
    }

    private static Event[] events(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Event.parse(line.getBytes(UTF_8)))
                .toArray(Event[]::new);
    }

    @Test
    void nip77_bothSidesGetWhatTheyLack() throws IOException {
        Event[] ofRelay = notes(0, 300);
        Event[] ofFile = notes(1000, 1020);
        Event[] ofBoth = notes(2000, 2010);
        relay.holding(ofRelay).holding(ofBoth);
        Path file = file(Stream.of(ofFile, ofBoth).flatMap(Stream::of).toArray(Event[]::new));

        Run run = shell.run("sync", relay.url(), file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains(file + " lacks 300, " + relay.url() + " lacks 20");
        assertThat(run.lines()).containsExactly("300 copied to " + file + ", 20 to " + relay.url());
        assertThat(relay.stored()).hasSize(330);
        assertThat(events(file)).containsExactlyInAnyOrderElementsOf(relay.stored());

        assertThat(shell.run("sync", relay.url(), file.toString(), "--json").lines())
                .containsExactly("{\"down\":0,\"up\":0,\"failed\":0}");
    }

    @Test
    void aFileThatIsMissingIsMade() throws IOException {
        relay.holding(notes(0, 3));
        Path file = folder.resolve("new.jsonl");
        assertThat(shell.run("sync", relay.url(), file.toString()).exitCode()).isZero();
        assertThat(events(file)).hasSize(3);
    }

    @Test
    void oneDirectionAlone() throws IOException {
        relay.holding(notes(0, 2));
        Path file = file(notes(10, 13));
        assertThat(shell.run("sync", relay.url(), file.toString(), "--up", "--json")
                        .out())
                .isEqualTo("{\"down\":0,\"up\":3,\"failed\":0}\n");
        assertThat(events(file)).hasSize(3);
        assertThat(shell.run("sync", relay.url(), file.toString(), "--down", "--json")
                        .out())
                .isEqualTo("{\"down\":2,\"up\":0,\"failed\":0}\n");
        assertThat(events(file)).hasSize(5);
    }

    @Test
    void onlyWhatMatchesIsCompared() throws IOException {
        relay.holding(notes(0, 100));
        Path file = file();
        assertThat(shell.run("sync", relay.url(), file.toString(), "--since", "90")
                        .exitCode())
                .isZero();
        assertThat(events(file)).hasSize(10);
        assertThat(shell.run("sync", relay.url(), file.toString(), "--limit", "5")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void linesThatAreNoEventsArePassedOver() throws IOException {
        Path file = file(notes(0, 1));
        Files.writeString(file, "\n{\"half\":", java.nio.file.StandardOpenOption.APPEND);
        relay.holding(notes(5, 6));
        Run run = shell.run("sync", relay.url(), file.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).containsOnlyOnce("line 2 is passed over");
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(relay.stored()).hasSize(2);
    }

    @Test
    void twoRelays() {
        relay.holding(notes(0, 150)).holding(notes(500, 510));
        other.holding(notes(500, 510)).holding(notes(900, 950));
        Run run = shell.run("sync", relay.url(), other.url(), "--json");
        assertThat(run.out()).isEqualTo("{\"down\":150,\"up\":50,\"failed\":0}\n");
        assertThat(relay.stored()).hasSize(210).isEqualTo(other.stored());
    }

    @Test
    void whatARelayRefusesIsNamedAndCounted() throws IOException {
        relay.refusing("blocked: read only");
        Run run = shell.run("sync", relay.url(), file(notes(0, 20)).toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("0 to " + relay.url() + ", 20 could not be copied");
        assertThat(run.err().lines().filter(line -> line.contains("blocked: read only")))
                .hasSize(10);
    }

    @Test
    void aRelayThatDoesNotCompareIsAFailure() throws IOException {
        relay.silent();
        Run run = shell.run("sync", relay.url(), file(notes(0, 2)).toString(), "--timeout", "1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("doesn't compare: no answer within 1 s", "NIP-77");
    }

    @Test
    void theSourceIsARelay() throws IOException {
        Run run = shell.run("sync", file().toString(), relay.url());
        assertThat(shell.run("sync", relay.url(), folder.toString()).err())
                .contains("can't open " + folder + ": Is a directory");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("SOURCE is a relay");
        assertThat(shell.run("sync", relay.url(), "http://x").err()).contains("a relay is an address such as");
    }
}
