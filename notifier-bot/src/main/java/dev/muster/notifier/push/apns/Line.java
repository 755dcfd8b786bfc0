package dev.muster.notifier.push.apns;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.proxy.HttpProxyHandlerFactory;
import com.eatthepath.pushy.apns.proxy.Socks5ProxyHandlerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to one server with one credential: a single connection, for each has a provider token of its own, and Apple
/// wants few of them.
///
/// Pushy waits ever longer, up to a minute, before it connects again, and never gives up an answer that doesn't come;
/// a call can't wait for either. So what doesn't answer is left behind for a new client, which begins at once.
final class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    /// A new client isn't replaced sooner, else a server that is down would cost one for each push.
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /// Apple takes tokens between 20 minutes and an hour old.
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(50);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(20);

    private final String name;
    private final Proof proof;
    private final Server server;
    private final ApnsConfig config;
    private final InstantSource clock;
    private final Meters meters;

    private @Nullable Connection connection;
    private boolean isRetired;
    private Instant silentUntil = Instant.MIN;
    private Duration pause = FIRST_PAUSE;
    private String complaint = "";

    Line(String name, Proof proof, Server server, ApnsConfig config, InstantSource clock, Meters meters) {
        this.name = name;
        this.proof = proof;
        this.server = server;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /// One client of Pushy, and who is waiting for it. What changes is the line's to guard.
    private static final class Connection {
        final ApnsClient client;
        final long opened = System.nanoTime();
        long answered = opened;
        int waiting;
        boolean isLeft;

        Connection(ApnsClient client) {
            this.client = client;
        }

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - opened >= age.toNanos();
        }

        void closeIfDone() {
            if (!isLeft || waiting > 0) return;
            CompletableFuture<?> _ = client.close();
        }
    }

    /// Sends it, and once more if all that is wrong is that our token is too old.
    ///
    /// @param end when the answer is of no use any more, by [System#nanoTime]
    Answer send(Note.Fit note, long end) throws InterruptedException {
        Answer answer = attempt(note, end);
        return answer instanceof Answer.Rejected rejected && rejected.isExpiredProof() ? attempt(note, end) : answer;
    }

    private Answer attempt(Note.Fit note, long end) throws InterruptedException {
        Optional<Duration> silence = silence();
        if (silence.isPresent()) return new Answer.Failed("TooManyProviderTokenUpdates", silence);
        Connection mine;
        try {
            mine = enter();
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("Apple's {} can't be reached with {}: {}", server, name, e.getMessage());
            return new Answer.Failed("no connection");
        }
        long began = System.nanoTime();
        try {
            var response = mine.client.sendNotification(note.push()).get(end - began, TimeUnit.NANOSECONDS);
            return answered(mine, response);
        } catch (TimeoutException _) {
            leaveBehind(mine, began);
            return new Answer.Failed("no answer");
        } catch (ExecutionException e) {
            LOG.debug("the connection to {} was lost: {}", server, String.valueOf(e.getCause()));
            leaveBehind(mine, began);
            return new Answer.Failed("no connection");
        } finally {
            exit(mine);
        }
    }

    private synchronized Optional<Duration> silence() {
        Duration left = Duration.between(clock.instant(), silentUntil);
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    private synchronized Connection enter() throws IOException, GeneralSecurityException {
        Connection current = connection;
        if (current == null) {
            current = new Connection(open());
            current.isLeft = isRetired;
            if (!isRetired) connection = current;
        }
        current.waiting++;
        return current;
    }

    private synchronized void exit(Connection left) {
        left.waiting--;
        left.closeIfDone();
    }

    /// Its successor is opened by whoever sends next.
    private synchronized void leave(Connection old) {
        if (connection == old) connection = null;
        old.isLeft = true;
    }

    /// Unless others have got answers meanwhile: then it isn't the connection.
    private synchronized void leaveBehind(Connection mine, long began) {
        if (mine.isOlderThan(SETTLED) && mine.answered - began < 0) leave(mine);
    }

    /// Nothing more is sent from now on; the connection closes when all that is under way has been answered.
    synchronized void retire() {
        isRetired = true;
        Connection current = connection;
        if (current == null) return;
        leave(current);
        current.closeIfDone();
    }

    private synchronized Answer answered(Connection mine, PushNotificationResponse<?> response) {
        mine.answered = System.nanoTime();
        int status = response.getStatusCode();
        if (response.isAccepted()) {
            pause = FIRST_PAUSE;
            complaint = "";
            return new Answer.Accepted();
        }
        // A word, whoever has answered: it is shown, and counted by.
        String reason = response.getRejectionReason()
                .filter(word -> word.matches("[A-Za-z]{1,40}"))
                .orElse("HTTP " + status);
        var rejected = new Answer.Rejected(status, reason, response.getTokenInvalidationTimestamp());
        if (rejected.isExpiredProof()) leave(mine);
        if (rejected.isTooManyProofs()) return silenced(reason);
        if (status == 403) complain(reason);
        return rejected;
    }

    /// The token stays as it is, and Apple gets time to like it: a new connection would only bring another.
    private Answer silenced(String reason) {
        meters.refusedTokenUpdate();
        Duration length = pause;
        silentUntil = clock.instant().plus(length);
        pause = length.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? length.multipliedBy(2) : LONGEST_PAUSE;
        LOG.warn("Apple finds that the provider token of {} changes too often; it is left alone for {}", name, length);
        return new Answer.Failed(reason, Optional.of(length));
    }

    private void complain(String reason) {
        if (!complaint.equals(reason)) LOG.warn("Apple's {} doesn't accept {}: {}", server, name, reason);
        complaint = reason;
    }

    private ApnsClient open() throws IOException, GeneralSecurityException {
        var builder = new ApnsClientBuilder()
                .setApnsServer(server.host(), server.port())
                .setUseAlpn(true)
                .setConcurrentConnections(1)
                .setConnectionTimeout(config.patience())
                .setGracefulShutdownTimeout(config.patience())
                .setMetricsListener(meters.listener(proof));
        switch (proof) {
            case Proof.Key(var keyId, var teamId, var key) ->
                builder.setSigningKey(new ApnsSigningKey(keyId, teamId, key)).setTokenExpiration(TOKEN_LIFE);
            case Proof.Certificate(var certificate, var key) -> builder.setClientCredentials(certificate, key, null);
        }
        config.proxy().ifPresent(proxy -> through(builder, proxy));
        if (config.ca().isPresent()) {
            builder.setTrustedServerCertificateChain(authorities(config.ca().get()));
        }
        return builder.build();
    }

    private static X509Certificate[] authorities(Path file) throws IOException {
        try {
            return Pem.read(Files.readAllBytes(file), "").certificates().toArray(X509Certificate[]::new);
        } catch (Pem.Unreadable e) {
            throw new IOException("the file " + file.getFileName() + " " + e.problem(), e);
        }
    }

    private static void through(ApnsClientBuilder builder, URI proxy) {
        var at = new InetSocketAddress(proxy.getHost(), proxy.getPort());
        String user = Optional.ofNullable(proxy.getUserInfo()).orElse("");
        int colon = user.indexOf(':');
        boolean isKnown = colon > 0;
        String who = isKnown ? user.substring(0, colon) : "";
        String word = isKnown ? user.substring(colon + 1) : "";
        boolean isSocks = proxy.getScheme().equals("socks5");
        builder.setProxyHandlerFactory(
                isSocks
                        ? isKnown ? new Socks5ProxyHandlerFactory(at, who, word) : new Socks5ProxyHandlerFactory(at)
                        : isKnown ? new HttpProxyHandlerFactory(at, who, word) : new HttpProxyHandlerFactory(at));
    }
}
