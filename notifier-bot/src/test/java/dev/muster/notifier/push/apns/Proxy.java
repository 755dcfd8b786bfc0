package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Speaks HTTP's CONNECT and SOCKS5, whichever it is asked in.
final class Proxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String asked = "";

    Proxy() throws IOException {
        var _ = threads.submit(this::accept);
    }

    URI address(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + door.getLocalPort());
    }

    /// Where it was to connect to last: host and port.
    String asked() {
        return asked;
    }

    private long accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            var _ = threads.submit(() -> serve(client));
        }
    }

    private long serve(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        int first = in.read();
        asked = first == 5 ? socks(in, client) : connect(in, client);
        var target = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(asked.replaceFirst(".*:", "")));
        var _ = threads.submit(() -> pour(target, client));
        return pour(client, target);
    }

    private static String socks(DataInputStream in, Socket client) throws IOException {
        in.readFully(new byte[in.read()]);
        client.getOutputStream().write(new byte[] {5, 0});
        in.readFully(new byte[3]);
        int kind = in.read();
        byte[] host = new byte[kind == 1 ? 4 : in.read()];
        in.readFully(host);
        int port = in.readUnsignedShort();
        client.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
        return (kind == 1 ? InetAddress.getByAddress(host).getHostAddress() : new String(host, US_ASCII)) + ":" + port;
    }

    private static String connect(DataInputStream in, Socket client) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) head.append((char) in.read());
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
        return head.toString().split(" ", -1)[1];
    }

    private static long pour(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            return from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
