package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Means;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Which phones show cards, as far as it was learned from what went to them. People change their phones, so that is
/// believed for a day (R50).
public final class Screens {
    private static final Duration BELIEVED = Duration.ofDays(1);

    private static final Shelf<Learned> LEARNED = new Shelf<>("screen", Learned.class);

    private final InstantSource clock;

    private record Learned(boolean showsCards, Instant at) {}

    /// Learns from those texts, of which nothing is sent yet.
    public Screens(Texts texts, InstantSource clock) {
        this.clock = clock;
        texts.telling(this::changed);
    }

    /// Whether it does, if that is known.
    public Optional<Boolean> showsCards(Reading reading, PhoneNumber number) {
        return reading.get(LEARNED.at(number.e164()))
                .filter(learned -> learned.at().plus(BELIEVED).isAfter(clock.instant()))
                .map(Learned::showsCards);
    }

    private void changed(Change change, Optional<Text> before, Text after) {
        if (after.freight().carried().wanted() != Means.RCS) return;
        boolean wasFallback =
                before.filter(text -> text.freight().carried().isFallback()).isPresent();
        boolean isSeen = after.state() == State.DELIVERED || after.state() == State.READ;
        if (after.freight().carried().isFallback()) {
            if (!wasFallback) learn(change, after, false);
        } else if (isSeen && after.freight().carried().as().isPresent()) learn(change, after, true);
    }

    private void learn(Change change, Text text, boolean showsCards) {
        change.put(LEARNED.at(text.to().e164()), new Learned(showsCards, clock.instant()));
    }
}
