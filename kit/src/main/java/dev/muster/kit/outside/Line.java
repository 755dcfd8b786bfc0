package dev.muster.kit.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// One connection, over which one request goes after the other.
final class Line implements AutoCloseable {
    private final Origin origin;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private Instant idleSince = Instant.EPOCH;
    private boolean isUsed;
    private boolean isHeard;

    /// @param socket that is connected
    /// @param secured the same, or the TLS on top of it
    Line(Origin origin, Socket socket, Socket secured) throws IOException {
        this.origin = origin;
        this.socket = socket;
        this.in = new BufferedInputStream(secured.getInputStream());
        this.out = secured.getOutputStream();
    }

    Origin origin() {
        return origin;
    }

    /// Whether it failed only because the other side had hung up while nothing was going on: then not a byte came back.
    boolean wasStale() {
        return isUsed && !isHeard;
    }

    /// What is said on a line, all of it.
    ///
    /// @throws IllegalArgumentException if a header has a line's end in it, or anything else but plain text
    static byte[] post(URI to, Map<String, String> headers, byte[] body) {
        var all = new LinkedHashMap<>(headers);
        all.put("Content-Length", Integer.toString(body.length));
        byte[] head = head("POST", to, all).getBytes(ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /// The same for what is only asked for.
    static byte[] get(URI from) {
        return head("GET", from, Map.of()).getBytes(ISO_8859_1);
    }

    /// @param mostBody as with [Response#read]
    Response exchange(byte[] request, int mostBody) throws IOException {
        isHeard = false;
        out.write(request);
        out.flush();
        in.mark(1);
        isHeard = in.read() >= 0;
        in.reset();
        Response response = Response.read(in, mostBody);
        isUsed = true;
        return response;
    }

    private static String head(String method, URI to, Map<String, String> headers) {
        URI ascii = URI.create(to.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        var head = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
        String port = ascii.getPort() < 0 ? "" : ":" + ascii.getPort();
        add(head, "Host", ascii.getHost() + port);
        add(head, "User-Agent", "Muster");
        headers.forEach((name, value) -> add(head, name, value));
        return head.append("\r\n").toString();
    }

    private static void add(StringBuilder head, String name, String value) {
        if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[\\x20-\\x7e]*")) {
            throw new IllegalArgumentException("such a header can't be sent");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /// Whether anything has come that nobody asked for, such as a goodbye.
    boolean isDisturbed() {
        try {
            return in.available() > 0 || socket.getInputStream().available() > 0;
        } catch (IOException gone) {
            return true;
        }
    }

    void rest(Instant now) {
        idleSince = now;
    }

    Instant idleSince() {
        return idleSince;
    }

    @Override
    public void close() {
        hangUp(socket);
    }

    /// Not the TLS on top: that would wait to say goodbye.
    static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket can't be closed", e);
        }
    }
}
