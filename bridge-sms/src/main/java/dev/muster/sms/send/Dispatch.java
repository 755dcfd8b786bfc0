package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.timer.Watch;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.consent.Verdict;
import dev.muster.sms.number.PhoneNumber;
import dev.muster.sms.text.LookAlikes;
import dev.muster.sms.text.Segments;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Has texts wait for their turn, and gives them to carriers.
///
/// Each carrier has two queues, so that a broadcast to thousands doesn't hold up the answer to one. In the moment when
/// a text has its turn it is asked once more whether it may go.
public final class Dispatch implements AutoCloseable {
    /// How long one carrier may think about one text.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// A phone gets its texts one after the other.
    private static final Duration BETWEEN_TWO = Duration.ofSeconds(1);

    /// When it is looked again whether a human has decided.
    private static final Duration HUMANS_TAKE = Duration.ofMinutes(2);

    /// More often isn't looked: several texts that have their turn by then are one change.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private static final int AT_ONCE = 50;
    private static final int READ_AT_ONCE = 100;

    /// Carriers begin a new day at midnight there.
    private static final ZoneId CARRIERS_ZONE = ZoneId.of("America/Los_Angeles");

    private static final Shelf<UnderWay> UNDER_WAY = new Shelf<>("text-under-way", UnderWay.class);
    private static final Shelf<Slot> SLOTS = new Shelf<>("text-slot", Slot.class);
    private static final Shelf<Pace> PACES = new Shelf<>("pace", Pace.class);
    private static final Shelf<Sent> SENT = new Shelf<>("segments-of-day", Sent.class);

    private final Means means;
    private final Budget budget;
    private final Watch watch = new Watch("texts", this::look);

    /// What came of errands that have just ended, until it is written down.
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    /// Carriers that have asked us to wait, and until when.
    private final Map<String, Rest> resting = new ConcurrentHashMap<>();

    /// What sending stands on.
    ///
    /// @param isCancelled whether whoever ordered a broadcast has thought better of it
    /// @param isPlain whether characters are replaced that only make a text dearer
    /// @param hasRegistration whether what US carriers ask of senders is there
    public record Means(
            Ledger ledger,
            Outbox outbox,
            Texts texts,
            Consents consents,
            OptOuts optOuts,
            Lines lines,
            Night night,
            Cancelled isCancelled,
            Ceilings ceilings,
            boolean isPlain,
            boolean hasRegistration,
            InstantSource clock,
            RandomGenerator random) {}

    /// When people sleep.
    @FunctionalInterface
    public interface Night {
        /// When somebody may be texted, if they may not be now.
        Optional<Instant> until(Reading reading, PhoneNumber number, Instant now);
    }

    /// Which broadcasts are not to go on.
    @FunctionalInterface
    public interface Cancelled {
        boolean is(Reading reading, String broadcast);
    }

    private record UnderWay(String text) {}

    private record Slot(Instant next) {}

    private record Sent(int segments) {}

    private record Rest(Instant until, int times) {}

    private record Turn(String text) {}

    private sealed interface Outcome {
        record Said(Answer answer) implements Outcome {}

        record Forbidden(Verdict verdict) implements Outcome {}

        record Cancelled() implements Outcome {}
    }

    /// Has its errands carried out by that outbox, which is to be started afterwards.
    public Dispatch(Means means) {
        this.means = means;
        budget = new Budget(means.ceilings());
        for (Line line : means.lines().all()) {
            means.outbox()
                    .with(
                            channel(line.name()),
                            errand -> carry(line, errand),
                            (change, errand, end) -> ended(change, errand.id(), end));
        }
    }

    private static Channel<Going> channel(String carrier) {
        return new Channel<>("sms-" + carrier, Going.class, false, AT_ONCE);
    }

    private static Shelf<Turn> queue(String carrier, boolean isPersonal) {
        return new Shelf<>("texts-" + carrier + (isPersonal ? "-personal" : "-bulk"), Turn.class);
    }

    public void start() {
        watch.start();
    }

