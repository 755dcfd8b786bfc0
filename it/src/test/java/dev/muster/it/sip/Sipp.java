package dev.muster.it.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// SIPp, as somebody else's telephones: it plays one of its scenarios for each call, and says back what it hears.
public final class Sipp implements AutoCloseable {
    private static final int SECONDS = 60;

    private final Process process;
    private final Path messages;

    private Sipp(Process process, Path messages) {
        this.process = process;
        this.messages = messages;
    }

    /// What is missing, and what to do about it.
    public static Optional<String> missing() {
        return program().isPresent()
                ? Optional.empty()
                : Optional.of("SIPp is missing: ./verify fetches it into build/peers where there is apt-get");
    }

    private static Optional<Path> program() {
        return Stream.of(Path.of("../build/peers/sipp/sipp"), Path.of("/usr/bin/sipp"))
                .filter(Files::isExecutable)
                .map(path -> path.toAbsolutePath().normalize())
                .findFirst();
    }

    /// Waits for one call, lets it ring, answers, is held, and says back what it hears until the other side hangs up.
    ///
    /// @param media the port where it hears
    public static Sipp answers(Path folder, int port, int media) throws IOException {
        return plays("answers.xml", folder, port, media);
    }

    /// Waits for one call, and does with it what that scenario says.
    ///
    /// @param media the port where it hears
    static Sipp plays(String scenario, Path folder, int port, int media) throws IOException {
        return start(folder, scenario(scenario, folder, media), port);
    }

    /// Calls that number, and does what that scenario says.
    ///
    /// @param bridge the port that is called
    static Sipp calls(String scenario, Path folder, int port, int media, int bridge, String number) throws IOException {
        List<String> what = new ArrayList<>(scenario(scenario, folder, media));
        what.addAll(List.of("-s", number, "127.0.0.1:" + bridge));
        return start(folder, what, port);
    }

    private static List<String> scenario(String name, Path folder, int media) throws IOException {
        Path scenario = folder.resolve(name);
        try (InputStream file = Objects.requireNonNull(Sipp.class.getResourceAsStream(name))) {
            Files.copy(file, scenario);
        }
        return List.of("-sf", scenario.toString(), "-rtp_echo", "-mp", Integer.toString(media));
    }

    /// Waits for one call, answers, and says back what it hears until the other side hangs up.
    ///
    /// @param media the port where it hears
    public static Sipp picksUp(Path folder, int port, int media) throws IOException {
        return start(folder, List.of("-sn", "uas", "-rtp_echo", "-mp", Integer.toString(media)), port);
    }

    /// Waits for one call, answers, and has its voice at that handset until the other side hangs up.
    ///
    /// @param media a port that nobody uses
    public static Sipp picksUp(Path folder, int port, int media, Handset handset) throws IOException {
        Path scenario = folder.resolve("handset.xml");
        try (InputStream file = Objects.requireNonNull(Sipp.class.getResourceAsStream("handset.xml"))) {
            String text = new String(file.readAllBytes(), UTF_8);
            Files.writeString(scenario, text.replace("HANDSET", Integer.toString(handset.port())));
        }
        return start(folder, List.of("-sf", scenario.toString(), "-mp", Integer.toString(media)), port);
    }

    /// Waits for so many calls, answers each, and has its voice at one of those ports after the other, until the other
    /// side
    /// hangs up.
    public static Sipp picksUp(Path folder, int port, List<Integer> voices, int calls) throws IOException {
        Path file = scenario(folder, "handset", Map.of("HANDSET", "[field0]"));
        Path ports = folder.resolve("voices.csv");
        Files.writeString(
                ports, voices.stream().map(voice -> voice + ";").collect(joining("\n", "SEQUENTIAL\n", "\n")));
        return start(folder, List.of("-sf", file.toString(), "-inf", ports.toString()), port, calls);
    }

    /// Calls that number, speaks for so many milliseconds as soon as somebody answers, and hangs up.
    ///
    /// @param bridge the port that is called
    public static Sipp calls(Path folder, int port, int media, int bridge, String number, int milliseconds)
            throws IOException {
        List<String> what = List.of(
                "-sn",
                "uac",
                "-rtp_echo",
                "-mp",
                Integer.toString(media),
                "-s",
                number,
                "-d",
                Integer.toString(milliseconds),
                "127.0.0.1:" + bridge);
        return start(folder, what, port);
    }

