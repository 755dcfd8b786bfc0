package dev.muster.cli;

import static dev.muster.cli.TestShell.ALICE;
import static dev.muster.cli.TestShell.BOB;
import static dev.muster.cli.TestShell.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestShell.Printed;
import dev.muster.cli.TestShell.Run;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `muster event …`
@NullMarked
@Timeout(60)
class EventCommandTest {
    private final TestShell shell = new TestShell().with("MUSTER_KEY", ALICE.hex());

    private static Event event(String line) {
        Event event = Event.parse(line.getBytes(UTF_8));
        assertThat(event.flaw()).isEmpty();
        return event;
    }

    @Test
    void signsOneEventFromItsFields() {
        Run run = shell.run(
                "event",
                "sign",
                "--kind",
                "30078",
                "--content",
                "Grüße\n",
                "--tag",
                "d=a=b",
                "--tag",
                "-",
                "--tag",
                "[\"e\",\"x\",\"\",\"reply\"]",
                "--created-at",
                "2026-01-31");

        assertThat(run.exitCode()).isZero();
        Event event = event(run.out());
        assertThat(event.author()).isEqualTo(ALICE.publicKey());
        assertThat(event.kind()).isEqualTo(30078);
        assertThat(event.content()).isEqualTo("Grüße\n");
        assertThat(event.createdAt())
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z").getEpochSecond());
        assertThat(event.tags()).containsExactly(Tag.of("d", "a=b"), Tag.of("-"), Tag.of("e", "x", "", "reply"));
    }

    @Test
    void whatIsNotSaidIsANoteOfNow() {
        Event event = event(shell.run("event", "sign", "--content", "Hello").out());
        assertThat(event.kind()).isEqualTo(1);
        assertThat(event.createdAt()).isEqualTo(NOW.getEpochSecond());
        assertThat(event.tags().isEmpty()).isTrue();
    }

    @Test
    void contentMayComeFromStandardInput() {
        Event event = event(shell.reading("a long\nletter\n")
                .run("event", "sign", "--content", "-")
                .out());
        assertThat(event.content()).isEqualTo("a long\nletter\n");
    }

    @Test
    void completesAndSignsTheDraftsOnStandardInput() {
        shell.reading("""
            {"kind":7,"content":"+","tags":[["e","abc"]],"created_at":1700000000}

            {"content":"only this","id":"not believed","sig":"nor this"}
            {}
            """);
        Run run = shell.run("event", "sign");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("line 3: ").doesNotContain("believed");
        assertThat(run.lines()).hasSize(2);
        assertThat(event(run.lines().getFirst()).createdAt()).isEqualTo(1_700_000_000);
        assertThat(event(run.lines().getLast()).content()).isEmpty();
    }

    @Test
    void aSignedEventIsSignedAnew() {
        String first = shell.run("event", "sign", "--content", "Hello").out();
        String changed = first.replace("Hello", "Goodbye");
        assertThat(event(shell.reading(changed).run("event", "sign").out()).content())
                .isEqualTo("Goodbye");
    }

    @Test
    void somebodyElsesDraftIsNotSigned() {
        Run run = shell.reading("{\"pubkey\":\"" + BOB.publicKey() + "\"}").run("event", "sign");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("line 1: its pubkey is not that of your key");
    }

    @Test
    void nip13_worksForTheZerosAskedFor() {
        Event event = event(
                shell.run("event", "sign", "--content", "Hello", "--pow", "8").out());
        assertThat(ProofOfWork.committed(event)).isEqualTo(8);
        assertThat(shell.run("event", "sign", "--content", "Hello", "--pow", "257")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void linesStayInTheirOrder() {
        String drafts = IntStream.range(0, 500)
                .mapToObj("{\"content\":\"%d\"}"::formatted)
                .collect(Collectors.joining("\n"));
        assertThat(shell.reading(drafts).run("event", "sign").lines().stream()
                        .map(line -> event(line).content()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(Integer::toString).toList());
    }

    @Test
    void aLineIsAnsweredBeforeTheNextOneComes() throws Exception {
        var keyboard = new PipedOutputStream();
        var printed = new Printed();
        shell.reading(new PipedInputStream(keyboard));
        Thread command = Thread.ofVirtual()
                .start(() -> shell.execute(printed, OutputStream.nullOutputStream(), "event", "sign"));
        for (String content : new String[] {"one", "two"}) {
            keyboard.write(("{\"content\":\"" + content + "\"}\n").getBytes(UTF_8));
            keyboard.flush();
            assertThat(event(printed.next()).content()).isEqualTo(content);
        }
        keyboard.close();
        assertThat(command.join(java.time.Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void whenTheReaderGoesAwayItEndsQuietly() {
        var err = new java.io.ByteArrayOutputStream();
        shell.reading("{}\n".repeat(1000));
        int exitCode = shell.execute(new ClosedPipe("Broken pipe"), err, "event", "sign");
        assertThat(exitCode).isEqualTo(128 + 13);
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void whenTheDiskIsFullItSaysSo() {
        var err = new java.io.ByteArrayOutputStream();
        shell.reading("{}\n");
        assertThat(shell.execute(new ClosedPipe("No space left on device"), err, "event", "sign"))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("can't write to standard output: No space left on device");
    }

    @Test
    void aLineTooLongForAnyEventIsRefused() {
        Run run = shell.reading("x".repeat(Lines.LONGEST + 1)).run("event", "verify");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("line 1 is longer than 16 MiB");
    }

    @Test
    void anEmptyTerminalIsToldWhatIsAwaited() {
        assertThat(shell.typing().run("event", "verify").err()).contains("reading events from the keyboard");
    }

    @Test
    void verifySaysOfEachWhetherItIsRight() {
        String good = shell.run("event", "sign", "--content", "Hello").out().strip();
        String changed = good.replace("Hello", "Hullo");
        String forged = good.replaceAll("\"sig\":\"....", "\"sig\":\"0000");
        String id = event(good).id().hex();

        shell.reading(String.join("\n", good, changed, forged, "{", ""));
        Run run = shell.run("event", "verify");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("ok   " + id),
                        line -> assertThat(line).isEqualTo("bad  " + id + ": the id is not the hash of the event"),
                        line -> assertThat(line).isEqualTo("bad  " + id + ": the signature is not its author's"),
                        line -> assertThat(line).startsWith("bad  line 4: expected"));

        shell.reading(good + "\n" + changed);
        assertThat(shell.run("event", "verify", "--json").lines())
                .containsExactly(
                        "{\"line\":1,\"id\":\"" + id + "\",\"ok\":true}",
                        "{\"line\":2,\"id\":\"" + id + "\",\"ok\":false,"
                                + "\"flaw\":\"the id is not the hash of the event\"}");

        assertThat(shell.reading(good).run("event", "verify").exitCode()).isZero();
    }

    @Test
    void verifyNeedsNoKey() {
        assertThat(new TestShell().reading("").run("event", "verify").exitCode())
                .isZero();
    }

    /// A pipe whose reader has gone, or a disk that is full.
    private static final class ClosedPipe extends OutputStream {
        private final String why;

        ClosedPipe(String why) {
            this.why = why;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(why);
        }
    }
}
