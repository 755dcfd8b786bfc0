package dev.muster.kit.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// An HTTP server on loopback that does with each request exactly what a test wants.
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final String scheme;
    private final Act act;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /// What it does when a request has come.
    interface Act {
        /// Answers, or does not.
        ///
        /// @param number of the request, over all connections, from 1
        void play(Socket client, int number) throws IOException, InterruptedException;
    }

    ScriptedServer(Act act) throws IOException {
        this("http", ServerSocketFactory.getDefault(), act);
    }

    ScriptedServer(String scheme, ServerSocketFactory sockets, Act act) throws IOException {
        this.scheme = scheme;
        this.act = act;
        listener = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    /// Always gives this answer, in which a line ends as in Java.
    static ScriptedServer saying(String answer) throws IOException {
        return new ScriptedServer((client, _) -> say(client, answer));
    }

    static void say(Socket client, String answer) throws IOException {
        client.getOutputStream().write(answer.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    URI at(String host) {
        return URI.create(scheme + "://" + host + ":" + listener.getLocalPort() + "/hook?x=1");
    }

    URI uri() {
        return at("127.0.0.1");
    }

    int port() {
        return listener.getLocalPort();
    }

    /// The requests, head and body.
    List<String> heard() {
        return heard;
    }

    int connections() {
        return connections.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            for (String request = read(client.getInputStream());
                    request != null;
                    request = read(client.getInputStream())) {
                heard.add(request);
                act.play(client, heard.size());
                if (client.isClosed()) return;
            }
        } catch (IOException | InterruptedException gone) {
            return;
        } finally {
            open.remove(client);
        }
    }

    private static @Nullable String read(InputStream in) throws IOException {
        var request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return null;
            request.append((char) next);
        }
        if (request.indexOf("Content-Length") < 0) return request.toString();
        String length = request.toString().replaceAll("(?s).*Content-Length: ([0-9]+)\r\n.*", "$1");
        return request + new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : open) client.close();
    }
}
