package dev.muster.sip.dtls;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Agrees on keys with the other side of a call, and stays to hear when that ends.
///
/// Its owner is told once that it has failed, or that it is established and later that it has ended.
///
/// What comes before [#start] waits: the other side may begin before its fingerprint is here, for it has ours,
/// and its answer may take a longer way than its datagrams.
public final class DtlsConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DtlsConnection.class);

    /// Nothing is due then; one only looks whether the connection is still there.
    private static final int LOOK_AGAIN_MS = 60_000;

    private final Identity identity;
    private final Consumer<DtlsEvent> owner;
    private final Inbox inbox;
    private final AtomicBoolean isStarted = new AtomicBoolean();

    /// @param owner is told on the connection's own thread; or, if it ends before it is started, by who ends it
    public DtlsConnection(Identity identity, Outlet outlet, Consumer<DtlsEvent> owner) {
        this.identity = identity;
        this.owner = owner;
        inbox = new Inbox(outlet);
    }

    /// Takes a datagram of the other side, and doesn't wait. If too many are waiting already, it is lost, as on
    /// the way.
    public void arrived(byte[] buffer, int length) {
        var _ = inbox.put(buffer, length);
    }

    /// Forgets what waits: it was somebody else's.
    public void forget() {
        inbox.forget();
    }

    /// Begins, or waits for the other side to begin. Only the first call counts.
    ///
    /// @param remote what the other side's description says: it may be able to show one of several certificates
    public void start(Role role, List<Fingerprint> remote) {
        if (isStarted.getAndSet(true)) return;
        var terms = new Terms(identity, List.copyOf(remote), role);
        var _ = Thread.ofVirtual().name("dtls").start(() -> run(terms, role));
    }

    private void run(Terms terms, Role role) {
        try {
            DTLSTransport transport = shakeHands(terms, role, inbox);
            owner.accept(new DtlsEvent.Established(terms.keys()));
            listen(transport);
        } catch (IOException | RuntimeException e) {
            Failure reason = terms.failure().orElseGet(() -> reason(e));
            LOG.debug("no DTLS handshake: {}", reason);
            inbox.close();
            owner.accept(new DtlsEvent.Failed(reason));
        }
    }

    static DTLSTransport shakeHands(Terms terms, Role role, DatagramTransport by) throws IOException {
        return switch (role) {
            case CLIENT -> new DTLSClientProtocol().connect(new SrtpClient(terms), by);
            case SERVER -> new DTLSServerProtocol().accept(new SrtpServer(terms), new Gate(by));
        };
    }

    private Failure reason(Exception e) {
        if (e instanceof TlsFatalAlertReceived) return Failure.REFUSED;
        if (e instanceof TlsTimeoutException) return Failure.TIMEOUT;
        return inbox.isLeft() ? Failure.CLOSED : Failure.PROTOCOL;
    }

    /// The other side repeats its last words until it has ours, and says when it goes. Whatever else it says
    /// isn't for us.
    private void listen(DTLSTransport transport) {
        try {
            var data = new byte[transport.getReceiveLimit()];
            while (!inbox.isClosed()) {
                var _ = transport.receive(data, 0, data.length, LOOK_AGAIN_MS);
            }
        } catch (IOException e) {
            LOG.debug("a DTLS connection has ended: {}", e.getClass().getSimpleName());
        }
        sayGoodbye(transport);
        owner.accept(new DtlsEvent.Ended());
    }

    private static void sayGoodbye(DTLSTransport transport) {
        try {
            transport.close();
        } catch (IOException e) {
            LOG.debug("a DTLS connection could not be closed: {}", e.getClass().getSimpleName());
        }
    }

    /// Ends it. The way to the other side is needed until the owner has been told, so that it hears of it.
    @Override
    public void close() {
        inbox.leave();
        if (!isStarted.getAndSet(true)) owner.accept(new DtlsEvent.Failed(Failure.CLOSED));
    }
}
