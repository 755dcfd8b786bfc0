package dev.muster.sip.credit;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The credits of all groups.
///
/// A call sets its first minute aside before it is dialled, and each further one before it begins. When it ends, begun
/// minutes are paid and the rest is given back. All of it happens within the change that decides about the call, so
/// that
/// a crash leaves neither a call that nobody pays nor credits that nobody has.
public final class Credits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int FORGOTTEN_AT_ONCE = 500;

    private static final Shelf<Account> ACCOUNTS = new Shelf<>("credit-account", Account.class);
    private static final Shelf<Meter> METERS = new Shelf<>("credit-meter", Meter.class);
    private static final Shelf<Usage> USAGE = new Shelf<>("credit-usage", Usage.class);
    private static final Shelf<Ended> USAGE_BY_TIME = new Shelf<>("credit-usage-time", Ended.class);

    private final long monthly;
    private final InstantSource clock;
    private final List<News> listeners = new ArrayList<>();

    /// Hears of what is spent, where credits are counted. What it decides becomes durable together with that.
    public interface News {
        /// With that call, there is little left for the first time this month.
        void runsLow(Change change, Charge charge, Balance balance);

        /// That call was paid.
        void used(Change change, Charge charge, Usage usage, Balance balance);
    }

    private record Account(long used, boolean isWarned) {
        static final Account NEW = new Account(0, false);
    }

    /// @param month whose credits it takes, also when it goes on into the next
    private record Meter(Charge charge, String month, int minutes, Optional<Instant> answered) {
        long credits() {
            return minutes * charge.perMinute();
        }
    }

    private record Ended(String call) {}

    /// Nothing is spent yet.
    ///
    /// @param monthly how many credits each group has a month; 0 for as many as it likes
    public Credits(long monthly, InstantSource clock) {
        this.monthly = monthly;
        this.clock = clock;
    }

    public void telling(News news) {
        listeners.add(news);
    }

    /// Sets the first minute of a call aside. Says whether there was enough for it; if not, it must not be dialled.
    public boolean begin(Change change, Charge charge) {
        String month = month().toString();
        if (change.has(METERS.at(charge.call()))) return true;
        if (!take(change, charge, month)) return false;
        change.put(METERS.at(charge.call()), new Meter(charge, month, 1, Optional.empty()));
        return true;
    }

    /// Both sides can talk: from now on it is paid.
    public void answered(Change change, String call) {
        change.get(METERS.at(call))
                .filter(meter -> meter.answered().isEmpty())
                .ifPresent(meter -> change.put(
                        METERS.at(call),
                        new Meter(meter.charge(), meter.month(), meter.minutes(), Optional.of(clock.instant()))));
    }

    /// Sets one more minute aside. Says whether there was enough for it; if not, the call has to end with the one that
    /// is paid.
    public boolean prolong(Change change, String call) {
        Meter meter = change.get(METERS.at(call)).orElseThrow();
        if (!take(change, meter.charge(), meter.month())) return false;
        change.put(METERS.at(call), new Meter(meter.charge(), meter.month(), meter.minutes() + 1, meter.answered()));
        return true;
    }

    private boolean take(Change change, Charge charge, String month) {
        Place<Account> place = ACCOUNTS.at(charge.group(), month);
        Account account = change.get(place).orElse(Account.NEW);
        if (!balance(account).hasRoomFor(charge.perMinute())) return false;
        Account after = new Account(account.used() + charge.perMinute(), account.isWarned());
        boolean isNews = !after.isWarned() && balance(after).isLow();
        change.put(place, isNews ? new Account(after.used(), true) : after);
        if (isNews) listeners.forEach(news -> news.runsLow(change, charge, balance(after)));
        return true;
    }

    /// It is over: begun minutes are paid, and what else was set aside is given back. A second end changes nothing.
    public void end(Change change, String call) {
        Instant now = clock.instant();
        change.get(METERS.at(call))
                .ifPresent(meter -> settle(
                        change,
                        meter,
                        meter.answered().map(since -> between(since, now)).orElse(Duration.ZERO)));
    }

    private static Duration between(Instant since, Instant until) {
        Duration length = Duration.between(since, until);
        return length.isNegative() ? Duration.ZERO : length;
    }

    /// Calls that a crash has ended, nobody knows when: what was set aside for them is paid if they were answered,
    /// which
    /// is at most a minute more than they took.
    public void settleWhatCrashed(Change change) {
        for (Entry<Meter> open : change.under(METERS.at())) {
            Meter meter = open.value();
            Duration length = meter.answered()
                    .map(_ -> MINUTE.multipliedBy(meter.minutes()))
                    .orElse(Duration.ZERO);
            settle(change, meter, length);
        }
    }

    private void settle(Change change, Meter meter, Duration length) {
        Charge charge = meter.charge();
        Instant now = clock.instant();
        long cost = Math.min(begunMinutes(length), meter.minutes()) * charge.perMinute();
        Place<Account> place = ACCOUNTS.at(charge.group(), meter.month());
        Account account = change.get(place).orElse(Account.NEW);
        change.put(place, new Account(account.used() - meter.credits() + cost, account.isWarned()));
        change.remove(METERS.at(charge.call()));
        var usage = new Usage(charge.call(), charge.direction(), length.toSeconds(), cost, now, charge.shownNumber());
        change.put(USAGE.at(charge.group(), charge.call()), usage);
        change.put(USAGE_BY_TIME.at(now, charge.group(), charge.call()), new Ended(charge.call()));
        if (monthly == 0) return;
        Balance balance = balance(change, charge.group());
        listeners.forEach(news -> news.used(change, charge, usage, balance));
    }

    private static long begunMinutes(Duration length) {
        return length.plus(MINUTE).minusMillis(1).toMinutes();
    }

    public Balance balance(Reading reading, String group) {
        return balance(reading.get(ACCOUNTS.at(group, month().toString())).orElse(Account.NEW));
    }

    private Balance balance(Account account) {
        Instant reset = month().plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        return new Balance(monthly, account.used(), reset);
    }

    private YearMonth month() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }

    /// What the calls of a group have cost since then, the latest first.
    public List<Usage> usage(Reading reading, String group, Instant since) {
        return reading.under(USAGE.at(group)).stream()
                .map(Entry::value)
                .filter(usage -> !usage.at().isBefore(since))
                .sorted(Comparator.comparing(Usage::at).reversed())
                .toList();
    }

    /// Forgets which calls there were before then. Says whether there may be more of them.
    public boolean forget(Change change, Instant before) {
        List<Entry<Ended>> old = change.upTo(before, USAGE_BY_TIME, FORGOTTEN_AT_ONCE);
        for (Entry<Ended> one : old) {
            List<String> names = one.place().names();
            change.remove(USAGE.at(names.getFirst(), names.getLast()));
            change.remove(one.place());
        }
        return old.size() == FORGOTTEN_AT_ONCE;
    }
}
