package dev.muster.kit.control;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.control.Operation.Action;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Wire.Line;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The daemon's side: answers commands of whoever may open the socket file, which is its owner alone.
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final String NAME = "control.sock";

    /// Patient, since what a command prints may go through a pager.
    private static final Serving SERVING =
            new Serving(Optional.empty(), 1 << 20, Duration.ofHours(1), Duration.ofSeconds(10), 100);

    private final Path path;
    private final HttpServer server;

    /// What the daemon can do, by the operation's name.
    public static final class Operations {
        private final Routes routes = new Routes();

        public <A extends Record, R extends Record> Operations with(Operation<A, R> operation, Action<A, R> action) {
            routes.post("/" + operation.name(), request -> begin(operation, action, request));
            return this;
        }

        private static <A extends Record, R extends Record> Response begin(
                Operation<A, R> operation, Action<A, R> action, Request request) {
            A arguments;
            try {
                String text = request.text();
                arguments = Wire.JSON.readValue(text.isBlank() ? "{}" : text, operation.arguments());
            } catch (JacksonException e) {
                return Response.text(400, "These are no arguments for " + operation.name() + ".\n");
            }
            return Response.streamed("application/jsonl", body -> run(operation, action, arguments, new Talk(body)));
        }

        private static <A extends Record, R extends Record> void run(
                Operation<A, R> operation, Action<A, R> action, A arguments, Talk talk) {
            LOG.info("{} begins", operation.name());
            try {
                talk.end(last(operation, action, arguments, talk));
                LOG.info("{} has ended", operation.name());
            } catch (CancellationException e) {
                LOG.info("{} was given up: nobody waits for it any more", operation.name());
            }
        }

        private static <A extends Record, R extends Record> Line last(
                Operation<A, R> operation, Action<A, R> action, A arguments, Talk talk) {
            try {
                return new Line.Result(Wire.JSON.valueToTree(action.run(arguments, talk)));
            } catch (CancellationException e) {
                throw e;
            } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
                return new Line.Failed(String.valueOf(e.getMessage()));
            } catch (Exception e) {
                LOG.error("{} failed", operation.name(), e);
                return new Line.Failed("something went wrong, and the daemon's log says what");
            }
        }
    }

    /// Tells the command what is going on, and ends the action when nobody listens any more.
    private static final class Talk implements Listener {
        private static final int AT_ONCE = 1 << 16;

        private final Response.Body body;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        Talk(Response.Body body) {
            this.body = body;
        }

        @Override
        public void progress(long done, long total) {
            add(new Line.Progress(done, total));
            flush();
        }

        /// Goes out with others: one by one, a hand-over each, a million events would take most of a minute.
        @Override
        public void line(byte[] line) {
            add(new Line.Output(line));
            if (waiting.size() >= AT_ONCE) flush();
        }

        void end(Line last) {
            add(last);
            flush();
        }

        private void add(Line line) {
            waiting.writeBytes(Wire.write(line));
            waiting.write('\n');
        }

        private void flush() {
            try {
                body.write(waiting.toByteArray());
                waiting.reset();
            } catch (IOException e) {
                throw cancelled(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled(e);
            }
        }

        private static CancellationException cancelled(Exception cause) {
            var cancelled = new CancellationException("nobody waits for it any more");
            cancelled.initCause(cause);
            return cancelled;
        }
    }

    /// Opens the socket in the daemon's data folder, in place of one that a killed process has left there.
    ///
    /// @throws IOException if a daemon answers there already, or the socket can't be made
    public ControlSocket(Path data, Operations operations) throws IOException {
        this.path = in(data);
        Files.createDirectories(data, asFileAttribute(fromString("rwx------")));
        if (isAnswered(path)) throw new IOException("already running, with the data in " + data);
        Files.deleteIfExists(path);
        this.server = new HttpServer(UnixDomainSocketAddress.of(path), SERVING, operations.routes);
        Files.setPosixFilePermissions(path, fromString("rw-------"));
    }

    static Path in(Path data) {
        return data.resolve(NAME);
    }

    /// Whether a process listens there.
    static boolean isAnswered(Path socket) throws IOException {
        if (!Files.exists(socket)) return false;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (SocketException e) {
            // Refused: whoever made it is gone.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
