package dev.muster.sip.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what comes to any base, on one thread, and hands it to whom it is for.
final class Reader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

    /// More than any datagram of a call has, and room behind it to work in place.
    private static final int BUFFER = 2048;

    /// After so many from one base the others have their turn.
    private static final int IN_A_ROW = 64;

    private final Selector selector;
    private final Checks checks;
    private final LongAdder ignored = new LongAdder();
    private final byte[] buffer = new byte[BUFFER];
    private final ByteBuffer target = ByteBuffer.wrap(buffer);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("webrtc-reader").unstarted(this::readAll);

    Reader(List<Base> bases, Checks checks) throws IOException {
        this.checks = checks;
        selector = Selector.open();
        for (Base base : bases) base.channel().register(selector, SelectionKey.OP_READ, base);
    }

    void start() {
        thread.start();
    }

    Port.Arrived arrived() {
        return new Port.Arrived(checks.count(), ignored.sum());
    }

    private void readAll() {
        try {
            while (true) selector.select(key -> read((Base) key.attachment()));
        } catch (ClosedSelectorException closing) {
            LOG.debug("the port is closed");
        } catch (IOException e) {
            LOG.error("nothing is read from the port any more", e);
        }
    }

    private void read(Base base) {
        try {
            for (int i = 0; i < IN_A_ROW; i++) {
                var from = (InetSocketAddress) base.channel().receive(target.clear());
                if (from == null) return;
                if (!isTaken(target.position(), from, base)) ignored.increment();
            }
        } catch (IOException e) {
            LOG.debug("a datagram could not be read: {}", e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // One call's mistake must not end all others.
            LOG.error("a datagram could not be taken", e);
        }
    }

    private boolean isTaken(int length, InetSocketAddress from, Base base) {
        Protocol protocol = Protocol.of(buffer, length);
        if (protocol == Protocol.STUN) return checks.take(buffer, length, from, base);
        Optional<Path> path = base.path(from);
        if (path.isEmpty()) return false;
        Arrivals arrivals = path.get().session().arrivals();
        switch (protocol) {
            case DTLS -> arrivals.handshake(buffer, length, path.get());
            case MEDIA -> arrivals.media(buffer, length, path.get());
            case STUN, OTHER -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
