package dev.muster.kit.control;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Serving;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The daemon's side: answers commands of whoever may open the socket file, which is its owner alone.
public final class ControlSocket implements AutoCloseable {
    private static final String NAME = "control.sock";

    /// Patient, since what a command prints may go through a pager, and generous: only the owner comes here.
    private static final Serving SERVING =
            new Serving(Optional.empty(), 64 << 20, Duration.ofHours(1), Duration.ofSeconds(10), 100);

    private final Path path;
    private final HttpServer server;

    /// Opens the socket in the daemon's data folder, in place of one that a killed process has left there.
    ///
    /// @throws IOException if a daemon answers there already, or the socket can't be made
    public ControlSocket(Path data, Operations operations) throws IOException {
        this.path = in(data);
        Files.createDirectories(data, asFileAttribute(fromString("rwx------")));
        if (isAnswered(path)) throw new IOException("already running, with the data in " + data);
        Files.deleteIfExists(path);
        this.server = new HttpServer(UnixDomainSocketAddress.of(path), SERVING, operations.routes());
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
        } catch (ConnectException e) {
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
