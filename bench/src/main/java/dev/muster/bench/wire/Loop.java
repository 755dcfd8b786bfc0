package dev.muster.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Serves all connections on the thread that calls it.
public final class Loop implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    /// A relay's queue of connections that it has not accepted yet is short.
    private static final int CONNECTING_AT_ONCE = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Selector selector;
    private final byte[] buffer = new byte[BUFFER];
    private List<Connection> unsent = new ArrayList<>();
    private List<Connection> sending = new ArrayList<>();

    public Loop() throws IOException {
        selector = Selector.open();
    }

    /// Opens a connection.
    public Connection connect(Door door, Ear ear) {
        return connect(1, _ -> door, ear).getFirst();
    }

    /// Opens several connections, a few at a time.
    ///
    /// @param doors the door of each
    public List<Connection> connect(int count, IntFunction<Door> doors, Ear ear) {
        var connections = new ArrayList<Connection>(count);
        int opened = 0;
        while (opened < count) {
            while (connections.size() < Math.min(count, opened + CONNECTING_AT_ONCE)) {
                connections.add(start(doors.apply(connections.size()), ear));
            }
            Connection next = connections.get(opened);
            until("a connection", next::isOpen);
            opened++;
        }
        return connections;
    }

    private Connection start(Door door, Ear ear) {
        try {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (door.from().isPresent())
                channel.bind(new InetSocketAddress(door.from().get(), 0));
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            var connection = new Connection(this, channel, key, door, ear);
            if (channel.connect(door.address())) connection.connected();
            return connection;
        } catch (IOException e) {
            throw unchecked(e);
        }
    }

    /// Runs until something is so.
    ///
    /// @param what is waited for, to say so when it doesn't come
    public void until(String what, BooleanSupplier done) {
        until(what, done, PATIENCE);
    }

    public void until(String what, BooleanSupplier done, Duration atMost) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new WrongAnswer("waited " + atMost.toSeconds() + " s in vain for " + what);
            }
            turn(100);
        }
    }

    /// Goes on serving connections for a while.
    public void pause(Duration time) {
        long start = System.nanoTime();
        long left;
        while ((left = time.toNanos() - (System.nanoTime() - start)) > 0) {
            turn(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
    }

    /// Sends what waits, then hears what has come, or comes within so many milliseconds.
    public void turn(long atMostMillis) {
        try {
            flush();
            if (atMostMillis > 0) selector.select(this::serve, atMostMillis);
            else selector.selectNow(this::serve);
            flush();
        } catch (IOException e) {
            throw unchecked(e);
        }
    }

    private void serve(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            if (key.isValid() && key.isConnectable()) connection.connected();
            if (key.isValid() && key.isWritable()) connection.flush();
            if (key.isValid() && key.isReadable()) connection.read(buffer);
        } catch (IOException e) {
            throw unchecked(e);
        }
    }

    private void flush() throws IOException {
        List<Connection> now = unsent;
        unsent = sending;
        sending = now;
        for (Connection connection : now) connection.flush();
        now.clear();
    }

    void sendSoon(Connection connection) {
        unsent.add(connection);
    }

    void forget(Connection connection) {
        unsent.remove(connection);
    }

    static UncheckedIOException unchecked(IOException e) {
        return new UncheckedIOException(e);
    }

    /// Hangs up on everybody.
    @Override
    public void close() throws IOException {
        for (SelectionKey key : Set.copyOf(selector.keys())) key.channel().close();
        selector.close();
    }
}
