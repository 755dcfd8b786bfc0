package dev.muster.sip.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/// A connection that others made, which counts until it is closed.
final class Visitor extends Socket {
    private final Admission admission;
    private final AtomicBoolean isIn = new AtomicBoolean();

    Visitor(Admission admission) {
        this.admission = admission;
    }

    /// Once it is connected.
    boolean mayEnter() {
        boolean may = admission.enters(getInetAddress());
        isIn.set(may);
        return may;
    }

    @Override
    public void close() throws IOException {
        InetAddress from = getInetAddress();
        super.close();
        if (isIn.getAndSet(false)) admission.leaves(from);
    }
}
