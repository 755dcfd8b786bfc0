package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The texts that wait for their turn.
///
/// Each carrier has two queues, so that a broadcast to thousands doesn't hold up the answer to one.
final class Turns {
    private final Texts texts;
    private final Runnable wake;

    /// Whose turn it is.
    record Turn(String text) {}

    /// @param wake has somebody look at the queues
    Turns(Texts texts, Runnable wake) {
        this.texts = texts;
        this.wake = wake;
    }

    /// The queues of a carrier, the more urgent one first.
    static List<Shelf<Turn>> of(String carrier) {
        return List.of(queue(carrier, true), queue(carrier, false));
    }

    private static Shelf<Turn> queue(String carrier, boolean isPersonal) {
        return new Shelf<>("texts-" + carrier + (isPersonal ? "-personal" : "-bulk"), Turn.class);
    }

    /// Those that have their turn by then, the first of them.
    static List<Entry<Turn>> due(Reading reading, Shelf<Turn> queue, Instant now, int most) {
        return reading.upTo(now, queue, most);
    }

    /// When the next one has its turn.
    static Optional<Instant> next(Reading reading, Shelf<Turn> queue) {
        return reading.upTo(Instant.ofEpochMilli(Long.MAX_VALUE), queue, 1).stream()
                .map(entry -> entry.place().time().orElseThrow())
                .findFirst();
    }

    void add(Change change, Text text) {
        change.put(queue(text.carrier(), text.isPersonal()).at(text.turn(), text.id()), new Turn(text.id()));
        change.afterwards(this::wake);
    }

    void remove(Change change, Text text) {
        change.remove(queue(text.carrier(), text.isPersonal()).at(text.turn(), text.id()));
    }

    /// It waits once more, whatever it was.
    void again(Change change, Text before, Text after) {
        texts.becomes(change, before, after);
        add(change, after);
    }

    /// It waits for another carrier.
    void by(Change change, Text text, Line other) {
        Text moved = text.by(other);
        texts.keep(change, moved);
        add(change, moved);
    }

    void wake() {
        wake.run();
    }
}
