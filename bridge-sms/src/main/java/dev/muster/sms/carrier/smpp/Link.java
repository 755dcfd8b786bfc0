package dev.muster.sms.carrier.smpp;

import dev.muster.sms.carrier.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jsmpp.bean.BindType;
import org.jsmpp.extra.NegativeResponseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stays connected to an SMSC: binds, and binds again whenever the connection breaks.
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// So long a connection holds for its end to be no more than an accident.
    private static final Duration STEADY = Duration.ofSeconds(10);

    private static final AtomicLong SESSIONS = new AtomicLong();

    private final BindType type;
    private final SmppConfig config;
    private final Sockets sockets;
    private final Ids ids;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Semaphore window;
    private final Thread keeping;
    private volatile @Nullable Session session;

    /// Why there is no session.
    private volatile String complaint = "it is being connected";

    private volatile boolean isClosed;

    Link(
            BindType type,
            SmppConfig config,
            Sockets sockets,
            Ids ids,
            Deliveries deliveries,
            InstantSource clock,
            RandomGenerator random) {
        this.type = type;
        this.config = config;
        this.sockets = sockets;
        this.ids = ids;
        this.deliveries = deliveries;
        this.clock = clock;
        this.random = random;
        window = new Semaphore(config.window());
        keeping = Thread.ofVirtual().name("smpp-link").unstarted(this::keep);
    }

    void start() {
        keeping.start();
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!isClosed) {
                var began = clock.instant();
                try {
                    stay(Session.bound(SESSIONS.getAndIncrement(), type, sockets, config, ids, deliveries));
                    complaint = "the connection has ended, and is made again";
                } catch (IOException e) {
                    String reason = reason(e);
                    if (!reason.equals(complaint)) LOG.warn("SMPP: {}; trying again", reason);
                    complaint = reason;
                }
                if (Duration.between(began, clock.instant()).compareTo(STEADY) > 0) pause = FIRST_PAUSE;
                Thread.sleep(pause.plusMillis(random.nextLong(pause.toMillis())));
                pause = pause.multipliedBy(2);
                if (pause.compareTo(LONGEST_PAUSE) > 0) pause = LONGEST_PAUSE;
            }
        } catch (InterruptedException closing) {
            LOG.debug("SMPP: closed");
        }
    }

    private void stay(Session bound) throws InterruptedException {
        try (bound) {
            session = bound;
            LOG.info("SMPP: connected");
            bound.awaitEnd();
        } finally {
            session = null;
            deliveries.ended(bound.number());
        }
        LOG.info("SMPP: the connection has ended");
    }

    /// Without the address, and without what the SMSC says in words.
    private static String reason(IOException e) {
        if (e.getCause() instanceof NegativeResponseException refused)
            return String.format(
                    Locale.ROOT,
                    "the SMSC refuses the connection: %s (%s)",
                    Status.reason(refused.getCommandStatus()),
                    Status.code(refused.getCommandStatus()));
        return "no connection to the SMSC (" + e.getClass().getSimpleName() + ")";
    }

    Optional<String> trouble() {
        return session == null ? Optional.of(complaint) : Optional.empty();
    }

    /// Sends it once, when there is room in the window.
    Answer submit(Submission submission, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!window.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS))
            return new Answer.Later("too many are waiting for the SMSC's answer", Optional.empty(), true);
        try {
            Session bound = session;
            if (bound == null) return Session.NOT_BOUND;
            return bound.submit(submission, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } finally {
            window.release();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        keeping.interrupt();
        try {
            var _ = keeping.join(Session.PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
