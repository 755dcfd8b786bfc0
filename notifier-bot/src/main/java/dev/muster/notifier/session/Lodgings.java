package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.venue.Venue;
import dev.muster.nostr.crypto.PublicKey;
import java.util.List;
import java.util.Optional;

/// What is known of rooms that the bridge gives: where each session is, who called there whom nobody knows, and what
/// waits for an answer.
final class Lodgings {
    private static final Shelf<Lodging> LODGINGS = new Shelf<>("lodging", Lodging.class);
    private static final Shelf<Ref> BY_WISH = new Shelf<>("lodging-wish", Ref.class);
    private static final Shelf<Ref> WISHES_OF = new Shelf<>("wishes-of-session", Ref.class);
    private static final Shelf<Caller> CALLERS = new Shelf<>("caller", Caller.class);
    private static final Shelf<Invited> HELD = new Shelf<>("held-invitation", Invited.class);
    private static final Shelf<Statement> STARTS = new Shelf<>("held-start", Statement.class);

    private record Ref(String to) {}

    private record Invited(PublicKey person) {}

    /// Somebody called who is nobody we know.
    ///
    /// @param standIn stands for them in attendance
    /// @param shown the last digits of their number, or what their app's account is called
    record Caller(PublicKey standIn, String shown) {
        @Override
        public String toString() {
            return "a caller";
        }
    }

    Lodging of(Reading reading, Session session) {
        return reading.get(LODGINGS.at(session.id())).orElse(Lodging.NONE);
    }

    Optional<Venue> venue(Reading reading, Session session) {
        return of(reading, session).venue();
    }

    void put(Change change, Session session, Lodging lodging) {
        change.put(LODGINGS.at(session.id()), lodging);
        if (change.has(BY_WISH.at(lodging.wish()))) return;
        change.put(BY_WISH.at(lodging.wish()), new Ref(session.id()));
        change.put(WISHES_OF.at(session.id(), lodging.wish()), new Ref(lodging.wish()));
    }

    /// Which session a message has asked for.
    Optional<String> session(Reading reading, String wish) {
        return reading.get(BY_WISH.at(wish)).map(Ref::to);
    }

    /// An invitation is to go out when there is an answer.
    void hold(Change change, Session session, PublicKey person) {
        change.put(HELD.at(session.id(), person.hex()), new Invited(person));
    }

    /// Those who wait for theirs, who don't from now on.
    List<PublicKey> release(Change change, Session session) {
        List<Entry<Invited>> held = change.under(HELD.at(session.id()));
        held.forEach(entry -> change.remove(entry.place()));
        return held.stream().map(entry -> entry.value().person()).toList();
    }

    /// It starts when there is an answer.
    void holdStart(Change change, Session session, Statement by) {
        change.put(STARTS.at(session.id()), by);
    }

    /// Who has started it, if it waits for that.
    Optional<Statement> releaseStart(Change change, Session session) {
        Optional<Statement> held = change.get(STARTS.at(session.id()));
        change.remove(STARTS.at(session.id()));
        return held;
    }

    Optional<Caller> caller(Reading reading, Session session, String ref) {
        return reading.get(CALLERS.at(session.id(), ref));
    }

    void put(Change change, Session session, String ref, Caller caller) {
        change.put(CALLERS.at(session.id(), ref), caller);
    }

    /// Somebody is known after all: they are no caller any more.
    Optional<Caller> recognize(Change change, Session session, String ref) {
        Optional<Caller> caller = caller(change, session, ref);
        caller.ifPresent(_ -> change.remove(CALLERS.at(session.id(), ref)));
        return caller;
    }

    List<Caller> callers(Reading reading, Session session) {
        return reading.under(CALLERS.at(session.id())).stream()
                .map(Entry::value)
                .toList();
    }

    void forget(Change change, Session session) {
        change.under(WISHES_OF.at(session.id())).forEach(entry -> {
            change.remove(BY_WISH.at(entry.value().to()));
            change.remove(entry.place());
        });
        change.under(CALLERS.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(HELD.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.remove(STARTS.at(session.id()));
        change.remove(LODGINGS.at(session.id()));
    }
}
