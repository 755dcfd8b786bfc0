package dev.muster.kit.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Wire.Line;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/// The command's side: asks a running daemon.
///
/// Speaks HTTP/1.0, where an answer ends with its connection: one request, one connection.
public final class ControlClient {
    private final UnixDomainSocketAddress address;

    private ControlClient(UnixDomainSocketAddress address) {
        this.address = address;
    }

    /// The daemon that has the data in this folder open, if it is running.
    ///
    /// @throws ControlFailure if that can't be found out, as by somebody who isn't the owner
    public static Optional<ControlClient> of(Path data) {
        Path socket = ControlSocket.in(data);
        try {
            return ControlSocket.isAnswered(socket)
                    ? Optional.of(new ControlClient(UnixDomainSocketAddress.of(socket)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ControlFailure("can't open " + socket + ": " + e.getMessage(), e);
        }
    }

    /// Has the daemon do it, and waits until it is done.
    ///
    /// @throws ControlFailure if it could not be done
    public <A extends Record, R extends Record> R run(Operation<A, R> operation, A arguments, Listener listener) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            byte[] body = Wire.JSON.writeValueAsBytes(arguments);
            String head = "POST /" + operation.name() + " HTTP/1.0\r\ncontent-length: " + body.length + "\r\n\r\n";
            send(channel, head.getBytes(US_ASCII));
            send(channel, body);
            var in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
            int status = status(in);
            if (status == 200) return result(in, operation, listener);
            String why = status == 404 ? "it doesn't know how to " + operation.name() : firstLine(in);
            throw new ControlFailure("the running daemon refuses: " + why);
        } catch (IOException e) {
            throw new ControlFailure("lost the connection to the daemon: " + e.getMessage(), e);
        }
    }

    private static void send(SocketChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    /// Reads as far as the empty line that ends the head.
    private static int status(InputStream in) throws IOException {
        String[] words = firstLine(in).split(" ", 3);
        while (!firstLine(in).isBlank()) {
            // Our own server says nothing of interest in its headers.
        }
        return words.length > 1 ? Integer.parseInt(words[1]) : 0;
    }

    private static String firstLine(InputStream in) throws IOException {
        return new String(line(in).orElse(new byte[0]), US_ASCII).strip();
    }

    private static <R extends Record> R result(InputStream in, Operation<?, R> operation, Listener listener)
            throws IOException {
        for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
            switch (Wire.read(line.get())) {
                case Line.Progress(var done, var total) -> listener.progress(done, total);
                case Line.Output(var bytes) -> listener.line(bytes);
                case Line.Result(var value) -> {
                    return Wire.JSON.treeToValue(value, operation.result());
                }
                case Line.Failed(var why) -> throw new ControlFailure(why);
            }
        }
        throw new IOException("it ended before it was done");
    }

    /// The next line, without its newline; empty at the end.
    private static Optional<byte[]> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) return Optional.empty();
        for (; next >= 0 && next != '\n'; next = in.read()) line.write(next);
        return Optional.of(line.toByteArray());
    }
}
