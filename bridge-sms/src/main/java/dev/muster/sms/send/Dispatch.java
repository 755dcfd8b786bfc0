package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.timer.Watch;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.Verdict;
import dev.muster.sms.send.Turns.Turn;
import dev.muster.sms.text.LookAlikes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Takes texts on, and looks which of them have their turn.
public final class Dispatch implements AutoCloseable {
    /// A phone gets its texts one after the other.
    private static final Duration BETWEEN_TWO = Duration.ofSeconds(1);

    /// More often isn't looked: several texts that have their turn by then are one change.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private static final Shelf<Slot> SLOTS = new Shelf<>("text-slot", Slot.class);

    private final Means means;
    private final Budget budget;
    private final Watch watch = new Watch("texts", this::look);
    private final Turns turns;
    private final Handover handover;

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

    private record Slot(Instant next) {}

    /// Has its errands carried out by that outbox, which is to be started afterwards.
    public Dispatch(Means means) {
        this.means = means;
        budget = new Budget(means.ceilings());
        turns = new Turns(means.texts(), watch::wake);
        handover = new Handover(means, turns, budget);
        means.texts().telling(this::again);
    }

    public void start() {
        handover.start();
        watch.start();
    }

    /// Takes a text on, or says by its state why not. The same id is taken once.
    public Text submit(Change change, Draft draft) {
        Optional<Text> before = means.texts().get(change, draft.id());
        if (before.isPresent()) return before.get();
        Text text = judged(change, draft);
        if (text.state() != State.BLOCKED) {
            Instant now = means.clock().instant();
            text = text.again(State.QUEUED, "", slot(change, text.to(), now), false, now);
            turns.add(change, text);
        }
        means.texts().add(change, text);
        return text;
    }

    /// Whoever has ordered a text has thought better of it. If a carrier is being given it, it goes nevertheless.
    public void cancel(Change change, String id) {
        Text text = means.texts().get(change, id).orElse(null);
        if (text == null || (text.state() != State.QUEUED && text.state() != State.HELD)) return;
        turns.remove(change, text);
        means.texts().becomes(change, text, State.CANCELLED, "");
    }

    /// What would become of a text if it were taken on now: how long it is, what it costs, whether it may go.
    public Text judged(Reading reading, Draft wanted) {
        Draft draft = means.isPlain() ? wanted.says(LookAlikes.replaced(wanted.body())) : wanted;
        Instant now = means.clock().instant();
        Optional<Line> wantedLine =
                means.lines().to(draft.to(), draft.from(), draft.form().means());
        boolean isTextInstead = wantedLine.isEmpty() && draft.form().hasText();
        Line line = (isTextInstead ? means.lines().to(draft.to(), draft.from(), Form.TEXT.means()) : wantedLine)
                .orElse(null);
        int segments = draft.form().segments(draft.body());
        if (line == null) return refused(Text.nowhere(draft, segments, now), Lines.lacking(draft.form()));
        Text text = Text.of(draft, line, segments, now);
        if (isTextInstead) text = text.plain();
        Verdict verdict = means.consents().verdict(reading, text.to(), text.purpose());
        if (verdict == Verdict.OPTED_OUT || verdict == Verdict.NO_CONSENT) return refused(text, verdict.word());
        return isUnregistered(text) ? refused(text, "no_10dlc") : text;
    }

    /// What went by RCS, and never will arrive like that, waits for its turn once more, as a text.
    private void again(Change change, Optional<Text> before, Text after) {
        Text taken = before.filter(text -> text.state() == State.SENT || text.state() == State.UNKNOWN)
                .orElse(null);
        if (taken == null || after.state() != State.QUEUED) return;
        budget.refund(change, taken, taken.standing().changed());
        turns.add(change, after);
    }

    /// Whether cards go to that number at all.
    public boolean carriesCards(PhoneNumber to) {
        return means.lines().carriesCards(to);
    }

    /// What pictures to that number may weigh together, in bytes. Empty if it can't get any.
    public OptionalLong mostMedia(PhoneNumber to, String from) {
        return means.lines().mostMedia(to, from);
    }

    /// What one broadcast may cost; 0 is any amount.
    public long ceiling() {
        return means.ceilings().perBroadcast();
    }

    private Text refused(Text text, String reason) {
        return text.is(State.BLOCKED, reason, means.clock().instant());
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

    private Duration look() {
        Duration pause = Watch.LOOK_AGAIN;
        for (Line line : means.lines().all()) {
            for (Shelf<Turn> queue : Turns.of(line.name())) {
                Duration next = look(line, queue);
                if (next.compareTo(pause) < 0) pause = next;
            }
        }
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    private Duration look(Line line, Shelf<Turn> queue) {
        Instant now = means.clock().instant();
        List<Entry<Turn>> first = Turns.due(means.ledger(), queue, now, Slice.A_FEW);
        if (first.isEmpty()) {
            return Turns.next(means.ledger(), queue)
                    .map(next -> Duration.between(now, next))
                    .orElse(Watch.LOOK_AGAIN);
        }
        if (!line.carrier().isReady() || handover.rests(line, now)) {
            means.ledger()
                    .alter(change ->
                            Turns.due(change, queue, now, Slice.MOST).forEach(turn -> elsewhere(change, line, turn)));
            return Watch.LOOK_AGAIN;
        }
        return means.ledger()
                .change(change -> new Slice(means, turns, handover, budget, change, line).take(queue, first));
    }

    /// To a carrier that is there, unless people are to see a number that only this one has.
    private void elsewhere(Change change, Line line, Entry<Turn> turn) {
        Text text = means.texts().get(change, turn.value().text()).orElse(null);
        if (text == null || !text.draft().from().isEmpty()) return;
        Line other = means.lines().to(text.to(), "", text.form().means()).orElse(line);
        if (other.equals(line) || !other.carrier().isReady()) return;
        change.remove(turn.place());
        turns.by(change, text, other);
    }

    @Override
    public void close() {
        watch.close();
    }
}
