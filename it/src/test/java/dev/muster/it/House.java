package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.UserInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A relay and bots in one folder, as a group runs them: each a process that can be stopped, killed and started anew.
public final class House implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    /// They start sooner so, which counts where that happens often.
    public static final List<String> SOON_READY = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /// As the script `muster` starts what runs for long.
    public static final List<String> AS_USUAL = List.of("-XX:+ExitOnOutOfMemoryError");

    private final Path folder;
    private final Daemon relay;
    private final Daemon bot;
    private final Daemon texts;
    private final Daemon telephones;

    /// What all of them are told, as arguments.
    private final List<String> sets = new ArrayList<>();

    private final URI relayUrl;
    private final URI pages;
    private final URI shortLinks;
    private final URI calls;

    private House(Path folder, List<String> java, List<String> settings) throws IOException {
        this.folder = folder;
        relayUrl = URI.create("ws://127.0.0.1:" + FreePort.any());
        pages = URI.create("http://127.0.0.1:" + FreePort.any());
        shortLinks = URI.create("http://127.0.0.1:" + FreePort.any());
        calls = URI.create("http://127.0.0.1:" + FreePort.any());
        int voices = FreePort.any();
        set(
                "relay.net.listen=" + relayUrl.getAuthority(),
                "notifier.listen=" + pages.getAuthority(),
                "sms.listen=" + shortLinks.getAuthority(),
                "sip.listen=" + calls.getAuthority(),
                "sip.media.listen=127.0.0.1:" + FreePort.any(),
                "sip.media.first_port=" + voices,
                "sip.media.last_port=" + (voices + 20));
        set(settings.toArray(String[]::new));
        relay = new Daemon("relay", java);
        bot = new Daemon("notifier", java);
        texts = new Daemon("sms", java);
        telephones = new Daemon("sip", java);
    }

    /// Tells all of them more, from their next start on: what isn't known before there are keys and ports.
    public void set(String... settings) {
        for (String setting : settings) sets.addAll(List.of("--set", setting));
    }

    /// Lays its foundations; nothing runs yet.
    ///
    /// @param java what Java itself is told
    /// @param settings such as `notifier.name=Ana's bot`
    public static House in(Path folder, List<String> java, String... settings)
            throws IOException, InterruptedException {
        var house = new House(folder, java, List.of(settings));
        house.does("init");
        return house;
    }

    /// Introduces the bot and the one for telephones to each other, so that sessions have rooms.
    void introduceBots() throws IOException {
        String calls = new Npub(telephonesKey()).encode();
        set("notifier.sessions.rooms.bridge=" + calls, "roles.bot=" + calls + "," + new Npub(botKey()).encode());
    }

    /// Has `muster` do something in its folder.
    void does(String... arguments) throws IOException, InterruptedException {
        Process command = start(SOON_READY, List.of(arguments), arguments[0]);
        if (command.waitFor() != 0) throw new AssertionError("muster " + List.of(arguments) + "\n" + logs());
    }

    /// What a command prints that is about what runs here.
    public String says(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.resolve("muster.toml").toString()));
        return new MusterCommand(folder, Map.of())
                .run(all.toArray(String[]::new))
                .orFail();
    }

    public Daemon relay() {
        return relay;
    }

    Daemon bot() {
        return bot;
    }

    /// The bot for people with only a phone.
    Daemon texts() {
        return texts;
    }

    /// The bot for telephones.
    public Daemon telephones() {
        return telephones;
    }

    URI relayUrl() {
        return relayUrl;
    }

    /// Where the bot answers browsers and apps.
    URI pages() {
        return pages;
    }

    /// Where the bot for texts answers browsers and carriers.
    URI shortLinks() {
        return shortLinks;
    }

    /// Where the bot for telephones answers programs.
    public URI calls() {
        return calls;
    }

    Path folder() {
        return folder;
    }

    /// Who may do everything.
    SecretKey admin() throws IOException {
        return key("admin");
    }

    PublicKey botKey() throws IOException {
        return key("notifier").publicKey();
    }

    PublicKey textsKey() throws IOException {
        return key("sms").publicKey();
    }

    PublicKey telephonesKey() throws IOException {
        return key("sip").publicKey();
    }

    private SecretKey key(String name) throws IOException {
        return UserInput.secretKey(
                Files.readString(folder.resolve("keys/" + name + ".key")).strip());
    }

    /// What the bot counts of that name, with those labels or with any, such as
    /// `muster_page_refused_total{reason="early"}`; 0 if it hasn't yet.
    double metric(String name) throws IOException, InterruptedException {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// All that the bot counts.
    String metrics() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(pages.resolve("/metrics")).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    /// All that they have logged, in all their lives.
    public String logs() throws IOException {
        var logs = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) logs.append(Files.readString(log));
        }
        return logs.toString();
    }

    private Process start(List<String> java, List<String> arguments, String log) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.cli.Muster"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(log + ".log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_"));
        return builder.start();
    }

    @Override
    public void close() {
        telephones.kill();
        texts.kill();
        bot.kill();
        relay.kill();
    }

    /// One of them.
    public final class Daemon {
        private final String name;
        private final List<String> java;
        private @Nullable Process process;

        private Daemon(String name, List<String> java) {
            this.name = name;
            this.java = java;
        }

        /// Starts it, and waits until it is ready.
        public void start() throws IOException {
            List<String> arguments =
                    Stream.concat(Stream.of(name), sets.stream()).toList();
            process = House.this.start(java, arguments, name);
            BufferedReader out = process.inputReader(UTF_8);
            String line = out.readLine();
            if (line == null || !line.startsWith("ready "))
                throw new AssertionError(name + " says " + line + " and ends with "
                        + process.onExit().join().exitValue() + "\n" + out.readAllAsString() + logs());
        }

        /// As a system does that shuts down.
        public void stop() throws InterruptedException {
            Process running = running();
            running.destroy();
            if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw new AssertionError(name + " doesn't stop");
        }

        /// As nobody should: `kill -9`.
        public void kill() {
            if (process != null) process.destroyForcibly().onExit().join();
        }

        /// By which the system knows it.
        public long pid() {
            return running().pid();
        }

        private Process running() {
            if (process == null) throw new IllegalStateException(name + " was not started");
            return process;
        }

        /// How much of the memory it has.
        long residentKilobytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/" + running().pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }
}
