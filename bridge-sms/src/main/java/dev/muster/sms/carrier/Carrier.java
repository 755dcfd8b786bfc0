package dev.muster.sms.carrier;

import dev.muster.kit.http.Routes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One way to the telephone network.
public interface Carrier extends AutoCloseable {
    /// What `muster.toml` calls it; a word for logs and metrics.
    String name();

    /// What it can carry.
    Set<Means> means();

    /// What pictures of one message may weigh together, in bytes, both ways.
    default long mediaBytes() {
        return 0;
    }

    /// Begins to connect, and to hear what people answer. Returns at once; a carrier that isn't there is tried again.
    void start(Ears ears);

    /// Hands over one message. Asks once, whatever happens, and answers within that time. May be called by many threads
    /// at once.
    Answer send(Outgoing message, Duration patience) throws InterruptedException;

    /// What keeps it from carrying anything at the moment, in words for whoever runs the bridge. Empty if nothing seems
    /// to: connected, and not asked to pause.
    Optional<String> trouble();

    /// Whether this seems to be a good moment.
    default boolean isReady() {
        return trouble().isEmpty();
    }

    /// Asks how a message fares that we have heard nothing of, or whose answer was [Answer.Unknown]. Empty if the
    /// carrier
    /// doesn't know it, can't be asked or doesn't answer.
    ///
    /// @param ids what the carrier called it; none if it never told us
    /// @param sent when it was handed over
    default Optional<Incoming.Receipt> ask(Outgoing message, List<String> ids, Instant sent, Duration patience)
            throws InterruptedException {
        return Optional.empty();
    }

    /// Gets what was with something that somebody has said. Empty if it is no picture, or none that we take.
    ///
    /// @throws IOException if it isn't to be had now
    default Optional<Media> fetch(URI media, Duration patience) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /// Has the carrier forget a message, and what is with it: one of ours whose fate is final, or what was said to us.
    ///
    /// @param id what the carrier called it, or the key of what was said
    /// @return whether there is nothing left to forget; otherwise it is to be tried again later
    default boolean forget(String id, Duration patience) throws InterruptedException {
        return true;
    }

    /// Answers what this carrier asks over HTTP.
    default void on(Routes routes) {}

    @Override
    void close();
}