    /// Plays a scenario of that name towards a bridge, as a telephone that calls it.
    ///
    /// @param bridge the port that is called
    public static Sipp plays(Path folder, String scenario, int port, int media, int bridge) throws IOException {
        Path file = scenario(folder, scenario, Map.of());
        return start(
                folder, List.of("-sf", file.toString(), "-mp", Integer.toString(media), "127.0.0.1:" + bridge), port);
    }

    /// Calls a number of a bridge, has its voice at that handset, and stays until it is hung up on.
    ///
    /// @param media a port that nobody uses
    /// @param bridge the port that is called
    /// @param caller its own number
    public static Sipp dialsIn(
            Path folder, int port, int media, int bridge, String number, String caller, Handset handset)
            throws IOException {
        return dialsIn(folder, port, media, "127.0.0.1:" + bridge, number, caller, handset);
    }

    /// The same.
    ///
    /// @param bridge the address and port that is called
    public static Sipp dialsIn(
            Path folder, int port, int media, String bridge, String number, String caller, Handset handset)
            throws IOException {
        Path file = scenario(folder, "dialsIn", Map.of("CALLER", caller, "HANDSET", Integer.toString(handset.port())));
        return start(
                folder, List.of("-sf", file.toString(), "-mp", Integer.toString(media), "-s", number, bridge), port);
    }

    /// Registers as ana's app, and stays for so many milliseconds.
    ///
    /// @param bridge the port that it registers at
    /// @param push what it says about how it is woken
    /// @param whenCalled the scenario that it plays when it is called
    public static Sipp app(
            Path folder,
            int port,
            int media,
            int bridge,
            String password,
            String push,
            int milliseconds,
            String whenCalled)
            throws IOException {
        Path file = scenario(
                folder,
                "registers",
                Map.of("PUSH", push, "PASSWORD", password, "AWAKE", Integer.toString(milliseconds)));
        Path called = scenario(folder, whenCalled, Map.of());
        return start(
                folder,
                List.of(
                        "-sf",
                        file.toString(),
                        "-oocsf",
                        called.toString(),
                        "-rtp_echo",
                        "-mp",
                        Integer.toString(media),
                        "127.0.0.1:" + bridge),
                port);
    }

    private static Path scenario(Path folder, String name, Map<String, String> words) throws IOException {
        try (InputStream file = Objects.requireNonNull(Sipp.class.getResourceAsStream(name + ".xml"))) {
            String text = new String(file.readAllBytes(), UTF_8);
            for (var word : words.entrySet()) text = text.replace(word.getKey(), word.getValue());
            return Files.writeString(folder.resolve(name + ".xml"), text);
        }
    }

    private static Sipp start(Path folder, List<String> what, int port) throws IOException {
        return start(folder, what, port, 1);
    }

    private static Sipp start(Path folder, List<String> what, int port, int calls) throws IOException {
        List<String> command = new ArrayList<>();
        Path messages = folder.resolve("messages");
        command.add(program().orElseThrow().toString());
        command.addAll(what);
        command.addAll(List.of(
                "-i",
                "127.0.0.1",
                "-mi",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-m",
                Integer.toString(calls),
                "-nostdin",
                "-trace_msg",
                "-message_file",
                messages.toString()));
        return new Sipp(
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("sipp.log").toFile())
                        .start(),
                messages);
    }

    /// What it heard.
    ///
    /// @throws AssertionError with what was said, if it has heard something else than in its scenario
    public void end() throws IOException, InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) throw new AssertionError("SIPp still waits\n" + said());
        if (process.exitValue() != 0) throw new AssertionError("SIPp ends with " + process.exitValue() + "\n" + said());
    }

    /// All that was said.
    public String said() throws IOException {
        return Files.readString(messages);
    }

    /// The numbers of what was asked in that way: what is only said again has the same.
    public static Set<String> numbers(String said, String method) {
        return Pattern.compile("\nCSeq: ([0-9]+) " + method + "\\b")
                .matcher(said)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /// Whether that was said by now, by itself or to it.
    boolean hasSaid(String words) {
        try {
            return Files.exists(messages) && said().contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
