package dev.muster.sms.carrier.smpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/// Connects, within a time; if there is TLS, to nobody but the host that was meant, which jsmpp's own doesn't check.
final class Sockets implements ConnectionFactory {
    private static final int CONNECT_MILLIS = 5000;

    private final Optional<SSLSocketFactory> tls;

    private Sockets(Optional<SSLSocketFactory> tls) {
        this.tls = tls;
    }

    /// @throws IOException if the file of authorities can't be read
    static Sockets of(SmppConfig config) throws IOException {
        return new Sockets(config.tls() ? Optional.of(trusting(config.ca())) : Optional.empty());
    }

    private static SSLSocketFactory trusting(Optional<Path> ca) throws IOException {
        try {
            if (ca.isEmpty()) return SSLContext.getDefault().getSocketFactory();
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            try (InputStream file = Files.newInputStream(ca.get())) {
                int count = 0;
                for (Certificate authority :
                        CertificateFactory.getInstance("X.509").generateCertificates(file))
                    trusted.setCertificateEntry("ca" + count++, authority);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificates can be read from the file of authorities", e);
        }
    }

    @Override
    public Connection createConnection(String host, int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            return new SocketConnection(tls.isPresent() ? encrypted(tls.get(), socket, host, port) : socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket encrypted(SSLSocketFactory factory, Socket plain, String host, int port) throws IOException {
        var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(CONNECT_MILLIS);
        socket.startHandshake();
        return socket;
    }
}
