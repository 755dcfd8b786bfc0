package dev.muster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/// A door in front of a relay. While it is shut nobody comes in, and whoever was inside is out: as if the relay
/// had been killed, which a relay that shuts itself down doesn't show (it may still take and serve one
/// connection more).
final class Door implements AutoCloseable {
    private final ServerSocket outside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> inside = new HashSet<>();
    private final InetAddress guests;
    private int relayPort;

    Door(URI relay) throws IOException {
        this(relay, InetAddress.getLoopbackAddress());
    }

    /// @param guests where those seem to come from who go through it
    Door(URI relay, InetAddress guests) throws IOException {
        this.guests = guests;
        open(relay);
        Thread.ofVirtual().start(this::welcome);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + outside.getLocalPort());
    }

    synchronized void open(URI relay) {
        relayPort = relay.getPort();
    }

    synchronized void shut() {
        relayPort = 0;
        inside.forEach(Door::close);
        inside.clear();
    }

    private void welcome() {
        try {
            while (true) admit(outside.accept());
        } catch (IOException e) {
            if (!outside.isClosed()) throw new UncheckedIOException(e);
        }
    }

    private synchronized void admit(Socket guest) throws IOException {
        if (relayPort == 0) {
            guest.close();
            return;
        }
        var relay = new Socket(InetAddress.getLoopbackAddress(), relayPort, guests, 0);
        inside.add(guest);
        inside.add(relay);
        Thread.ofVirtual().start(() -> pass(guest, relay));
        Thread.ofVirtual().start(() -> pass(relay, guest));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException hungUp) {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        outside.close();
        shut();
    }
}
