package dev.muster.sms.picture;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.outside.Posted;
import dev.muster.kit.outside.Poster;
import dev.muster.sms.picture.Pictures.Laid;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators send besides text: gets it from where their client has put it, opens it, and has it lie where a
/// carrier can fetch it (R47).
public final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private static final Channel<Sending> SENDING = new Channel<>("picture-out", Sending.class, true, 4);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Whoever has sent it is still looking at it.
    private static final Duration TRIED_FOR = Duration.ofMinutes(10);

    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> NOT_THERE = Set.of(401, 403, 404, 410);

    private static final String TOO_LARGE = "the picture is too large";
    private static final String NOT_TO_BE_HAD = "the picture can't be had from where it lies";

    private final Means means;

    /// What came of errands that have just ended, until it is written down.
    private final Map<String, Opened> outcomes = new ConcurrentHashMap<>();

    /// What it stands on.
    ///
    /// @param poster gets what lies at addresses that others have given us
    public record Means(
            Pictures pictures,
            Outbox outbox,
            Poster poster,
            InstantSource clock,
            SecureRandom random,
            Carriage carriage) {}

    /// What takes it further.
    public interface Carriage {
        /// It can be fetched there.
        ///
        /// @param id as it was handed in
        void ready(Change change, String id, Way way, URI at);

        /// It is not to be had.
        ///
        /// @param why in a few words
        void failed(Change change, String id, String why);
    }

    /// From which of our numbers, and to whom.
    public record Way(String our, PhoneNumber to) {
        /// Not who.
        @Override
        public String toString() {
            return "way";
        }
    }

    /// @param until when nobody needs it any more
    private record Sending(Way way, Shown picture, long most, Instant until) {}

    private record Opened(Laid laid, Lock lock) {}

    /// Has its errands run by that outbox, which is to be started afterwards.
    public Departures(Means means) {
        this.means = means;
        means.outbox().with(SENDING, this::get, this::ended);
    }

    /// Somebody sends this. The same id is taken once at a time.
    ///
    /// @param most what it may weigh, in bytes
    /// @param until when nobody needs it any more
    public void take(Change change, String id, Way way, Shown picture, long most, Instant until) {
        Instant deadline = means.clock().instant().plus(TRIED_FOR);
        means.outbox().put(change, SENDING, id, new Sending(way, picture, most, until), deadline);
    }

    /// Whatever stops us before this has ended: the file is removed, and it is got again.
    private Attempt get(Errand<Sending> errand) throws InterruptedException {
        Sending sending = errand.body();
        if (sending.picture().lock().size() > sending.most()) return new Attempt.Refused(TOO_LARGE);
        URI at = sending.picture().at();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            URI here = at;
            switch (means.poster().get(here, (int) sending.most() + 1, PATIENCE)) {
                case Posted.NotAllowed _ -> {
                    return new Attempt.Refused("pictures aren't fetched from there");
                }
                case Posted.Failed(var reason) -> {
                    return new Attempt.Again(reason);
                }
                case Posted.Answered answer
                when REDIRECTS.contains(answer.status()) -> {
                    Optional<URI> next = answer.header("location").flatMap(location -> resolved(here, location));
                    if (next.isEmpty()) return new Attempt.Refused(NOT_TO_BE_HAD);
                    at = next.get();
                }
                case Posted.Answered answer -> {
                    return got(errand.id(), sending, answer);
                }
            }
        }
        return new Attempt.Refused(NOT_TO_BE_HAD);
    }

    private static Optional<URI> resolved(URI base, String location) {
        try {
            return Optional.of(base.resolve(location));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private Attempt got(String id, Sending sending, Posted.Answered answer) {
        if (NOT_THERE.contains(answer.status())) return new Attempt.Refused(NOT_TO_BE_HAD);
        if (answer.status() != 200) return new Attempt.Again(NOT_TO_BE_HAD);
        if (answer.body().length > sending.most()) return new Attempt.Refused(TOO_LARGE);
        try {
            Lock.Locked locked = Lock.lock(sending.picture().lock().open(answer.body()), means.random());
            outcomes.put(id, new Opened(means.pictures().lay(locked.bytes()), locked.lock()));
            return new Attempt.Done("");
        } catch (IllegalArgumentException e) {
            return new Attempt.Refused("this is not " + e.getMessage());
        } catch (IOException e) {
            LOG.error("a picture can't be written down", e);
            return new Attempt.Again("it can't be written down");
        }
    }

    private void ended(Change change, Errand<Sending> errand, End end) {
        Opened opened = outcomes.remove(errand.id());
        switch (end) {
            case End.Done _
            when opened != null -> {
                Optional<URI> at = means.pictures()
                        .keepOpen(change, opened.laid(), errand.body().until(), opened.lock());
                if (at.isPresent())
                    means.carriage().ready(change, errand.id(), errand.body().way(), at.get());
                else means.carriage().failed(change, errand.id(), "there is no room for more pictures here");
            }
            case End.Refused(var reason) -> means.carriage().failed(change, errand.id(), reason);
            case End.Done _, End.TooLate _, End.Unknown _ ->
                means.carriage().failed(change, errand.id(), NOT_TO_BE_HAD);
        }
    }
}
