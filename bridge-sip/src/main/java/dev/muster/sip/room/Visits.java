package dev.muster.sip.room;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.venue.Stays;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.nostr.event.Kind;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/// Who is in which room, so that a crash costs at most the last minute. What is written down is told in the same
/// change.
final class Visits {
    private static final Shelf<Visit> HERE = new Shelf<>("room-visit", Visit.class);
    private static final int NAME_BYTES = 8;

    private final Replies replies;
    private final SecureRandom random;

    private record Visit(String ref, Instant joined, Instant seen, String shown) {
        Stay stay(boolean hasLeft) {
            return new Stay(ref, joined, seen, hasLeft, shown);
        }

        Visit until(Instant now) {
            return new Visit(ref, joined, now.isBefore(seen) ? seen : now, shown);
        }
    }

    Visits(Replies replies, SecureRandom random) {
        this.replies = replies;
        this.random = random;
    }

    private String name() {
        var name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    private static Place<Visit> place(Plan plan, String visit) {
        return HERE.at(plan.id().toString(), visit);
    }

    /// Somebody has come: what their visit is called.
    String came(Change change, Plan plan, Entrant who, Instant now) {
        String name = name();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        var visit = new Visit(who.ref(), second, second, who.isTelephone() ? who.name() : "");
        change.put(place(plan, name), visit);
        tell(change, plan, List.of(visit.stay(false)));
        return name;
    }

    void went(Change change, Plan plan, String name, Instant now) {
        change.get(place(plan, name)).ifPresent(visit -> {
            change.remove(place(plan, name));
            tell(change, plan, List.of(visit.until(now).stay(true)));
        });
    }

    /// A minute has passed. Says whether anybody is there.
    boolean goOn(Change change, Plan plan, Instant now) {
        List<Entry<Visit>> here = change.under(HERE.at(plan.id().toString()));
        here.forEach(entry -> change.put(entry.place(), entry.value().until(now)));
        tell(
                change,
                plan,
                here.stream().map(entry -> entry.value().until(now).stay(false)).toList());
        return !here.isEmpty();
    }

    /// Nobody is there: we have just begun. Whoever was, was last there when that was written down.
    void end(Change change, Plan plan) {
        List<Entry<Visit>> here = change.under(HERE.at(plan.id().toString()));
        here.forEach(entry -> change.remove(entry.place()));
        tell(change, plan, here.stream().map(entry -> entry.value().stay(true)).toList());
    }

    private void tell(Change change, Plan plan, List<Stay> stays) {
        for (int from = 0; from < stays.size(); from += Stays.MOST) {
            var some = new Stays(plan.wish().session(), stays.subList(from, Math.min(stays.size(), from + Stays.MOST)));
            replies.send(
                    change,
                    "stays/" + plan.id() + "/" + name(),
                    plan.owner(),
                    Kind.ROOM_PRESENCE,
                    some.tags(plan.owner()),
                    "");
        }
    }
}
