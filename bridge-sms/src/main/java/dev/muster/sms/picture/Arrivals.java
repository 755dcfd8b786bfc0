package dev.muster.sms.picture;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.kit.outbox.Outbox;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Media;
import dev.muster.sms.picture.Pictures.Laid;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people have sent besides text: gets it from their carrier, locks it, and has operators see it (R48).
/// When they can, the carrier is to forget it.
public final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private static final Channel<Bringing> BRINGING = new Channel<>("picture-in", Bringing.class, true, 4);

    /// R47.
    private static final int MOST = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TRIED_FOR = Duration.ofDays(1);

    private static final Shelf<Message> MESSAGES = new Shelf<>("picture-message", Message.class);

    private final Means means;

    /// What came of errands that have just ended, until it is written down.
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    /// What it stands on.
    ///
    /// @param carrier the carrier of that name, if it is still there
    public record Means(
            Pictures pictures,
            Outbox outbox,
            PicturesConfig config,
            Function<String, Optional<Carrier>> carrier,
            InstantSource clock,
            SecureRandom random,
            Viewers viewers) {}

    /// Those who are to see it.
    public interface Viewers {
        /// There is a picture to see.
        ///
        /// @param our our number, and that of whoever has sent it
        void shown(Change change, String our, String their, Shown picture);

        /// There is one that can't be had.
        ///
        /// @param why as a sentence
        void missed(Change change, String our, String their, String why);

        /// All that came with a message is to be seen: its carrier may forget it.
        void seen(Change change, String carrier, String key);
    }

    /// One thing to be brought.
    ///
    /// @param key what the carrier calls the message that it came with
    private record Bringing(String carrier, String key, String our, String their, URI media) {}

    /// How many of a message have not been decided, what those weigh that are here, and whether that is all.
    private record Message(int left, long bytes, boolean isComplete) {
        Message without() {
            return new Message(left - 1, bytes, false);
        }

        Message with(long more) {
            return new Message(left - 1, bytes + more, isComplete);
        }
    }

    private sealed interface Outcome {
        record Brought(Laid laid, Lock lock, int bytes) implements Outcome {}

        record Unfit() implements Outcome {}
    }

    /// Has its errands run by that outbox, which is to be started afterwards.
    public Arrivals(Means means) {
        this.means = means;
        means.outbox().with(BRINGING, this::bring, this::ended);
    }

    /// Somebody has sent these.
    ///
    /// @param key what the carrier calls the message
    /// @param our our number, and that of whoever has sent it
    public void come(Change change, String carrier, String key, String our, String their, List<URI> media) {
        List<URI> taken = media.stream().limit(MOST).toList();
        if (taken.size() < media.size())
            means.viewers().missed(change, our, their, "There were more than " + MOST + ".");
        change.put(MESSAGES.at(carrier, key), new Message(taken.size(), 0, taken.size() == media.size()));
        Instant deadline = means.clock().instant().plus(TRIED_FOR);
        for (int at = 0; at < taken.size(); at++) {
            var bringing = new Bringing(carrier, key, our, their, taken.get(at));
            means.outbox().put(change, BRINGING, carrier + "/" + key + "/" + at, bringing, deadline);
        }
    }

    /// Whatever stops us before this has ended: the file is removed, and it is brought again.
    private Attempt bring(Errand<Bringing> errand) throws InterruptedException {
        Bringing bringing = errand.body();
        Optional<Carrier> carrier = means.carrier().apply(bringing.carrier());
        if (carrier.isEmpty()) return new Attempt.Again("its carrier isn't configured");
        try {
            Optional<Media> picture = carrier.get().fetch(bringing.media(), PATIENCE);
            outcomes.put(errand.id(), picture.isEmpty() ? new Outcome.Unfit() : locked(picture.get()));
            return new Attempt.Done("");
        } catch (IOException e) {
            LOG.info(
                    "a picture that somebody has sent isn't to be had now ({})",
                    e.getClass().getSimpleName());
            return new Attempt.Again("it isn't to be had now");
        }
    }

    private Outcome locked(Media picture) throws IOException {
        Lock.Locked locked = Lock.lock(picture, means.random());
        return new Outcome.Brought(means.pictures().lay(locked.bytes()), locked.lock(), picture.bytes().length);
    }

    private void ended(Change change, Errand<Bringing> errand, End end) {
        Bringing bringing = errand.body();
        Place<Message> place = MESSAGES.at(bringing.carrier(), bringing.key());
        Message message = change.get(place).orElseThrow();
        Message after = switch (outcomes.remove(errand.id())) {
            case Outcome.Brought brought -> keep(change, bringing, message, brought);
            case Outcome.Unfit() ->
                missed(change, bringing, message, "It is no JPEG, PNG or GIF, too large, or no longer there.");
            case null -> missed(change, bringing, message, "The carrier hasn't given it to us for a day.");
        };
        if (after.left() > 0) {
            change.put(place, after);
            return;
        }
        change.remove(place);
        // What operators don't have may still be got by somebody who asks the carrier.
        if (after.isComplete()) means.viewers().seen(change, bringing.carrier(), bringing.key());
    }

    private Message keep(Change change, Bringing bringing, Message message, Outcome.Brought brought) {
        long most = means.carrier()
                .apply(bringing.carrier())
                .map(Carrier::mediaBytes)
                .orElse(0L);
        if (message.bytes() + brought.bytes() > most) {
            means.pictures().drop(change, brought.laid());
            return missed(change, bringing, message, "All that came at once is too large.");
        }
        Instant until = means.clock().instant().plus(means.config().kept());
        Optional<URI> at = means.pictures().keep(change, brought.laid(), until);
        if (at.isEmpty()) return missed(change, bringing, message, "There is no room for more pictures here.");
        means.viewers().shown(change, bringing.our(), bringing.their(), new Shown(at.get(), brought.lock()));
        return message.with(brought.bytes());
    }

    private Message missed(Change change, Bringing bringing, Message message, String why) {
        means.viewers().missed(change, bringing.our(), bringing.their(), why);
        return message.without();
    }
}
