package dev.muster.sip.ua;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Takes datagrams from those who may speak to us, and forgets the others.
final class Datagrams extends DatagramSocket {
    private static final int BEGIN_SECONDS = 5;

    private final Admission admission;

    /// JAIN's thread makes ready what is stopped with it, and then listens: some time after it was started.
    private final CountDownLatch begun = new CountDownLatch(1);

    Datagrams(InetAddress address, int port, Admission admission) throws SocketException {
        super(new InetSocketAddress(address, port));
        this.admission = admission;
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        begun.countDown();
        byte[] room = packet.getData();
        while (true) {
            super.receive(packet);
            if (admission.hears(packet.getAddress(), room, packet.getLength())) return;
            packet.setLength(room.length);
        }
    }

    /// Waits until somebody listens.
    void awaitBegin() {
        try {
            var _ = begun.await(BEGIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
