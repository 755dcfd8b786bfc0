package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// Somebody who types commands, in this process.
@NullMarked
final class TestShell implements Shell.Environment {
    static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
    static final SecretKey ALICE = SecretKey.parse("67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa");
    static final SecretKey BOB = SecretKey.parse("5c0c523f52a5b6fad39ed2403092df8cebc36318b39383bca6c00808626fab3a");

    private final Map<String, String> variables = new HashMap<>();
    private final Queue<String> passwords = new ArrayDeque<>();
    private Path folder = Path.of("").toAbsolutePath();
    private boolean terminal;
    private InputStream in = InputStream.nullInputStream();

    /// What a command has left behind.
    record Run(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    static String npub(SecretKey key) {
        return new Npub(key.publicKey()).encode();
    }

    TestShell with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /// Somebody who types in this folder.
    TestShell in(Path folder) {
        this.folder = folder;
        return this;
    }

    /// Somebody sits at the terminal, and types these.
    TestShell typing(String... passwords) {
        terminal = true;
        this.passwords.addAll(List.of(passwords));
        return this;
    }

    TestShell reading(String input) {
        return reading(new ByteArrayInputStream(input.getBytes(UTF_8)));
    }

    TestShell reading(InputStream input) {
        in = input;
        return this;
    }

    Run run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = execute(out, err, arguments);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    int execute(OutputStream out, OutputStream err, String... arguments) {
        var streams = new Shell.Streams(in, out, err);
        var shell = new Shell(streams, this, InstantSource.fixed(NOW), new SecureRandom());
        return Muster.commandLine(shell).execute(arguments);
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public boolean isErrTerminal() {
        return terminal;
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public Optional<String> askPassword(String prompt) {
        return Optional.ofNullable(passwords.poll());
    }

    /// Hands over each line as it is printed.
    static final class Printed extends OutputStream {
        private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(100);

        @Override
        public void write(int b) {
            throw new AssertionError("lines are written at once");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            lines.add(new String(bytes, from, length, UTF_8));
        }

        String next() throws InterruptedException {
            String line = lines.poll(30, TimeUnit.SECONDS);
            if (line == null) throw new AssertionError("nothing was printed");
            return line;
        }
    }

    /// Signs alike each time, so that events can be made again and compared.
    static final class SameEachTime extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 7);
        }
    }
}
