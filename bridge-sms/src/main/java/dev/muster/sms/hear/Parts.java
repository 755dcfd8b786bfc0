package dev.muster.sms.hear;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.timer.Timers;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Part;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/// Parts of long texts, until the last of them has come. What hasn't come after a minute is done without.
final class Parts {
    private static final String BELL = "parts-wait";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Shelf<Part> PARTS = new Shelf<>("text-part", Part.class);

    private final Timers timers;
    private final InstantSource clock;
    private final BiConsumer<Change, Incoming.Said> whole;

    /// Has its alarms rung by those timers, which are to be started afterwards.
    ///
    /// @param whole hears what they say together
    Parts(Timers timers, InstantSource clock, BiConsumer<Change, Incoming.Said> whole) {
        this.timers = timers.with(BELL, (change, alarm) -> tell(change, alarm.name()));
        this.clock = clock;
        this.whole = whole;
    }

    void hear(Change change, Part part) {
        String text = String.join("/", part.carrier(), part.from(), part.to(), part.reference() + "-" + part.count());
        boolean isFirst = all(change, text).isEmpty();
        change.put(PARTS.at(text, Integer.toString(part.index())), part);
        if (all(change, text).size() == part.count()) {
            timers.cancel(change, BELL, text);
            tell(change, text);
        } else if (isFirst) {
            timers.set(change, BELL, text, clock.instant().plus(PATIENCE));
        }
    }

    private static Collection<Part> all(Change change, String text) {
        return change.under(PARTS.at(text)).stream().map(Entry::value).toList();
    }

    private void tell(Change change, String text) {
        List<Entry<Part>> found = change.under(PARTS.at(text));
        if (found.isEmpty()) return;
        List<Part> parts = found.stream().map(Entry::value).toList();
        found.stream().map(Entry::place).forEach((Place<Part> place) -> change.remove(place));
        Part any = parts.getFirst();
        String key = parts.stream().map(Part::key).sorted().findFirst().orElseThrow();
        whole.accept(
                change,
                new Incoming.Said(any.carrier(), key, any.from(), any.to(), Part.joined(parts), List.of(), false));
    }
}
