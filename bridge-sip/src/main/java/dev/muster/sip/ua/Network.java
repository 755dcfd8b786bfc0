package dev.muster.sip.ua;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Makes JAIN's sockets: who isn't admitted isn't heard, and over TLS nobody is spoken to but who was meant.
///
/// JAIN itself takes any name, as long as the certificate is signed by somebody known: it then tells `evil.example`
/// whom we call. Here Java checks the name as a part of the handshake, before a byte of SIP is sent.
final class Network implements NetworkLayer {
    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final int MOST_NAMES = 1_000;

    /// Less than [Timing#firstAnswer] doesn't help: who doesn't take a connection by then won't.
    private final int connectMillis;

    private final List<Datagrams> opened = new CopyOnWriteArrayList<>();
    private final Admission admission;
    private final SSLContext tls;

    /// The names that were meant by the addresses that JAIN asks for. The oldest goes first.
    private final Map<InetSocketAddress, String> names = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, String> eldest) {
            return size() > MOST_NAMES;
        }
    };

    Network(Admission admission, SSLContext tls, Timing timing) {
        this.admission = admission;
        this.tls = tls;
        connectMillis = (int) timing.firstAnswer().toMillis();
    }

    /// Whoever answers there must be called so.
    void name(InetAddress address, int port, String name) {
        synchronized (names) {
            names.put(new InetSocketAddress(address, port), name);
        }
    }

    /// Where no name was meant, the certificate has to bear the address.
    private String nameOf(InetAddress address, int port) {
        synchronized (names) {
            return names.getOrDefault(new InetSocketAddress(address, port), address.getHostAddress());
        }
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        var datagrams = new Datagrams(address, port, admission);
        opened.add(datagrams);
        return datagrams;
    }

    /// Until then, stopping fails.
    void awaitBegin() {
        opened.forEach(Datagrams::awaitBegin);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new Door(port, backlog, address, admission);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new TlsDoor(port, backlog, address, admission, tls.getSocketFactory());
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from, int fromPort)
            throws IOException {
        return connected(address, port, from);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        return connected(address, port, from);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connected(address, port, null);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        return createSSLSocket(address, port, null);
    }

    /// JAIN makes the handshake, before it writes.
    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        Socket plain = connected(address, port, from);
        try {
            SSLSocket socket =
                    (SSLSocket) tls.getSocketFactory().createSocket(plain, nameOf(address, port), port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            plain.setSoTimeout(connectMillis);
            socket.addHandshakeCompletedListener(_ -> TlsDoor.patient(plain));
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket connected(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        var socket = new Socket();
        try {
            if (from != null && !from.isAnyLocalAddress()) socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(address, port), connectMillis);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
