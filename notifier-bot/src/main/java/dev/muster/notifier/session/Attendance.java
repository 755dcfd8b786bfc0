package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Who was there, and how long.
///
/// The page behind a join link says every half minute that somebody is there, and a client may say so as well (kind
/// 10312). Whoever isn't heard of for [#PATIENCE] has left when they were last heard of.
final class Attendance {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Shelf<Visit> VISITS = new Shelf<>("visit-of-session", Visit.class);
    private static final Shelf<Visit> LAST = new Shelf<>("last-visit", Visit.class);

    /// @param seen when they were last heard of
    /// @param hasLeft whether they said goodbye
    record Visit(PublicKey person, Instant joined, Instant seen, boolean hasLeft) {
        Duration length() {
            return Duration.between(joined, seen);
        }

        boolean goesOn(Instant now) {
            return !hasLeft && seen.plus(PATIENCE).isAfter(now);
        }

        boolean overlaps(Visit other) {
            return !joined.isAfter(other.seen) && !other.joined.isAfter(seen);
        }

        /// Both as one.
        Visit with(Visit other) {
            boolean left = seen.equals(other.seen)
                    ? hasLeft || other.hasLeft
                    : seen.isAfter(other.seen) ? hasLeft : other.hasLeft;
            return new Visit(
                    person,
                    joined.isBefore(other.joined) ? joined : other.joined,
                    seen.isAfter(other.seen) ? seen : other.seen,
                    left);
        }

        Visit until(Instant now, boolean left) {
            return new Visit(person, joined, now.isBefore(seen) ? seen : now, left);
        }
    }

    /// All of somebody's visits.
    ///
    /// @param left when they left for good; empty if they are there
    record Stay(PublicKey person, Instant joined, Optional<Instant> left, Duration length) {}

    /// @param present how many are there now
    /// @param peak the most that were there at a time
    /// @param average how long somebody who came stayed on average
    record Figures(List<Stay> stays, int present, int peak, Duration average) {}

    /// Somebody is there. Says whether they have just come.
    boolean isThere(Change change, Session session, PublicKey person, Instant now) {
        Optional<Visit> going = change.get(LAST.at(session.id(), person.hex())).filter(visit -> visit.goesOn(now));
        put(
                change,
                session,
                going.orElseGet(() -> new Visit(person, now, now, false)).until(now, false));
        return going.isEmpty();
    }

    /// Somebody was there so long, as another bot has counted. What it tells again, in whichever order, counts once.
    void was(Change change, Session session, Visit told) {
        Visit all = told;
        for (Entry<Visit> known :
                change.under(VISITS.at(session.id(), told.person().hex()))) {
            if (!known.value().overlaps(all)) continue;
            change.remove(known.place());
            all = all.with(known.value());
        }
        change.put(VISITS.at(session.id(), all.person().hex(), all.joined().toString()), all);
        Visit whole = all;
        boolean isEarlier = change.get(LAST.at(session.id(), all.person().hex()))
                .filter(last -> last.seen().isAfter(whole.seen()))
                .isPresent();
        if (!isEarlier) change.put(LAST.at(session.id(), all.person().hex()), all);
    }

    /// Whoever was counted as one person was another.
    void was(Change change, Session session, PublicKey one, PublicKey other) {
        for (Entry<Visit> known : change.under(VISITS.at(session.id(), one.hex()))) {
            Visit visit = known.value();
            change.remove(known.place());
            was(change, session, new Visit(other, visit.joined(), visit.seen(), visit.hasLeft()));
        }
        change.remove(LAST.at(session.id(), one.hex()));
    }

    /// Whether somebody was ever there.
    boolean wasThere(Reading reading, Session session, PublicKey person) {
        return reading.has(LAST.at(session.id(), person.hex()));
    }

    void leaves(Change change, Session session, PublicKey person, Instant now) {
        change.get(LAST.at(session.id(), person.hex()))
                .filter(visit -> visit.goesOn(now))
                .ifPresent(visit -> put(change, session, visit.until(now, true)));
    }

    private static void put(Change change, Session session, Visit visit) {
        String person = visit.person().hex();
        change.put(LAST.at(session.id(), person), visit);
        change.put(VISITS.at(session.id(), person, visit.joined().toString()), visit);
    }

    /// The session is over: who is still there was there until now.
    void end(Change change, Session session, Instant now) {
        change.under(LAST.at(session.id())).stream()
                .map(Entry::value)
                .filter(visit -> visit.goesOn(now))
                .forEach(visit -> put(change, session, visit.until(now, true)));
    }

    Figures figures(Reading reading, Session session, Instant now) {
        // Who was heard of a moment ago is there now.
        List<Visit> visits = reading.under(VISITS.at(session.id())).stream()
                .map(Entry::value)
                .map(visit -> visit.goesOn(now) ? visit.until(now, false) : visit)
                .toList();
        Map<PublicKey, List<Visit>> byPerson =
                visits.stream().collect(Collectors.groupingBy(Visit::person, TreeMap::new, Collectors.toList()));
        List<Stay> stays = byPerson.values().stream()
                .map(own -> stay(own, now))
                .sorted(Comparator.comparing(Stay::joined))
                .toList();
        Duration all = stays.stream().map(Stay::length).reduce(Duration.ZERO, Duration::plus);
        return new Figures(
                stays,
                (int) stays.stream().filter(stay -> stay.left().isEmpty()).count(),
                peak(visits),
                stays.isEmpty() ? Duration.ZERO : all.dividedBy(stays.size()));
    }

    private static Stay stay(List<Visit> visits, Instant now) {
        Visit first = visits.stream().min(Comparator.comparing(Visit::joined)).orElseThrow();
        Visit last = visits.stream().max(Comparator.comparing(Visit::joined)).orElseThrow();
        return new Stay(
                first.person(),
                first.joined(),
                last.goesOn(now) ? Optional.empty() : Optional.of(last.seen()),
                visits.stream().map(Visit::length).reduce(Duration.ZERO, Duration::plus));
    }

    private static int peak(List<Visit> visits) {
        var steps = new TreeMap<Instant, Integer>();
        for (Visit visit : visits) {
            steps.merge(visit.joined(), 1, Integer::sum);
            // Who comes and goes in one moment was there; who comes when another goes was not there with them.
            Instant end = visit.length().isZero() ? visit.seen().plusNanos(1) : visit.seen();
            steps.merge(end, -1, Integer::sum);
        }
        int there = 0;
        int peak = 0;
        for (int step : steps.values()) {
            there += step;
            peak = Math.max(peak, there);
        }
        return peak;
    }

    void forget(Change change, Session session) {
        change.under(LAST.at(session.id())).forEach(entry -> change.remove(entry.place()));
        change.under(VISITS.at(session.id())).forEach(entry -> change.remove(entry.place()));
    }
}
