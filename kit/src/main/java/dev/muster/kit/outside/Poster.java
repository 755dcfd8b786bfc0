package dev.muster.kit.outside;

import dev.muster.nostr.client.Socks;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Posts over HTTP/1.1 to where a stranger has told us to, and gets what lies there, within [Bounds]. Redirects are
/// answers like others: nobody
/// follows them.
///
/// Safe to share; callers are expected to be virtual threads. A connection that stays open is used again for a while.
/// If its other side has hung up meanwhile, the post goes out a second time, on a new one: what is posted should have
/// an id.
public final class Poster implements AutoCloseable {
    /// A name server may take its time, and no thread can be called back from it.
    private static final int RESOLVERS = 4;

    /// Of a host's addresses, one after the other.
    private static final int MOST_ADDRESSES = 4;

    /// So long the next address waits for the one before.
    private static final int CONNECT_MILLIS = 3000;

    private final Bounds bounds;
    private final Resolver resolver;
    private final InstantSource clock;
    private final SSLSocketFactory tls;
    private final Queues queues = new Queues();
    private final Idle idle = new Idle();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("outside-timer").daemon().factory());
    private final ExecutorService resolving = Executors.newFixedThreadPool(
            RESOLVERS, Thread.ofPlatform().name("outside-names-", 0).daemon().factory());

    /// @throws IOException if the file of authorities can't be read
    public Poster(Bounds bounds, Resolver resolver, InstantSource clock) throws IOException {
        this.bounds = bounds;
        this.resolver = resolver;
        this.clock = clock;
        tls = trusting(bounds.authorities());
        timer.setRemoveOnCancelPolicy(true);
        var _ = timer.scheduleWithFixedDelay(() -> idle.closeOld(clock.instant()), 10, 10, TimeUnit.SECONDS);
    }

    private static SSLSocketFactory trusting(Optional<Path> authorities) throws IOException {
        try {
            if (authorities.isEmpty()) return SSLContext.getDefault().getSocketFactory();
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            try (InputStream in = Files.newInputStream(authorities.get())) {
                int count = 0;
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    trusted.setCertificateEntry("authority " + count++, one);
                }
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("can't use what is trusted", e);
        }
    }

    /// What it goes by.
    public Bounds bounds() {
        return bounds;
    }

    /// How many connections wait to be used again.
    int idle() {
        return idle.size();
    }

    /// Posts this, once, and waits for the answer.
    ///
    /// @param headers besides those of HTTP itself: ours, not a stranger's
    /// @param patience for everything: a place in the queue, the name, the connection, and the whole answer
    public Posted post(URI to, Map<String, String> headers, byte[] body, Duration patience)
            throws InterruptedException {
        Optional<String> objection = bounds.objection(to);
        if (objection.isPresent()) return new Posted.NotAllowed(objection.get());
        return ask(to, Line.post(to, headers, body), Response.MOST_BODY, patience);
    }

    /// Gets what lies there.
    ///
    /// @param most so many bytes of it; no more are read
    /// @param patience as with [#post]
    public Posted get(URI from, int most, Duration patience) throws InterruptedException {
        Optional<String> objection = bounds.objection(from);
        if (objection.isPresent()) return new Posted.NotAllowed(objection.get());
        return ask(from, Line.get(from), most, patience);
    }

    private Posted ask(URI to, byte[] request, int mostBody, Duration patience) throws InterruptedException {
        var patiently = new Patience(patience);
        Origin origin = Origin.of(to);
        if (!queues.enter(origin, patiently.nanosLeft())) return new Posted.Failed("too much is being posted at once");
        try {
            Response response = exchange(to, origin, new Question(request, mostBody), patiently);
            return new Posted.Answered(response.status(), response.headers(), response.body());
        } catch (Forbidden e) {
            return new Posted.NotAllowed("its name stands for an address that is not on the open Internet");
        } catch (RejectedExecutionException e) {
            return new Posted.Failed("nothing is posted any more");
        } catch (IOException e) {
            // That is how a virtual thread that is interrupted leaves a socket.
            if (Thread.interrupted()) throw new InterruptedException("interrupted while posting");
            return new Posted.Failed(patiently.isOver() ? "no answer in time" : reason(e));
        } finally {
            queues.leave(origin);
        }
    }

    /// What is said on a line, and how much of the answer's body is read.
    private record Question(byte[] request, int mostBody) {}

    private Response exchange(URI to, Origin origin, Question question, Patience patience)
            throws IOException, InterruptedException {
        Optional<Line> open = idle.take(origin, clock.instant());
        if (open.isPresent()) {
            try {
                return exchange(open.get(), question, patience);
            } catch (IOException e) {
                if (!open.get().wasStale()
                        || patience.isOver()
                        || Thread.currentThread().isInterrupted()) throw e;
            }
        }
        return exchange(open(to, origin, patience), question, patience);
    }

    private Response exchange(Line line, Question question, Patience patience) throws IOException {
        boolean isReusable = false;
        Future<?> end = timer.schedule(line::close, patience.nanosLeft(), TimeUnit.NANOSECONDS);
        try {
            Response response = line.exchange(question.request(), question.mostBody());
            isReusable = end.cancel(false) && !response.isLast();
            return response;
        } finally {
            end.cancel(false);
            if (isReusable) idle.put(line, clock.instant());
            else line.close();
        }
    }

    // Connecting

    /// Said of an address by which a name would lead us where we don't go.
    private static final class Forbidden extends IOException {
        private static final long serialVersionUID = 1;
    }

    private Line open(URI to, Origin origin, Patience patience) throws IOException, InterruptedException {
        Optional<URI> proxy = bounds.proxyTo(to);
        if (proxy.isPresent()) {
            var at = new InetSocketAddress(proxy.get().getHost(), proxy.get().getPort());
            return connect(origin, at, true, patience);
        }
        // From here on the name is not looked up again: it could stand for something else by then.
        List<InetAddress> addresses = addresses(origin.host(), patience);
        for (InetAddress address : addresses) if (!bounds.admit(to, address)) throw new Forbidden();
        IOException obstacle = new UnknownHostException();
        for (InetAddress address : addresses.stream().limit(MOST_ADDRESSES).toList()) {
            if (patience.isOver()) break;
            try {
                return connect(origin, new InetSocketAddress(address, origin.port()), false, patience);
            } catch (ConnectException unreachable) {
                obstacle = unreachable;
            }
        }
        throw obstacle;
    }

    private List<InetAddress> addresses(String host, Patience patience) throws IOException, InterruptedException {
        if (Socks.isAddress(host)) return List.of(InetAddress.ofLiteral(host));
        Future<List<InetAddress>> found = resolving.submit(() -> resolver.addresses(host));
        try {
            return found.get(patience.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) throw unknown;
            throw new IOException("names can't be looked up", e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException();
        } finally {
            found.cancel(true);
        }
    }

    private Line connect(Origin origin, InetSocketAddress at, boolean isProxy, Patience patience) throws IOException {
        var socket = new Socket();
        Future<?> end = timer.schedule(() -> Line.hangUp(socket), patience.nanosLeft(), TimeUnit.NANOSECONDS);
        boolean isOpen = false;
        try {
            socket.setTcpNoDelay(true);
            reach(socket, at);
            if (isProxy) Socks.connect(socket, origin.host(), origin.port());
            var line = new Line(origin, socket, origin.isSecure() ? secured(socket, origin) : socket);
            isOpen = true;
            return line;
        } finally {
            end.cancel(false);
            if (!isOpen) Line.hangUp(socket);
        }
    }

    private static void reach(Socket socket, InetSocketAddress at) throws ConnectException {
        try {
            socket.connect(at, CONNECT_MILLIS);
        } catch (IOException e) {
            var unreachable = new ConnectException();
            unreachable.initCause(e);
            throw unreachable;
        }
    }

    private Socket secured(Socket socket, Origin origin) throws IOException {
        var secure = (SSLSocket) tls.createSocket(socket, origin.host(), origin.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /// In our own words, since those of Java's library name hosts.
    private static String reason(IOException obstacle) {
        return switch (obstacle) {
            case UnknownHostException _ -> "its name is unknown";
            case ConnectException _ -> "no connection";
            case SSLException _ -> "no TLS connection, or none that can be trusted";
            case ProtocolException told -> "no proper answer: " + told.getMessage();
            case EOFException _ -> "it hung up";
            default -> "the connection broke";
        };
    }

    /// What is left of the time for one post.
    private static final class Patience {
        private final long end;

        Patience(Duration patience) {
            end = System.nanoTime() + patience.toNanos();
        }

        long nanosLeft() {
            return Math.max(0, end - System.nanoTime());
        }

        boolean isOver() {
            return nanosLeft() == 0;
        }
    }

    /// Closes what is idle at once; what is under way ends by itself.
    @Override
    public void close() {
        idle.close();
        timer.shutdown();
        resolving.shutdown();
    }
}
