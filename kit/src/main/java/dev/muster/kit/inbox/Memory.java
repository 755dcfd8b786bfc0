package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.negentropy.Records;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/// What was heard and where, so that nothing is heard twice and nothing is missed.
final class Memory {
    /// NIP-59: up to two days; and one for clocks that are wrong and senders that had to wait.
    static final Duration LOOK_BACK = Duration.ofDays(3);

    /// What was said longer ago is not heard any more, so that it needn't be remembered for ever.
    private static final Duration TOO_OLD = Duration.ofDays(60);

    private static final Duration REMEMBERED = TOO_OLD.plus(LOOK_BACK);

    private static final Duration FORGET_EVERY = Duration.ofHours(6);

    private static final int FORGOTTEN_AT_ONCE = 1000;

    /// A handler that fails is given up on after so many starts.
    private static final int MOST_FAILURES = 3;

    private static final Shelf<Seen> SEEN = new Shelf<>("seen", Seen.class);
    private static final Shelf<Seen> SEEN_BY_TIME = new Shelf<>("seen-time", Seen.class);

    /// What to compare with what a relay has.
    private static final Shelf<Seen> WRAPS_BY_DATE = new Shelf<>("seen-wrap", Seen.class);

    private static final Shelf<Failed> FAILED = new Shelf<>("failed", Failed.class);
    private static final Shelf<Visit> VISITS = new Shelf<>("visit", Visit.class);

    private final Ledger ledger;
    private final InstantSource clock;
    private final AtomicReference<Instant> forgotten = new AtomicReference<>(Instant.EPOCH);

    /// A wrap or a rumor that was heard.
    private record Seen(String id) {}

    /// How often a handler has failed at it.
    private record Failed(int times) {}

    /// When we were last at a relay.
    private record Visit(Instant at) {}

    Memory(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    boolean has(Event wrap) {
        return ledger.has(SEEN.at(wrap.id().hex()));
    }

    boolean isTooOld(Heard heard, Instant now) {
        return Instant.ofEpochSecond(heard.saidAt()).isBefore(now.minus(TOO_OLD));
    }

    /// Takes note of the wrap and of what is in it.
    ///
    /// @return whether that was heard before, in another wrap
    boolean remember(Change change, Heard heard, Instant now) {
        boolean isSaidAgain = change.has(SEEN.at(heard.said()));
        remember(change, heard.wrap(), now);
        if (!isSaidAgain) remember(change, heard.said(), now);
        return isSaidAgain;
    }

    private static void remember(Change change, Event wrap, Instant now) {
        remember(change, wrap.id().hex(), now);
        Instant date = Instant.ofEpochSecond(wrap.createdAt());
        // One of a far future would never be forgotten.
        if (date.isAfter(now.plus(LOOK_BACK))) return;
        change.put(WRAPS_BY_DATE.at(date, wrap.id().hex()), new Seen(wrap.id().hex()));
    }

    private static void remember(Change change, String id, Instant now) {
        change.put(SEEN.at(id), new Seen(id));
        change.put(SEEN_BY_TIME.at(now, id), new Seen(id));
    }

    /// A mistake of ours: it may be mended by the next start, but must not stop all others from being heard.
    void failed(Heard heard, Instant now) {
        ledger.alter(change -> {
            Place<Failed> place = FAILED.at(heard.said());
            int times = change.get(place).map(Failed::times).orElse(0) + 1;
            if (times < MOST_FAILURES) {
                change.put(place, new Failed(times));
            } else {
                change.remove(place);
                var _ = remember(change, heard, now);
            }
        });
    }

    /// All wraps from that date on.
    Records heardSince(long seconds) {
        var records = RecordArray.builder();
        for (Entry<Seen> wrap : ledger.upTo(clock.instant().plus(LOOK_BACK), WRAPS_BY_DATE, Integer.MAX_VALUE)) {
            long date = wrap.place().time().orElseThrow().getEpochSecond();
            if (date >= seconds) records.add(date, EventId.parse(wrap.value().id()));
        }
        return records.build();
    }

    /// When we had last heard all that a relay has for somebody.
    Optional<Instant> lastVisit(URI relay, PublicKey key) {
        return ledger.get(visit(relay, key)).map(Visit::at);
    }

    void visited(URI relay, Collection<PublicKey> keys) {
        var now = new Visit(clock.instant());
        ledger.alter(change -> keys.forEach(key -> change.put(visit(relay, key), now)));
    }

    private static Place<Visit> visit(URI relay, PublicKey key) {
        return VISITS.at(relay.toString(), key.hex());
    }

    void forgetTheLongSeen() {
        Instant now = clock.instant();
        Instant last = forgotten.get();
        if (now.isBefore(last.plus(FORGET_EVERY)) || !forgotten.compareAndSet(last, now)) return;
        forget(SEEN_BY_TIME, now, (change, id) -> change.remove(SEEN.at(id)));
        forget(WRAPS_BY_DATE, now, (_, _) -> {});
    }

    private void forget(Shelf<Seen> byTime, Instant now, BiConsumer<Change, String> more) {
        while (true) {
            var old = ledger.upTo(now.minus(REMEMBERED), byTime, FORGOTTEN_AT_ONCE);
            if (old.isEmpty()) return;
            ledger.alter(change -> old.forEach(entry -> {
                change.remove(entry.place());
                more.accept(change, entry.value().id());
            }));
        }
    }
}
