package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sees to it that no more is spent than was agreed to. What a text costs is set aside before it goes, so that however
/// many go at once, the ceiling holds.
final class Budget {
    private static final Shelf<Spent> SPENT = new Shelf<>("spent", Spent.class);

    private final Ceilings ceilings;

    private record Spent(long amount) {}

    /// Something that has a ceiling.
    ///
    /// @param again when there may be room again; empty if only a person can make some
    private record Purse(Place<Spent> place, long ceiling, Optional<Instant> again) {}

    Budget(Ceilings ceilings) {
        this.ceilings = ceilings;
    }

    private List<Purse> purses(Text text, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        YearMonth month = YearMonth.from(today);
        var all = new ArrayList<Purse>();
        text.broadcast()
                .ifPresent(broadcast -> all.add(
                        new Purse(SPENT.at("broadcast", broadcast), ceilings.perBroadcast(), Optional.empty())));
        all.add(new Purse(
                SPENT.at("day", today.toString()),
                ceilings.perDay(),
                Optional.of(today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))));
        all.add(new Purse(
                SPENT.at("month", month.toString()),
                ceilings.perMonth(),
                Optional.of(month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC))));
        return all;
    }

    private static long spent(Reading reading, Purse purse) {
        return reading.get(purse.place()).map(Spent::amount).orElse(0L);
    }

    /// What a text may not be sent for, and when that may be different.
    record Exceeded(Optional<Instant> again) {}

    /// Sets its price aside, unless that would be too much.
    Optional<Exceeded> reserve(Change change, Text text, Instant now) {
        List<Purse> purses = purses(text, now);
        for (Purse purse : purses) {
            if (purse.ceiling() > 0 && spent(change, purse) + text.freight().price() > purse.ceiling()) {
                return Optional.of(new Exceeded(purse.again()));
            }
        }
        purses.forEach(purse -> add(change, purse, text.freight().price()));
        return Optional.empty();
    }

    /// It wasn't sent after all.
    ///
    /// @param reserved when its price was set aside
    void refund(Change change, Text text, Instant reserved) {
        purses(text, reserved)
                .forEach(purse -> add(change, purse, -text.freight().price()));
    }

    private static void add(Change change, Purse purse, long amount) {
        if (amount == 0) return;
        change.put(purse.place(), new Spent(spent(change, purse) + amount));
    }
}
