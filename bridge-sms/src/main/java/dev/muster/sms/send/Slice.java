package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.timer.Watch;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.consent.Verdict;
import dev.muster.sms.send.Turns.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Those texts of one queue that have their turn now.
final class Slice {
    static final int MOST = 100;

    /// A pace seldom lets more through, and each that is read is opened.
    static final int A_FEW = 8;

    /// When it is looked again whether a human has decided.
    static final Duration HUMANS_TAKE = Duration.ofMinutes(2);

    /// Carriers begin a new day at midnight there.
    private static final ZoneId CARRIERS_ZONE = ZoneId.of("America/Los_Angeles");

    private static final Shelf<Pace> PACES = new Shelf<>("pace", Pace.class);
    private static final Shelf<Sent> SENT = new Shelf<>("segments-of-day", Sent.class);

    private final Dispatch.Means means;
    private final Turns turns;
    private final Handover handover;
    private final Budget budget;
    private final Change change;
    private final Line line;
    private final Instant now;
    private final Set<PhoneNumber> busy = new HashSet<>();
    private final Set<String> full = new HashSet<>();
    private Instant free = Instant.MAX;

    private record Sent(int segments) {}

    Slice(Dispatch.Means means, Turns turns, Handover handover, Budget budget, Change change, Line line) {
        this.means = means;
        this.turns = turns;
        this.handover = handover;
        this.budget = budget;
        this.change = change;
        this.line = line;
        now = means.clock().instant();
    }

    /// Takes those that may go, and says how long it is until more may.
    ///
    /// @param first those at the head of the queue
    Duration take(Shelf<Turn> queue, List<Entry<Turn>> first) {
        take(first);
        if (isFull()) return untilFree();
        if (first.size() < A_FEW) return Watch.LOOK_AGAIN;
        Set<Turn> seen = first.stream().map(Entry::value).collect(Collectors.toSet());
        List<Entry<Turn>> more = Turns.due(change, queue, now, MOST).stream()
                .filter(turn -> !seen.contains(turn.value()))
                .toList();
        take(more);
        if (isFull()) return untilFree();
        return more.size() < MOST - A_FEW ? Watch.LOOK_AGAIN : Duration.ZERO;
    }

    private void take(List<Entry<Turn>> due) {
        for (Entry<Turn> turn : due) if (!isFull()) take(turn);
    }

    /// No sender of this line may send more at this moment.
    private boolean isFull() {
        return full.size() >= Math.max(1, line.config().senders().size());
    }

    private Duration untilFree() {
        return Duration.between(now, free);
    }

    private void take(Entry<Turn> turn) {
        Text text = means.texts().get(change, turn.value().text()).orElse(null);
        if (text == null || (text.state() != State.QUEUED && text.state() != State.HELD)) {
            change.remove(turn.place());
            return;
        }
        if (text.broadcast().filter(it -> means.isCancelled().is(change, it)).isPresent()) {
            end(turn, text, State.CANCELLED, "");
        } else if (!text.until().isAfter(now)) {
            end(turn, text, State.EXPIRED, text.reason());
        } else {
            ask(turn, text);
        }
    }

    private void end(Entry<Turn> turn, Text text, State state, String reason) {
        change.remove(turn.place());
        means.texts().becomes(change, text, state, reason);
    }

    private void ask(Entry<Turn> turn, Text text) {
        Verdict verdict = means.consents().verdict(change, text.to(), text.purpose());
        Optional<Instant> morning = sleeps(text);
        if (verdict == Verdict.PERHAPS_OPTED_OUT) {
            hold(turn, text, "perhaps_opt_out", now.plus(HUMANS_TAKE));
        } else if (verdict != Verdict.YES) {
            end(turn, text, State.BLOCKED, verdict.word());
        } else if (morning.isPresent()) {
            hold(turn, text, "quiet", morning.get());
        } else if (handover.isUnderWay(change, text.to()) || busy.contains(text.to())) {
            // Those that come after it wait too: a conversation keeps its order.
            busy.add(text.to());
        } else {
            pace(turn, text);
        }
    }

    private Optional<Instant> sleeps(Text text) {
        boolean isAwaited = text.purpose() == Purpose.CONFIRMATION || text.purpose() == Purpose.CONVERSATION;
        return isAwaited || text.draft().isEmergency()
                ? Optional.empty()
                : means.night().until(change, text.to(), now);
    }

    private void hold(Entry<Turn> turn, Text text, String reason, Instant again) {
        Instant last = text.until().plusMillis(1);
        change.remove(turn.place());
        turns.again(change, text, text.again(State.HELD, reason, again.isAfter(last) ? last : again, false, now));
    }

    private void pace(Entry<Turn> turn, Text text) {
        String sender = line.sender(text);
        if (full.contains(sender)) return;
        Pace pace = change.get(PACES.at(line.name(), sender)).orElse(Pace.IDLE);
        if (!pace.isFree(now)) {
            full.add(sender);
            if (pace.free().isBefore(free)) free = pace.free();
            return;
        }
        LocalDate today = LocalDate.ofInstant(now, CARRIERS_ZONE);
        var sentToday = SENT.at(line.name(), sender, today.toString());
        int sent = change.get(sentToday).map(Sent::segments).orElse(0);
        int most = line.config().segmentsPerDay();
        if (most > 0 && sent + text.freight().segments() > most) {
            hold(
                    turn,
                    text,
                    "rate",
                    today.plusDays(1).atStartOfDay(CARRIERS_ZONE).toInstant());
            return;
        }
        Optional<Budget.Exceeded> exceeded = budget.reserve(change, text, now);
        if (exceeded.isPresent()) {
            hold(turn, text, "cost", exceeded.get().again().orElse(text.until()));
            return;
        }
        change.put(
                PACES.at(line.name(), sender),
                pace.after(text.freight().segments(), line.config().segmentsPerSecond(), now));
        change.put(sentToday, new Sent(sent + text.freight().segments()));
        go(turn, text);
    }

    private void go(Entry<Turn> turn, Text text) {
        change.remove(turn.place());
        handover.give(change, line, text);
    }
}
