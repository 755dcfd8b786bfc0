package dev.muster.sip.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Takes connections from those who may speak to us; others find it shut.
final class Door extends ServerSocket {
    private final Admission admission;

    Door(int port, int backlog, InetAddress address, Admission admission) throws IOException {
        super(port, backlog, address);
        this.admission = admission;
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            var visitor = new Visitor(admission);
            implAccept(visitor);
            if (visitor.mayEnter()) {
                visitor.setTcpNoDelay(true);
                return visitor;
            }
            visitor.close();
        }
    }
}
