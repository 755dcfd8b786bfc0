package dev.muster.sip.call;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.sip.credit.Charge;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.ua.HangupReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All calls, durable, with what they cost. What changes here is told to whom it concerns in the same change.
public final class Book {
    private static final int FORGOTTEN_AT_ONCE = 500;

    private static final Shelf<CallRecord> CALLS = new Shelf<>("call", CallRecord.class);
    private static final Shelf<Named> OPEN = new Shelf<>("call-open", Named.class);
    private static final Shelf<Named> BY_TIME = new Shelf<>("call-time", Named.class);

    private final Credits credits;
    private final Rates rates;
    private final InstantSource clock;
    private final List<News> listeners = new ArrayList<>();

    private record Named(String call) {}

    /// Hears what becomes of calls. What it decides becomes durable together with that.
    public interface News {
        void changed(Change change, CallRecord call);
    }

    public Book(Credits credits, Rates rates, InstantSource clock) {
        this.credits = credits;
        this.rates = rates;
        this.clock = clock;
    }

    public void telling(News news) {
        listeners.add(news);
    }

    public Optional<CallRecord> get(Reading reading, String id) {
        return reading.get(CALLS.at(id));
    }

    /// All that are known, the latest first.
    public List<CallRecord> all(Reading reading) {
        return reading.under(CALLS.at()).stream()
                .map(Entry::value)
                .sorted(Comparator.comparing(CallRecord::began).reversed())
                .toList();
    }

    /// Writes a call down that is about to begin. Says whether there are credits for it; if not, nothing is written.
    public boolean begin(Change change, CallRecord call) {
        long perMinute = call.direction() == Direction.INBOUND
                ? 0
                : call.number().map(rates::perMinute).orElse(0L);
        var charge = new Charge(call.id(), call.group(), call.direction(), perMinute, call.shownNumber());
        if (!credits.begin(change, charge)) return false;
        change.put(OPEN.at(call.id()), new Named(call.id()));
        put(change, call);
        return true;
    }

    /// It has come that far. A call that is over stays so.
    public void reach(Change change, String id, Phase phase) {
        open(change, id).filter(call -> call.phase() != phase).ifPresent(call -> put(change, call.in(phase)));
    }

    /// Somebody here takes it.
    void take(Change change, String id, String person) {
        open(change, id).ifPresent(call -> put(change, call.with(person)));
    }

    /// Both sides can talk: it costs from now on.
    public void answer(Change change, String id) {
        open(change, id).filter(call -> call.phase() != Phase.TALKING).ifPresent(call -> {
            credits.answered(change, id);
            put(change, call.answeredAt(clock.instant()));
        });
    }

    /// Says whether there are credits for one more minute.
    public boolean prolong(Change change, String id) {
        return open(change, id).isEmpty() || credits.prolong(change, id);
    }

    /// It is over. A second end changes nothing.
    public void end(Change change, String id, HangupReason reason) {
        open(change, id).ifPresent(call -> {
            credits.end(change, id);
            finish(change, call, reason);
        });
    }

    /// What a crash has cut off. To be called once, before there are calls.
    ///
    /// @return those calls, as they were
    List<CallRecord> endWhatCrashed(Change change) {
        credits.settleWhatCrashed(change);
        List<CallRecord> cut = change.under(OPEN.at()).stream()
                .flatMap(open -> get(change, open.value().call()).stream())
                .toList();
        cut.forEach(call -> finish(change, call, HangupReason.NETWORK_FAILURE));
        return cut;
    }

    private void finish(Change change, CallRecord call, HangupReason reason) {
        change.remove(OPEN.at(call.id()));
        Instant now = clock.instant();
        change.put(BY_TIME.at(now, call.id()), new Named(call.id()));
        put(change, call.endedAt(now, reason));
    }

    private Optional<CallRecord> open(Reading reading, String id) {
        return get(reading, id).filter(call -> !call.isOver());
    }

    private void put(Change change, CallRecord call) {
        change.put(CALLS.at(call.id()), call);
        listeners.forEach(news -> news.changed(change, call));
    }

    /// Forgets calls that were over before then. Says whether there may be more of them.
    public boolean forget(Change change, Instant before) {
        List<Entry<Named>> old = change.upTo(before, BY_TIME, FORGOTTEN_AT_ONCE);
        for (Entry<Named> one : old) {
            change.remove(CALLS.at(one.value().call()));
            Reveals.forget(change, one.value().call());
            change.remove(one.place());
        }
        return old.size() == FORGOTTEN_AT_ONCE;
    }
}
