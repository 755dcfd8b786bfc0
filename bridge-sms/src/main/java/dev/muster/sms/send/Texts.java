package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Means;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All texts, and what carriers report of them.
public final class Texts {
    /// A receipt may come before the carrier's answer that says what it calls the text; so long it is kept for that.
    private static final Duration ORPHANS_WAIT = Duration.ofDays(1);

    private static final int FORGOTTEN_AT_ONCE = 200;

    private static final Shelf<Text> TEXTS = new Shelf<>("text", Text.class);
    private static final Shelf<Named> BY_CARRIERS_ID = new Shelf<>("text-by-carriers-id", Named.class);
    private static final Shelf<Orphan> ORPHANS = new Shelf<>("receipt-orphan", Orphan.class);
    private static final Shelf<Named> ORPHANS_BY_TIME = new Shelf<>("receipt-orphan-time", Named.class);

    private final InstantSource clock;
    private final List<News> listeners = new ArrayList<>();

    /// Hears what becomes of texts. What it decides becomes durable together with what it heard.
    @FunctionalInterface
    public interface News {
        /// It is there, or something else has become of it.
        ///
        /// @param before what it was; empty for a new one
        void changed(Change change, Optional<Text> before, Text after);
    }

    private record Named(String id) {}

    private record Orphan(Receipt receipt, Instant since) {}

    public Texts(InstantSource clock) {
        this.clock = clock;
    }

    /// Has somebody hear what becomes of texts. To be called before anything is sent.
    public void telling(News news) {
        listeners.add(news);
    }

    private static Place<Text> place(String id) {
        return TEXTS.at(id);
    }

    public Optional<Text> get(Reading reading, String id) {
        return reading.get(place(id));
    }

    void add(Change change, Text text) {
        change.put(place(text.id()), text);
        listeners.forEach(news -> news.changed(change, Optional.empty(), text));
    }

    /// Something is different about it that is nobody else's business.
    void keep(Change change, Text text) {
        change.put(place(text.id()), text);
    }

    /// It has become that, whatever it was.
    void becomes(Change change, Text text, State state, String reason) {
        becomes(change, text, text.is(state, reason, clock.instant()));
    }

    void becomes(Change change, Text before, Text after) {
        keep(change, after);
        listeners.forEach(news -> news.changed(change, Optional.of(before), after));
    }

    /// The carrier has taken it, and perhaps has said more about it before it said that.
    void accepted(Change change, Text text, List<String> ids) {
        Text known = text.known(ids);
        for (String id : ids) change.put(BY_CARRIERS_ID.at(text.carrier(), id), new Named(text.id()));
        State state = known.state().after(State.SENT);
        if (state == known.state()) keep(change, known);
        else becomes(change, known, state, "");
        for (String id : ids) {
            for (Entry<Orphan> orphan : change.under(ORPHANS.at(text.carrier(), id))) {
                change.remove(orphan.place());
                apply(change, text.id(), orphan.value().receipt(), id);
            }
        }
    }

    /// A carrier has said how far a text is. Says whether it is one that we know.
    public boolean reported(Change change, Receipt receipt) {
        Optional<String> known = receipt.message().filter(id -> change.has(place(id)));
        if (known.isPresent()) {
            apply(
                    change,
                    known.get(),
                    receipt,
                    receipt.ids().stream().findFirst().orElse(""));
            return true;
        }
        for (String id : receipt.ids()) {
            Optional<Named> named = change.get(BY_CARRIERS_ID.at(receipt.carrier(), id));
            if (named.isPresent()) {
                apply(change, named.get().id(), receipt, id);
                return true;
            }
        }
        for (String id : receipt.ids()) shelter(change, receipt, id);
        return false;
    }

    private void shelter(Change change, Receipt receipt, String id) {
        Instant now = clock.instant();
        String state = receipt.state().name();
        change.put(ORPHANS.at(receipt.carrier(), id, state), new Orphan(receipt, now));
        change.put(ORPHANS_BY_TIME.at(now, receipt.carrier(), id, state), new Named(id));
        for (Entry<Named> old : change.upTo(now.minus(ORPHANS_WAIT), ORPHANS_BY_TIME, FORGOTTEN_AT_ONCE)) {
            change.remove(old.place());
            change.remove(ORPHANS.at(old.place().names().toArray(String[]::new)));
        }
    }

    private void apply(Change change, String id, Receipt receipt, String part) {
        Text text = change.get(place(id)).orElse(null);
        if (text == null) return;
        // It went as RCS, then as a text: what is told of the former is over.
        boolean isOver = text.freight().carried().isFallback() && text.form().means() == Means.SMS;
        if (isOver && receipt.means().filter(means -> means == Means.RCS).isPresent()) return;
        if (receipt.state() == Incoming.State.TEXT_ONLY && canFallBack(text)) {
            becomes(change, text, text.plain().is(State.QUEUED, "", clock.instant()));
            return;
        }
        if (text.freight().ids().isEmpty() && !part.isEmpty()) text = adopted(change, text, part);
        State news = State.of(receipt.state());
        if (receipt.state() == Incoming.State.DELIVERED && text.freight().ids().size() > 1) {
            text = text.arrived(part);
            if (!text.freight().isWhole()) {
                keep(change, text);
                return;
            }
        }
        State after = text.state().after(news);
        if (after == text.state()) keep(change, text);
        else {
            String reason = after == State.FAILED ? receipt.code() : "";
            becomes(change, text, text.carried(receipt.means()).is(after, reason, clock.instant()));
        }
    }

    /// One whose carrier is being asked at this moment isn't put back into the queue.
    private static boolean canFallBack(Text text) {
        boolean wasTaken = text.state() == State.SENT || text.state() == State.UNKNOWN;
        return wasTaken
                && text.form().means() == Means.RCS
                && !text.draft().body().isEmpty();
    }

    void forget(Change change, String id) {
        change.get(place(id)).ifPresent(text -> {
            change.remove(place(id));
            text.freight().ids().forEach(name -> change.remove(BY_CARRIERS_ID.at(text.carrier(), name)));
        });
    }

    /// The answer of the carrier was lost, and now we know what it calls the text.
    private static Text adopted(Change change, Text text, String part) {
        change.put(BY_CARRIERS_ID.at(text.carrier(), part), new Named(text.id()));
        return text.known(List.of(part));
    }
}
