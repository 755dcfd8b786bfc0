package dev.muster.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a command finds around it: its streams, its environment, time and chance. Tests bring their own.
///
/// All text is UTF-8, whatever the locale: what one command writes is what the next one reads.
final class Shell {
    private static final Pattern SECRET = Pattern.compile("(?i)\\b(?<kind>nsec|ncryptsec)1[0-9a-z]+");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]");

    private final InputStream in;
    private final OutputStream out;
    private final PrintWriter err;
    private final Environment environment;
    private final InstantSource clock;
    private final SecureRandom random;

    /// The variables of this process, and whoever sits at its terminal.
    interface Environment {
        /// What a variable is set to, unless that is nothing.
        Optional<String> variable(String name);

        /// All variables.
        Map<String, String> variables();

        /// Where this process was started.
        Path folder();

        /// Whether somebody types what this process reads, and sees what it writes.
        boolean isTerminal();

        /// Whether somebody sees what it writes to standard error.
        boolean isErrTerminal();

        /// Asks at the terminal, and doesn't show what is typed; empty if there is no terminal.
        Optional<String> askPassword(String prompt);
    }

    Shell(Streams streams, Environment environment, InstantSource clock, SecureRandom random) {
        this.in = streams.in();
        this.out = streams.out();
        this.err = new PrintWriter(new OutputStreamWriter(streams.err(), UTF_8), true);
        this.environment = environment;
        this.clock = clock;
        this.random = random;
    }

    /// The three streams of a process.
    record Streams(InputStream in, OutputStream out, OutputStream err) {}

    static Shell ofThisProcess() {
        var streams = new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        return new Shell(streams, new ThisProcess(), InstantSource.system(), new SecureRandom());
    }

    InputStream in() {
        return in;
    }

    /// All of standard input, as text.
    String readAll() {
        try {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read standard input: " + e.getMessage(), e);
        }
    }

    /// For what picocli writes itself: the help.
    PrintWriter out() {
        return new PrintWriter(new OutputStreamWriter(out, UTF_8), true);
    }

    PrintWriter err() {
        return err;
    }

    Environment environment() {
        return environment;
    }

    InstantSource clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    /// Prints a line, at once: whoever reads it through a pipe may be waiting for it.
    void print(String line) {
        print(line.getBytes(UTF_8));
    }

    void print(byte[] line) {
        byte[] bytes = new byte[line.length + 1];
        System.arraycopy(line, 0, bytes, 0, line.length);
        bytes[line.length] = '\n';
        try {
            // One write a line, so that lines of several threads don't mix.
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new OutputLost(e);
        }
    }

    /// Says something on standard error, on one line. A secret key that got into it is not repeated.
    void complain(String what) {
        String line = printable(what).replace('\n', ' ');
        err.println("muster: " + SECRET.matcher(line).replaceAll("${kind}1…"));
    }

    /// What others wrote, without the characters by which it could move the cursor, or the reader's eye.
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
    }

    /// Nobody takes what we print any more.
    static final class OutputLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        private OutputLost(IOException cause) {
            super("can't write to standard output: " + cause.getMessage(), cause);
        }

        /// Whether the reader has simply gone, as `head` does when it has enough.
        boolean isBrokenPipe() {
            return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
        }
    }

    private static final class ThisProcess implements Environment {
        private static final int STDERR = 2;

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
        }

        @Override
        public Map<String, String> variables() {
            return System.getenv();
        }

        @Override
        public Path folder() {
            return Path.of("").toAbsolutePath();
        }

        @Override
        public boolean isTerminal() {
            return console().isPresent();
        }

        /// Java knows of standard input and output only.
        @Override
        @SuppressWarnings("restricted") // The C library's isatty takes a number and gives one.
        public boolean isErrTerminal() {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("isatty")
                    .map(isatty -> linker.downcallHandle(isatty, FunctionDescriptor.of(JAVA_INT, JAVA_INT)))
                    .filter(isatty -> {
                        try {
                            return (int) isatty.invokeExact(STDERR) == 1;
                        } catch (Throwable e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .isPresent();
        }

        @Override
        public Optional<String> askPassword(String prompt) {
            return console().map(console -> console.readPassword("%s", prompt)).map(String::new);
        }

        private static Optional<Console> console() {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal);
        }
    }
}