    /// Takes a text on, or says by its state why not. The same id is taken once.
    public Text submit(Change change, Draft wanted) {
        Optional<Text> before = means.texts().get(change, wanted.id());
        if (before.isPresent()) return before.get();
        Draft draft = means.isPlain() ? wanted.says(LookAlikes.replaced(wanted.body())) : wanted;
        Instant now = means.clock().instant();
        Line line = means.lines().to(draft.to(), draft.from()).orElse(null);
        int segments = Segments.of(draft.body()).count();
        if (line == null) return refuse(change, Text.nowhere(draft, segments, now), "no_carrier");
        Text text = Text.of(draft, line, segments, now);
        Verdict verdict = means.consents().verdict(change, text.to(), text.purpose());
        if (verdict == Verdict.OPTED_OUT || verdict == Verdict.NO_CONSENT) return refuse(change, text, verdict.word());
        if (isUnregistered(text)) return refuse(change, text, "no_10dlc");
        text = text.again(State.QUEUED, "", slot(change, text.to(), now), false, now);
        means.texts().add(change, text);
        enqueue(change, text);
        return text;
    }

    private Text refuse(Change change, Text text, String reason) {
        Text refused = text.is(State.BLOCKED, reason, means.clock().instant());
        means.texts().add(change, refused);
        return refused;
    }

    private boolean isUnregistered(Text text) {
        return !means.hasRegistration() && text.to().e164().startsWith("+1");
    }

    private static Instant slot(Change change, PhoneNumber number, Instant now) {
        Instant turn = change.get(SLOTS.at(number.e164()))
                .map(Slot::next)
                .filter(now::isBefore)
                .orElse(now);
        change.put(SLOTS.at(number.e164()), new Slot(turn.plus(BETWEEN_TWO)));
        return turn;
    }

    private void enqueue(Change change, Text text) {
        change.put(queue(text.carrier(), text.isPersonal()).at(text.turn(), text.id()), new Turn(text.id()));
        change.afterwards(watch::wake);
    }

