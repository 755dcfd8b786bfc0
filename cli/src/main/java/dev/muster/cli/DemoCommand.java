package dev.muster.cli;

import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import dev.muster.kit.lifecycle.Daemon;
import dev.muster.kit.metrics.Metrics;
import dev.muster.nostr.crypto.SecretKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `muster demo`: a whole session, from the announcement to the certificates, in some seconds.
@Command(
        name = "demo",
        description = {
            "Shows what Muster does: starts a relay and a bot of its own, and has an organizer and five attendees go"
                    + " through a session.",
            "Everything in it really happens, over Nostr and HTTP on this machine; nothing goes out, and nothing is"
                    + " left behind."
        },
        footer = {"  muster demo", "  muster demo --keep demo"})
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description = "Keep what relay and bot have stored, and the keys, in this new folder.")
    private @Nullable Path keep;

    private final Shell shell;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        // Before the first logger is made: here people read a story.
        if (shell.environment().variable("MUSTER_LOG").isEmpty()) System.setProperty("MUSTER_LOG", "WARN");
        if (keep == null) {
            Path folder = temporary();
            try {
                play(folder);
            } finally {
                remove(folder);
            }
        } else {
            Path folder = shell.environment().folder().resolve(keep);
            if (Files.exists(folder)) throw new Failure(folder + " is there already: name a new folder");
            play(folder);
            shell.complain("everything is in " + folder + "; to go on with it: muster up --config "
                    + folder.resolve("muster.toml"));
        }
        return ExitCode.OK;
    }

    private void play(Path folder) throws InterruptedException {
        var founding = new Founding(folder, shell);
        founding.lay();
        var sources = new Sources(Optional.of(founding.file()), Map.of(), listening(), folder);
        MusterConfig config = Configuration.read(sources).onto(MusterConfig.DEFAULT);
        try (var process = new Daemon()) {
            var surroundings =
                    new Household.Surroundings(shell, new BotKeys(shell), process, process.with(new Metrics()));
            var _ = RelayDaemon.start(config, surroundings);
            var _ = BotDaemon.of(BotSection.NOTIFIER).start(config, surroundings);
            var place = new DemoStory.Place(
                    config.relay().net().url(),
                    new KeyFile(config.notifier().bot().key()).open(shell).publicKey());
            SecretKey organizer = new KeyFile(Founding.adminKey(folder)).open(shell);
            try (var story = new DemoStory(shell, place, organizer)) {
                story.tell();
            }
        }
    }

    /// Where nobody else listens.
    private static List<String> listening() {
        try (var relay = anyPort();
                var bot = anyPort()) {
            return List.of(
                    "relay.net.listen=127.0.0.1:" + relay.getLocalPort(),
                    "notifier.listen=127.0.0.1:" + bot.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free: " + e.getMessage(), e);
        }
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("muster-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be removed: " + e.getMessage(), e);
        }
    }
}
