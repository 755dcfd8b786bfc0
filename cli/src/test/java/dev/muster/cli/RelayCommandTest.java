package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.cli.TestShell.Run;
import dev.muster.cli.TestShell.SameEachTime;
import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `muster relay`, in processes of its own, and the commands at its data.
@NullMarked
@Timeout(300)
class RelayCommandTest {
    private static final List<String> NOTES = IntStream.range(0, 50)
            .mapToObj(at -> new Rumor(TestShell.ALICE.publicKey(), 1_700_000_000 - at, 1, Tags.NONE, "note " + at)
                    .sign(TestShell.ALICE, new SameEachTime()))
            .map(RelayCommandTest::json)
            .toList();

    @TempDir
    private Path folder;

    private int port;

    private static String json(Event event) {
        return new String(event.json(), UTF_8);
    }

    @BeforeEach
    void findPort() throws IOException {
        port = FreePort.any();
    }

    private MusterProcess relay() throws IOException {
        return MusterProcess.start(folder, "relay", "--listen", "127.0.0.1:" + port);
    }

    /// One that takes connections.
    private MusterProcess ready() throws IOException {
        MusterProcess relay = relay();
        assertThat(relay.line()).isEqualTo("ready relay " + url());
        return relay;
    }

    private String url() {
        return "ws://127.0.0.1:" + port;
    }

    private Run run(String... arguments) {
        return new TestShell().in(folder).run(arguments);
    }

    private Run reading(List<String> lines, String... arguments) {
        return new TestShell().in(folder).reading(String.join("\n", lines)).run(arguments);
    }

    private String ask(String path, String accept) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Accept", accept)
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void theReadyLineIsAllItPrints_andSigtermEndsItWithZero() throws Exception {
        try (MusterProcess relay = ready()) {
            assertThat(relay.err()).isEmpty();
            assertThat(ask("/healthz", "*/*")).isEqualTo("ok\n");
            assertThat(ask("/metrics", "*/*")).contains("\nmuster_relay_connections 0", "\njvm_memory_used_bytes");
            assertThat(Files.getPosixFilePermissions(folder.resolve("data/relay/control.sock")))
                    .isEqualTo(fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(folder.resolve("data/relay")))
                    .isEqualTo(fromString("rwx------"));

            relay.signal("TERM");

            assertThat(relay.exitCode()).isZero();
            assertThat(relay.line()).isEqualTo("null");
            assertThat(relay.err().lines()).singleElement().asString().contains("SIGTERM");
            assertThat(folder.resolve("data/relay/control.sock")).doesNotExist();
        }
    }

