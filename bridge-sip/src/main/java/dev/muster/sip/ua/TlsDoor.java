package dev.muster.sip.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// As [Door], with TLS. What is negotiated Java decides: JAIN's own list begins with suites without authentication.
final class TlsDoor extends SSLServerSocket {
    /// So long a visitor may take for the handshake, and between two bytes of it.
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final Admission admission;
    private final SSLSocketFactory sockets;

    TlsDoor(int port, int backlog, InetAddress address, Admission admission, SSLSocketFactory sockets)
            throws IOException {
        super(port, backlog, address);
        this.admission = admission;
        this.sockets = sockets;
    }

    /// The handshake is made on the thread that reads, so that nobody holds up those who come after.
    @Override
    public Socket accept() throws IOException {
        while (true) {
            var visitor = new Visitor(admission);
            implAccept(visitor);
            if (visitor.mayEnter()) {
                visitor.setTcpNoDelay(true);
                visitor.setSoTimeout(HANDSHAKE_MILLIS);
                return wrapped(visitor);
            }
            visitor.close();
        }
    }

    private SSLSocket wrapped(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, null, true);
        socket.setUseClientMode(false);
        socket.addHandshakeCompletedListener(_ -> patient(plain));
        return socket;
    }

    /// Between two messages there may be hours.
    static void patient(Socket socket) {
        try {
            socket.setSoTimeout(0);
        } catch (IOException gone) {
            return;
        }
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {}

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return Network.PROTOCOLS.toArray(String[]::new);
    }

    @Override
    public String[] getEnabledProtocols() {
        return getSupportedProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {}

    @Override
    public void setNeedClientAuth(boolean need) {}

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {}

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public void setUseClientMode(boolean mode) {}

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {}

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }
}
