package dev.muster.sms.broadcast;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps the figures of broadcasts, and knows which one each person got last: what they do then counts for that one,
/// and once.
final class Tally {
    /// Whoever answers after that doesn't answer the broadcast.
    private static final Duration ANSWERS_BELONG = Duration.ofDays(7);

    private static final String REPLIED = "replied";
    private static final String OPTED_OUT = "opted-out";

    private static final Shelf<Figures> FIGURES = new Shelf<>("broadcast-figures", Figures.class);
    private static final Shelf<Last> LAST = new Shelf<>("broadcast-last", Last.class);
    private static final Shelf<Counted> COUNTED = new Shelf<>("broadcast-counted", Counted.class);

    private final InstantSource clock;

    private record Last(String broadcast, Instant at) {}

    private record Counted(Instant at) {}

    Tally(InstantSource clock) {
        this.clock = clock;
    }

    Figures figures(Reading reading, String broadcast) {
        return reading.get(FIGURES.at(broadcast)).orElse(Figures.NONE);
    }

    void begin(Change change, String broadcast, int recipients) {
        change.put(FIGURES.at(broadcast), Figures.of(recipients));
    }

    void count(Change change, String broadcast, UnaryOperator<Figures> more) {
        change.put(FIGURES.at(broadcast), more.apply(figures(change, broadcast)));
    }

    /// Somebody was sent a text of it.
    void got(Change change, PhoneNumber number, String broadcast) {
        change.put(LAST.at(number.e164()), new Last(broadcast, clock.instant()));
    }

    /// The broadcast that somebody got lately.
    Optional<String> last(Reading reading, PhoneNumber number) {
        Instant since = clock.instant().minus(ANSWERS_BELONG);
        return reading.get(LAST.at(number.e164()))
                .filter(last -> last.at().isAfter(since))
                .map(Last::broadcast);
    }

    void replied(Change change, PhoneNumber number) {
        once(change, REPLIED, number, figures -> figures.replied(1));
    }

    void optedOut(Change change, PhoneNumber number) {
        once(change, OPTED_OUT, number, figures -> figures.optedOut(1));
    }

    private void once(Change change, String what, PhoneNumber number, UnaryOperator<Figures> more) {
        last(change, number).ifPresent(broadcast -> {
            var counted = COUNTED.at(what, broadcast, number.e164());
            if (change.has(counted)) return;
            change.put(counted, new Counted(clock.instant()));
            count(change, broadcast, more);
        });
    }

    /// Nothing is known any more of that broadcast.
    void forget(Change change, String broadcast) {
        for (String what : List.of(REPLIED, OPTED_OUT)) {
            change.under(COUNTED.at(what, broadcast)).forEach(counted -> change.remove(counted.place()));
        }
        change.remove(FIGURES.at(broadcast));
    }

    /// Nor that somebody got it.
    void forget(Change change, String broadcast, PhoneNumber number) {
        change.get(LAST.at(number.e164()))
                .filter(last -> last.broadcast().equals(broadcast))
                .ifPresent(_ -> change.remove(LAST.at(number.e164())));
    }
}