    @Test
    void everyMetricOfOursIsExplained() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "running-a-relay.md"));
        try (MusterProcess _ = ready()) {
            List<String> metrics = Pattern.compile("(?m)^# TYPE (muster_\\w+)")
                    .matcher(ask("/metrics", "*/*"))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(metrics)
                    .hasSizeGreaterThan(15)
                    .allSatisfy(metric -> assertThat(page).containsPattern("`" + metric + "[`{]"));
        }
    }

    @Test
    void sighupReadsTheConfigurationAgain_andSaysWhatHasToWait() throws Exception {
        assumeThat(MusterProcess.hupIsHeeded()).isTrue();
        Path file = Files.writeString(folder.resolve("muster.toml"), "[relay.description]\nname = \"Before\"\n");
        try (MusterProcess relay = ready()) {
            assertThat(ask("/", "application/nostr+json")).contains("\"Before\"");

            Files.writeString(file, "[relay.description]\nname = \"After\"\n[relay.net]\nthreads = 3\n");
            relay.signal("HUP");
            relay.awaitErr("read again");
            assertThat(ask("/", "application/nostr+json")).contains("\"After\"");
            assertThat(relay.err()).contains("only read at a start: relay.net.threads");

            Files.writeString(file, "[relay.limits]\nsyncs = \"many\"\n");
            relay.signal("HUP");
            relay.awaitErr("nothing was changed");
            assertThat(relay.err()).contains("muster.toml line 2: relay.limits.syncs");
            assertThat(ask("/", "application/nostr+json")).contains("\"After\"");
        }
    }

    @Test
    void afterKill9ItStartsAgainWithEverythingItHadAccepted() throws Exception {
        try (MusterProcess _ = ready()) {
            assertThat(reading(NOTES, "publish", url()).exitCode()).isZero();
        }
        assertThat(folder.resolve("data/relay/control.sock")).exists();
        try (MusterProcess _ = ready()) {
            assertThat(run("req", url(), "--kinds", "1").lines()).containsExactlyInAnyOrderElementsOf(NOTES);
            assertThat(run("relay", "stats", "--json").out()).startsWith("{\"events\":50,");
        }
    }

    @Test
    void whatCantStartSaysWhyInOneLine() throws Exception {
        try (MusterProcess _ = ready();
                MusterProcess sameData = relay();
                MusterProcess samePort =
                        MusterProcess.start(folder, "relay", "--data", "other", "--listen", "127.0.0.1:" + port)) {
            assertThat(sameData.exitCode()).isEqualTo(1);
            assertThat(sameData.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("muster: a relay is running already with the data in ");
            assertThat(samePort.exitCode()).isEqualTo(1);
            assertThat(samePort.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("muster: can't listen on 127.0.0.1:" + port + ": another program does already");
        }
    }

    @Test
    void aWrongSettingIsNamedInOneLine() throws Exception {
        Files.writeString(folder.resolve("muster.toml"), "\n[relay.limits]\nfilters = \"a few\"\n");
        Run wrongValue = run("relay");
        assertThat(wrongValue.exitCode()).isEqualTo(1);
        assertThat(wrongValue.err())
                .isEqualTo("muster: " + folder.resolve("muster.toml")
                        + " line 3: relay.limits.filters = \"a few\" can't be used; allowed is a whole number\n");

        assertThat(run("relay", "--config", "none.toml").err()).contains("there is no file ");
        Path file = Files.createDirectory(folder.resolve("folder.toml"));
        assertThat(run("relay", "--config", file.toString()).err().lines())
                .singleElement()
                .asString()
                .startsWith("muster: can't read " + file);
        assertThat(run("relay", "--listn", "x").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        relay.net.public_url=https://relay.example.org | an address that begins with wss:// or ws://
        relay.net.ping=0                               | a time span that is not 0
        relay.net.threads=-1                           | a whole number, at least 0
        relay.limits.max_limit=0                       | a whole number, at least 1
        relay.limits.oldest=2d                         | 0, or at least 3 days, since gift wraps are dated back
        relay.access.wrap_senders=friends              | anyone, authenticated, work, authenticated-or-work
        relay.access.wrap_work=300                     | 0 to 256
        relay.keeping.cache_megabytes=0                | a whole number, at least 1
        relay.keeping.wraps=long        | a number with ms, s, min, h, days or weeks, such as "15 min", or 0
        """)
    void whatCantBeMeantIsRefusedWithWhatIsAllowed(String set, String allowed) {
        Run run = run("relay", "--set", set);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("muster: --set: %s can't be used; allowed is %s\n"
                        .formatted(set.replaceFirst("=(.*)", " = \"$1\""), allowed));
    }

    /// The same commands with the same results; nobody has to know whether a relay is running.
    @Test
    void commandsAtItsDataWorkWhetherItRunsOrNot() throws Exception {
        List<String> lines = Stream.concat(NOTES.stream(), Stream.of("{\"not\":\"an event\"}"))
                .toList();
        Run stopped = reading(lines, "relay", "import");
        assertThat(stopped.out()).isEqualTo("50 accepted, 0 known, 0 outdated, 1 refused\n");
        assertThat(stopped.err()).startsWith("muster: line 51: ").doesNotContain("not\":");
        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(run("relay", "stats").out()).startsWith("50 events, ").endsWith("the relay is stopped\n");
        assertThat(run("relay", "export").lines()).containsExactlyElementsOf(NOTES);

        try (MusterProcess _ = ready()) {
            assertThat(reading(NOTES, "relay", "import", "--json").out())
                    .isEqualTo("{\"accepted\":0,\"known\":50,\"outdated\":0,\"refused\":0}\n");
            assertThat(run("relay", "stats").out()).startsWith("50 events, ").endsWith("the relay is running\n");
            assertThat(run("relay", "export", "--since", "1699999990").lines()).hasSize(11);
            assertThat(run("relay", "compact").exitCode()).isZero();
            Run toFile = run("relay", "export", "events.jsonl");
            assertThat(toFile.out()).isEmpty();
            assertThat(toFile.err()).isEqualTo("muster: 50 events written\n");
            assertThat(folder.resolve("events.jsonl"))
                    .content()
                    .isEqualTo(NOTES.stream().map(note -> note + "\n").collect(Collectors.joining()));
            assertThat(run("relay", "export", "events.jsonl").err()).contains("is there already");
        }
    }

    @Test
    void aBackupOfTheRunningRelayBecomesAnotherWithTheSameAnswers() throws Exception {
        List<String> found;
        try (MusterProcess _ = ready()) {
            reading(NOTES, "publish", url());
            assertThat(run("relay", "backup", "backups/today").out())
                    .startsWith("50 events, ")
                    .endsWith(" in " + folder.resolve("backups/today") + "\n");
            assertThat(run("relay", "restore", "backups/today").err()).contains("is running: stop it first");
            found = run("req", url(), "--kinds", "1").lines();
        }
        assertThat(run("relay", "restore", "backups/today").err()).contains("there is something in ");
        assertThat(run("relay", "restore", "backups/none", "--data", "second").err())
                .contains("there is no backup in ");
        assertThat(run("relay", "restore", "backups/today", "--data", "second").out())
                .startsWith("50 events, ")
                .endsWith(" restored\n");

        try (var second = MusterProcess.start(folder, "relay", "--data", "second", "--listen", "127.0.0.1:" + port)) {
            assertThat(second.line()).isEqualTo("ready relay " + url());
            assertThat(run("req", url(), "--kinds", "1").lines()).isEqualTo(found);
        }
    }

    @Test
    void whereNoRelayHasRunThereIsNothingToLookAt() {
        for (String command : List.of("stats", "compact", "export")) {
            Run run = run("relay", command);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("muster: there are no events in ").contains("--data");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void upWritesWhatIsMissingAndStartsTheRelay() throws Exception {
        try (MusterProcess up = MusterProcess.start(folder, "up", "--set", "relay.net.listen=127.0.0.1:" + port)) {
            assertThat(up.line()).isEqualTo("ready relay " + url());
            up.awaitErr("muster relay stats");
            assertThat(folder.resolve("muster.toml")).content().contains("\nadmin = [\"npub1");
            assertThat(folder.resolve("keys/notifier.key")).exists();
            up.signal("TERM");
            assertThat(up.exitCode()).isZero();
        }
    }

    @Test
    void progressIsShownToWhoeverSitsAtATerminalAndNobodyElse() throws Exception {
        Path file = Files.write(folder.resolve("events.jsonl"), NOTES);
        assertThat(new TestShell()
                        .in(folder)
                        .typing()
                        .run("relay", "import", file.toString())
                        .err())
                .contains("\rimport [##############################] 100 %");
        assertThat(run("relay", "import", file.toString()).err()).isEmpty();
    }
}
