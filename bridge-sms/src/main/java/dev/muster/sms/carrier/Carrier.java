package dev.muster.sms.carrier;

import dev.muster.kit.http.Routes;
import java.time.Duration;
import java.util.Set;

/// One way to the telephone network.
public interface Carrier extends AutoCloseable {
    /// What `muster.toml` calls it; a word for logs and metrics.
    String name();

    /// What it can carry.
    Set<Means> means();

    /// Begins to connect, and to hear what people answer. Returns at once; a carrier that isn't there is tried again.
    void start(Ears ears);

    /// Hands over one message. Asks once, whatever happens, and answers within that time. May be called by many threads
    /// at once.
    Answer send(Outgoing message, Duration patience) throws InterruptedException;

    /// Whether this seems to be a good moment: connected, and not asked to pause.
    boolean isReady();

    /// Answers what this carrier asks over HTTP.
    default void on(Routes routes) {}

    @Override
    void close();
}
