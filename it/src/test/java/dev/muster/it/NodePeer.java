package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JavaScript library in a process of its own, which runs a script of `peers/node`.
final class NodePeer implements AutoCloseable {
    private static final Path HOME = Path.of("peers", "node");
    private static final long DEADLINE_SECONDS = 120;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    NodePeer(NodeScript script) {
        try {
            process = new ProcessBuilder("node", script.file())
                    .directory(HOME.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = process.outputWriter(UTF_8);
        answers = process.inputReader(UTF_8);
    }

    /// A file of a library, such as what a page would load.
    static String library(String file) throws IOException {
        return Files.readString(HOME.resolve("node_modules").resolve(file));
    }

    /// What is missing to start one, and what to do about it.
    static Optional<String> missing(NodeScript script) {
        if (!hasNode()) return Optional.of("Node.js is missing: install it, version 20 or later, with npm");
        if (script.library().isEmpty()) return Optional.empty();
        return Files.isDirectory(HOME.resolve("node_modules").resolve(script.library()))
                ? Optional.empty()
                : Optional.of(script.library() + " is missing: ./verify fetches it into build/peers");
    }

    private static boolean hasNode() {
        try {
            Process version = new ProcessBuilder("node", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while looking for Node.js", e);
        }
    }

    /// Has a command of the script done.
    ///
    /// @throws Refused if the library throws
    synchronized JsonNode ask(String command, Object... arguments) {
        var line = new ArrayList<Object>();
        line.add(command);
        line.addAll(List.of(arguments));
        JsonNode answer = JSON.readTree(exchange(JSON.writeValueAsString(line)));
        if (answer.has("error")) throw new Refused(answer.get("error").asString());
        return answer.get("answer");
    }

    String text(String command, Object... arguments) {
        return ask(command, arguments).asString();
    }

    List<String> texts(String command, Object... arguments) {
        return StreamSupport.stream(ask(command, arguments).spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    /// In a thread that can be left: reading from a process can't be interrupted.
    private String exchange(String line) {
        try {
            return waiting.submit(() -> {
                        commands.write(line);
                        commands.newLine();
                        commands.flush();
                        return Optional.ofNullable(answers.readLine())
                                .orElseThrow(() -> new IOException("the Node process has ended"));
                    })
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException("no answer to " + line.substring(0, Math.min(80, line.length())), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        waiting.close();
    }

    /// The library has thrown something.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Refused(String message) {
            super(message);
        }
    }
}