    private Duration look() {
        Duration pause = Watch.LOOK_AGAIN;
        for (Line line : means.lines().all()) {
            for (boolean isPersonal : new boolean[] {true, false}) {
                Duration next = look(line, queue(line.name(), isPersonal));
                if (next.compareTo(pause) < 0) pause = next;
            }
        }
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    private Duration look(Line line, Shelf<Turn> queue) {
        Instant now = means.clock().instant();
        List<Entry<Turn>> due = means.ledger().upTo(now, queue, READ_AT_ONCE);
        if (due.isEmpty()) {
            return means.ledger().upTo(Instant.ofEpochMilli(Long.MAX_VALUE), queue, 1).stream()
                    .map(next -> Duration.between(now, next.place().time().orElseThrow()))
                    .findFirst()
                    .orElse(Watch.LOOK_AGAIN);
        }
        if (!line.carrier().isReady() || rests(line, now)) {
            means.ledger().alter(change -> due.forEach(turn -> elsewhere(change, line, turn)));
            return Watch.LOOK_AGAIN;
        }
        return means.ledger().change(change -> {
            var slice = new Slice(change, line, now);
            for (Entry<Turn> turn : due) if (!slice.isFull()) slice.take(turn);
            return slice.pause(due.size());
        });
    }

    private static String sender(Line line, Text text) {
        return line.own(text.from()).orElseGet(() -> line.sender(text.to()));
    }

    private boolean rests(Line line, Instant now) {
        Rest rest = resting.get(line.name());
        return rest != null && rest.until().isAfter(now);
    }

    /// To a carrier that is there, unless people are to see a number that only this one has.
    private void elsewhere(Change change, Line line, Entry<Turn> turn) {
        Text text = means.texts().get(change, turn.value().text()).orElse(null);
        if (text == null || !text.from().isEmpty()) return;
        Line other = means.lines().to(text.to(), "").orElse(line);
        if (other.equals(line) || !other.carrier().isReady()) return;
        change.remove(turn.place());
        Text moved = text.by(other);
        means.texts().keep(change, moved);
        enqueue(change, moved);
    }

    /// Those texts of one queue that have their turn now.
    private final class Slice {
        private final Change change;
        private final Line line;
        private final Instant now;
        private final Set<PhoneNumber> busy = new HashSet<>();
        private final Set<String> full = new HashSet<>();
        private Instant free = Instant.MAX;

        Slice(Change change, Line line, Instant now) {
            this.change = change;
            this.line = line;
            this.now = now;
        }

        /// No sender of this line may send more at this moment.
        boolean isFull() {
            return full.size() >= Math.max(1, line.config().senders().size());
        }

        Duration pause(int seen) {
            if (isFull()) return Duration.between(now, free);
            return seen < READ_AT_ONCE ? Watch.LOOK_AGAIN : Duration.ZERO;
        }

        void take(Entry<Turn> turn) {
            Text text = means.texts().get(change, turn.value().text()).orElse(null);
            if (text == null || (text.state() != State.QUEUED && text.state() != State.HELD)) {
                change.remove(turn.place());
                return;
            }
            if (text.broadcast()
                    .filter(it -> means.isCancelled().is(change, it))
                    .isPresent()) {
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
            } else if (change.has(UNDER_WAY.at(text.to().e164())) || busy.contains(text.to())) {
                // Those that come after it wait too: a conversation keeps its order.
                busy.add(text.to());
            } else {
                pace(turn, text);
            }
        }

        private Optional<Instant> sleeps(Text text) {
            boolean isAwaited = text.purpose() == Purpose.CONFIRMATION || text.purpose() == Purpose.CONVERSATION;
            return isAwaited || text.isEmergency()
                    ? Optional.empty()
                    : means.night().until(change, text.to(), now);
        }

        private void hold(Entry<Turn> turn, Text text, String reason, Instant again) {
            Instant last = text.until().plusMillis(1);
            change.remove(turn.place());
            requeue(change, text, text.again(State.HELD, reason, again.isAfter(last) ? last : again, false, now));
        }

        private void pace(Entry<Turn> turn, Text text) {
            String sender = sender(line, text);
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
            if (most > 0 && sent + text.segments() > most) {
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
                    pace.after(text.segments(), line.config().segmentsPerSecond(), now));
            change.put(sentToday, new Sent(sent + text.segments()));
            go(turn, text);
        }

        private void go(Entry<Turn> turn, Text text) {
            change.remove(turn.place());
            change.put(UNDER_WAY.at(text.to().e164()), new UnderWay(text.id()));
            means.texts().becomes(change, text, State.SENDING, "");
            means.outbox().put(change, channel(line.name()), text.id(), new Going(text.id()), text.until());
        }
    }

    private Attempt carry(Line line, Errand<Going> errand) throws InterruptedException {
        Outcome outcome = outcome(line, errand.id());
        outcomes.put(errand.id(), outcome);
        return outcome instanceof Outcome.Said(Answer.Unknown(var reason))
                ? new Attempt.Unknown(reason)
                : new Attempt.Done("");
    }

    private Outcome outcome(Line line, String id) throws InterruptedException {
        Text text = means.texts().get(means.ledger(), id).orElseThrow();
        if (text.broadcast()
                .filter(it -> means.isCancelled().is(means.ledger(), it))
                .isPresent()) {
            return new Outcome.Cancelled();
        }
        Verdict verdict = means.consents().verdict(means.ledger(), text.to(), text.purpose());
        if (verdict != Verdict.YES) return new Outcome.Forbidden(verdict);
        Duration validity = Duration.between(means.clock().instant(), text.until());
        var outgoing = Outgoing.text(text.id(), sender(line, text), text.to(), text.body(), validity);
        return new Outcome.Said(line.carrier().send(outgoing, PATIENCE));
    }

    private void ended(Change change, String id, End end) {
        Outcome outcome = outcomes.remove(id);
        Text text = means.texts().get(change, id).orElse(null);
        if (text == null) return;
        change.get(UNDER_WAY.at(text.to().e164()))
                .filter(way -> way.text().equals(id))
                .ifPresent(_ -> change.remove(UNDER_WAY.at(text.to().e164())));
        change.afterwards(watch::wake);
        switch (end) {
            case End.Done _ when outcome != null -> settle(change, text, outcome);
            case End.TooLate _ -> unsent(change, text, State.EXPIRED, "");
            // Perhaps the carrier has it; a receipt may tell.
            case End.Unknown _, End.Done _, End.Refused _ -> {
                if (text.state() == State.SENDING) means.texts().becomes(change, text, State.UNKNOWN, "");
            }
        }
    }

    private void settle(Change change, Text text, Outcome outcome) {
        boolean isTaken = outcome instanceof Outcome.Said(Answer answer) && answer instanceof Answer.Accepted;
        // A receipt may have been faster than the answer, and knows more.
        if (text.state() != State.SENDING && !isTaken) return;
        switch (outcome) {
            case Outcome.Cancelled() -> unsent(change, text, State.CANCELLED, "");
            case Outcome.Forbidden(var verdict)
            when verdict == Verdict.PERHAPS_OPTED_OUT -> {
                refund(change, text);
                back(
                        change,
                        text,
                        State.HELD,
                        verdict.word(),
                        means.clock().instant().plus(HUMANS_TAKE),
                        false);
            }
            case Outcome.Forbidden(var verdict) -> unsent(change, text, State.BLOCKED, verdict.word());
            case Outcome.Said(Answer.Accepted(var ids)) -> {
                resting.remove(text.carrier());
                means.texts().accepted(change, text, ids);
            }
            case Outcome.Said(Answer.Refused refused) -> refused(change, text, refused);
            case Outcome.Said(Answer.Later later) -> later(change, text, later);
            case Outcome.Said(Answer.Unknown _) -> means.texts().becomes(change, text, State.UNKNOWN, "");
        }
    }

    private void refused(Change change, Text text, Answer.Refused refused) {
        if (refused.isOptOut()) {
            var optOut = new OptOut(OptOut.Source.CARRIER, means.clock().instant());
            means.optOuts().add(change, text.to(), optOut);
            unsent(change, text, State.BLOCKED, Verdict.OPTED_OUT.word());
        } else {
            unsent(change, text, State.FAILED, refused.code().isEmpty() ? "refused" : refused.code());
        }
    }

    /// As long as there is nobody who could take it, it waits; a carrier that is there and doesn't take it is asked six
    /// times.
    private void later(Change change, Text text, Answer.Later later) {
        Instant now = means.clock().instant();
        Line line = means.lines().named(text.carrier()).orElseThrow();
        boolean isAboutThis = !later.isForAll() && line.carrier().isReady();
        if (later.isForAll()) rest(text.carrier(), later, now);
        refund(change, text);
        if (isAboutThis && text.tries() + 1 >= Retries.MOST) {
            means.texts().becomes(change, text, State.FAILED, "gave_up");
        } else {
            Duration pause = later.after().orElseGet(() -> Retries.pause(text.tries(), means.random()));
            back(change, text, State.QUEUED, "", isAboutThis ? now.plus(pause) : text.turn(), isAboutThis);
        }
    }

    private void rest(String carrier, Answer.Later later, Instant now) {
        resting.compute(carrier, (_, before) -> {
            if (before != null && before.until().isAfter(now)) return before;
            int times = before == null ? 0 : before.times() + 1;
            return new Rest(now.plus(later.after().orElseGet(() -> Retries.pause(times, means.random()))), times);
        });
    }

    private void back(Change change, Text text, State state, String reason, Instant turn, boolean wasTried) {
        requeue(
                change,
                text,
                text.again(state, reason, turn, wasTried, means.clock().instant()));
    }

    private void requeue(Change change, Text before, Text after) {
        means.texts().becomes(change, before, after);
        enqueue(change, after);
    }

    private void unsent(Change change, Text text, State state, String reason) {
        refund(change, text);
        means.texts().becomes(change, text, state, reason);
    }

    private void refund(Change change, Text text) {
        budget.refund(change, text, text.changed());
    }

    @Override
    public void close() {
        watch.close();
    }
}
