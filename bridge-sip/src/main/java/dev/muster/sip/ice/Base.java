package dev.muster.sip.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of our addresses (a "base" in the words of RFC 8445), and who is known to write to it.
final class Base implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Base.class);

    /// A quarter of a second of 600 calls, if the reader is held up for as long: a packet takes more than twice
    /// what it is long.
    private static final int BUFFER = 4 << 20;

    private final DatagramChannel channel;
    private final Map<InetSocketAddress, Path> paths = new ConcurrentHashMap<>();

    private Base(DatagramChannel channel) {
        this.channel = channel;
    }

    static Base open(Listening listening) throws IOException {
        DatagramChannel channel =
                DatagramChannel.open(listening.isIpv4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
            if (channel.getOption(StandardSocketOptions.SO_RCVBUF) < BUFFER)
                LOG.warn("the system gives calls a small buffer, so voice may get lost (Linux: net.core.rmem_max)");
            channel.configureBlocking(false);
            channel.bind(listening.address());
            return new Base(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    Optional<Path> path(InetSocketAddress from) {
        return Optional.ofNullable(paths.get(from));
    }

    void learn(Path path) {
        paths.put(path.remote(), path);
    }

    void forget(Path path) {
        paths.remove(path.remote(), path);
    }

    /// Whether it is on its way. What the system has no room for is lost: voice that waits is of no use.
    boolean send(ByteBuffer datagram, InetSocketAddress to) {
        try {
            return channel.send(datagram, to) > 0;
        } catch (IOException e) {
            // The way may be down for now, or the port be closing. The other side's checks tell.
            LOG.debug("a datagram could not be sent: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
