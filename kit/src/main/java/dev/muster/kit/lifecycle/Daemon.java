package dev.muster.kit.lifecycle;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process that serves until it is told to stop. Its parts close in the reverse of the order they were started in.
///
/// ```java
/// try (var daemon = new Daemon()) {
///     daemon.heedSignals();
///     var metrics = daemon.with(new Metrics());
///     var relay = daemon.with(Relay.start(config, metrics.registry()));
///     daemon.onReload(() -> relay.reload(read()));
///     shell.print("ready relay " + relay.url());
///     daemon.serve();
/// }
/// ```
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /// What a shell reports of a process that SIGINT has ended.
    private static final int INTERRUPTED = 130;

    private final Parts parts = new Parts();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Runnable reload = () -> LOG.info("nothing to read again");

    /// Takes on a part that has just been started.
    public <T extends AutoCloseable> T with(T part) {
        return parts.with(part);
    }

    /// What SIGHUP does. If it fails, everything stays as it was.
    public void onReload(Runnable action) {
        reload = action;
    }

    /// From now on SIGTERM and SIGINT end [#serve], and SIGHUP reloads. A second SIGTERM or SIGINT ends the process at
    /// once. To be called before the first part starts: what comes meanwhile is heeded then.
    public void heedSignals() {
        Signals.on("TERM", () -> stop("TERM"));
        Signals.on("INT", () -> stop("INT"));
        Signals.on("HUP", this::reload);
    }

    /// Waits until it is told to stop.
    public void serve() throws InterruptedException {
        stopped.await();
    }

    /// Makes [#serve] return.
    public void stop() {
        stopped.countDown();
    }

    private void stop(String signal) {
        if (stopped.getCount() == 0) {
            LOG.warn("SIG{} again: ending at once", signal);
            Runtime.getRuntime().halt(INTERRUPTED);
        }
        LOG.info("SIG{}: finishing what has begun", signal);
        stop();
    }

    /// Does what SIGHUP does. One at a time: a second one waits for the first.
    public synchronized void reload() {
        try {
            reload.run();
        } catch (RuntimeException e) {
            LOG.error("nothing was changed: {}", e.getMessage());
        }
    }

    /// Closes every part, whatever becomes of the others.
    @Override
    public void close() {
        parts.close();
    }
}
