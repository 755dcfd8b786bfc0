package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Gives texts to carriers, once each, and does what follows from what they answer.
///
/// Whether a text may go is asked once more in the moment when it is given: whoever has just said stop gets nothing.
final class Handover {
    /// How long one carrier may think about one text.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int AT_ONCE = 50;

    private static final Shelf<UnderWay> UNDER_WAY = new Shelf<>("text-under-way", UnderWay.class);
    private static final Shelf<Known> KNOWN = new Shelf<>("text-carrier", Known.class);

    private final Dispatch.Means means;
    private final Turns turns;
    private final Budget budget;

    /// What came of errands that have just ended, until it is written down.
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    /// Carriers that have asked us to wait, and until when.
    private final Map<String, Rest> resting = new ConcurrentHashMap<>();

    private record UnderWay(String text) {}

    /// A carrier that texts were for.
    private record Known(String name) {}

    private record Rest(Instant until, int times) {}

    private sealed interface Outcome {
        record Said(Answer answer) implements Outcome {}

        record Forbidden(Verdict verdict) implements Outcome {}

        record Cancelled() implements Outcome {}
    }

    /// Has its errands carried out by the outbox, which is to be started afterwards.
    Handover(Dispatch.Means means, Turns turns, Budget budget) {
        this.means = means;
        this.turns = turns;
        this.budget = budget;
        for (Line line : means.lines().all()) {
            means.outbox()
                    .with(
                            channel(line.name()),
                            errand -> carry(line, errand),
                            (change, errand, end) -> ended(change, errand.id(), end));
        }
        for (String name : gone()) {
            means.outbox()
                    .with(
                            channel(name),
                            _ -> new Attempt.Done(""),
                            (change, errand, end) -> endedWithIt(change, errand.id(), end));
        }
    }

    private static Channel<Going> channel(String carrier) {
        return new Channel<>("sms-" + carrier, Going.class, false, AT_ONCE);
    }

    /// Carriers that texts were for once, and that are configured no more.
    private List<String> gone() {
        return means.ledger().under(KNOWN.at()).stream()
                .map(entry -> entry.value().name())
                .filter(name -> means.lines().named(name).isEmpty())
                .toList();
    }

    /// What waited for a carrier that is gone, waits for another.
    void start() {
        means.ledger().alter(change -> {
            for (String name : gone()) {
                for (Shelf<Turns.Turn> queue : Turns.of(name)) {
                    for (Entry<Turns.Turn> turn : change.under(queue.at())) {
                        change.remove(turn.place());
                        means.texts().get(change, turn.value().text()).ifPresent(text -> inherit(change, text));
                    }
                }
            }
            means.lines().all().forEach(line -> change.put(KNOWN.at(line.name()), new Known(line.name())));
        });
    }

    private void inherit(Change change, Text text) {
        Optional<Line> heir =
                means.lines().to(text.to(), text.draft().from(), text.form().means());
        if (heir.isEmpty()) means.texts().becomes(change, text, State.BLOCKED, Lines.lacking(text.form()));
        else turns.by(change, text, heir.get());
    }

    /// Nobody had begun to give it to the carrier when that was taken out of the configuration.
    private void endedWithIt(Change change, String id, End end) {
        Text text = means.texts().get(change, id).orElse(null);
        if (!(end instanceof End.Done) || text == null) {
            ended(change, id, end);
            return;
        }
        free(change, text);
        refund(change, text);
        Text waiting =
                text.again(State.QUEUED, "", text.turn(), false, means.clock().instant());
        means.texts().becomes(change, text, waiting);
        inherit(change, waiting);
    }

    boolean isUnderWay(Reading reading, PhoneNumber number) {
        return reading.has(UNDER_WAY.at(number.e164()));
    }

    /// Its turn has come.
    void give(Change change, Line line, Text text) {
        change.put(UNDER_WAY.at(text.to().e164()), new UnderWay(text.id()));
        means.texts().becomes(change, text, State.SENDING, "");
        means.outbox().put(change, channel(line.name()), text.id(), new Going(text.id()), text.until());
    }

    private static void free(Change change, Text text) {
        change.get(UNDER_WAY.at(text.to().e164()))
                .filter(way -> way.text().equals(text.id()))
                .ifPresent(_ -> change.remove(UNDER_WAY.at(text.to().e164())));
    }

    /// Whether that carrier wants to be left alone.
    boolean rests(Line line, Instant now) {
        Rest rest = resting.get(line.name());
        return rest != null && rest.until().isAfter(now);
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
        Outgoing outgoing = text.outgoing(line, means.clock().instant());
        return new Outcome.Said(line.carrier().send(outgoing, PATIENCE));
    }

    private void ended(Change change, String id, End end) {
        Outcome outcome = outcomes.remove(id);
        Text text = means.texts().get(change, id).orElse(null);
        if (text == null) return;
        free(change, text);
        change.afterwards(turns::wake);
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
                        means.clock().instant().plus(Slice.HUMANS_TAKE),
                        false);
            }
            case Outcome.Forbidden(var verdict) -> unsent(change, text, State.BLOCKED, verdict.word());
            case Outcome.Said(Answer.Accepted(var ids)) -> {
                resting.remove(text.carrier());
                means.texts().accepted(change, text, ids);
            }
            case Outcome.Said(Answer.Refused refused) -> refused(change, text, refused);
            case Outcome.Said(Answer.Later later) -> later(change, text, later);
            case Outcome.Said(Answer.TextOnly(var code)) -> textOnly(change, text, code);
            case Outcome.Said(Answer.Unknown _) -> means.texts().becomes(change, text, State.UNKNOWN, "");
        }
    }

    /// R49: once, since a text can't fall back any further.
    private void textOnly(Change change, Text text, String code) {
        if (text.form().means() == Means.SMS || text.draft().body().isEmpty()) {
            unsent(change, text, State.FAILED, code);
            return;
        }
        refund(change, text);
        Instant now = means.clock().instant();
        turns.again(change, text, text.plain().again(State.QUEUED, "", text.turn(), false, now));
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
        if (isAboutThis && text.standing().tries() + 1 >= Retries.MOST) {
            means.texts().becomes(change, text, State.FAILED, "gave_up");
        } else {
            Duration pause =
                    later.after().orElseGet(() -> Retries.pause(text.standing().tries(), means.random()));
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
        turns.again(
                change,
                text,
                text.again(state, reason, turn, wasTried, means.clock().instant()));
    }

    private void unsent(Change change, Text text, State state, String reason) {
        refund(change, text);
        means.texts().becomes(change, text, state, reason);
    }

    private void refund(Change change, Text text) {
        budget.refund(change, text, text.standing().changed());
    }
}
