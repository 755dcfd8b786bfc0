package dev.muster.sip.phone;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two ports of a call.
final class Sockets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int port;
    private final boolean isIpv4;
    private final Runnable freed;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Sockets(DatagramChannel rtp, DatagramChannel rtcp, InetSocketAddress address, Runnable freed) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.freed = freed;
        port = address.getPort();
        isIpv4 = address.getAddress() instanceof Inet4Address;
    }

    /// @param freed told when they are closed
    static Sockets open(InetAddress address, int port, Runnable freed) throws IOException {
        var first = new InetSocketAddress(address, port);
        DatagramChannel rtp = open(first);
        try {
            return new Sockets(rtp, open(new InetSocketAddress(address, port + 1)), first, freed);
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
    }

    private static DatagramChannel open(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The one for voice.
    int port() {
        return port;
    }

    DatagramChannel rtp() {
        return rtp;
    }

    DatagramChannel rtcp() {
        return rtcp;
    }

    /// Whether anything can be sent there, and to one only.
    boolean reaches(InetAddress address) {
        return !address.isMulticastAddress() && (!isIpv4 || address instanceof Inet4Address);
    }

    static boolean send(DatagramChannel channel, ByteBuffer datagram, InetSocketAddress to) {
        try {
            return channel.send(datagram, to) > 0;
        } catch (IOException e) {
            // The way may be down for now, or the port be closing. Who isn't heard for long is given up.
            LOG.debug("a datagram could not be sent: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) return;
        try (rtp;
                rtcp) {
            LOG.debug("a pair of ports is free again");
        } catch (IOException e) {
            LOG.warn("a port could not be closed", e);
        }
        freed.run();
    }
}
