package dev.muster.sms.send;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.timer.Watch;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Incoming.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What is done about texts after they were handed over: carriers are asked about those of which nothing was heard,
/// forget those that are over, and in the end we forget them too.
public final class Aftercare implements AutoCloseable {
    /// So long a receipt may take before it is asked for; after that four times as long each time.
    private static final Duration RECEIPTS_TAKE = Duration.ofMinutes(15);

    /// Carriers may say still what has become of a text when it is of no use any more.
    private static final Duration WORTH_ASKING = Duration.ofDays(1);

    /// That it was read may still be told of a text that has arrived.
    private static final Duration LAST_NEWS = Duration.ofHours(1);

    /// Whoever doesn't want to forget is asked that often.
    private static final int FORGET_TRIES = 10;

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 50;

    private static final Shelf<Due> DUE = new Shelf<>("text-aftercare", Due.class);

    private final Means means;
    private final Watch watch = new Watch("aftercare of texts", this::look);

    /// What aftercare stands on.
    ///
    /// @param keep how long we know of a text
    public record Means(Ledger ledger, Texts texts, Lines lines, Duration keep, InstantSource clock) {}

    private enum Step {
        ASK,
        HAVE_FORGOTTEN,
        FORGET
    }

    /// @param id which text, or what the carrier calls something that was said to us
    /// @param since when it was handed over, said or taken on
    private record Due(Step step, String id, String carrier, Instant since, int times) {
        Due again() {
            return new Due(step, id, carrier, since, times + 1);
        }
    }

    /// Hears of those texts.
    public Aftercare(Means means) {
        this.means = means;
        means.texts().telling(this::changed);
    }

    public void start() {
        watch.start();
    }

    private void changed(Change change, Optional<Text> before, Text after) {
        Instant now = means.clock().instant();
        if (before.isEmpty()) set(change, now.plus(means.keep()), due(Step.FORGET, after, now));
        boolean isUncertain = after.state() == State.SENT || after.state() == State.UNKNOWN;
        boolean wasUncertain = before.map(Text::state)
                .filter(state -> state == State.SENT || state == State.UNKNOWN)
                .isPresent();
        if (isUncertain && !wasUncertain) set(change, now.plus(RECEIPTS_TAKE), due(Step.ASK, after, now));
        boolean wasOver = before.filter(text -> text.state().isFinal()).isPresent();
        if (after.state().isFinal() && !wasOver && !after.freight().ids().isEmpty()) {
            set(change, now.plus(LAST_NEWS), due(Step.HAVE_FORGOTTEN, after, now));
        }
    }

    private static Due due(Step step, Text text, Instant since) {
        return new Due(step, text.id(), text.carrier(), since, 0);
    }

    /// Has a carrier forget what somebody has said to us, once we have it.
    ///
    /// @param key what the carrier calls it
    public void forget(Change change, String carrier, String key) {
        Instant now = means.clock().instant();
        set(change, now, new Due(Step.HAVE_FORGOTTEN, key, carrier, now, 0));
    }

    private void set(Change change, Instant at, Due due) {
        change.put(DUE.at(at, due.step().name(), due.carrier(), due.id()), due);
    }

    private Duration look() throws InterruptedException {
        Instant now = means.clock().instant();
        List<Entry<Due>> due = means.ledger().upTo(now, DUE, AT_ONCE);
        for (Entry<Due> one : due) {
            switch (one.value().step()) {
                case ASK -> ask(one);
                case HAVE_FORGOTTEN -> haveForgotten(one);
                case FORGET ->
                    means.ledger().alter(change -> {
                        change.remove(one.place());
                        means.texts().forget(change, one.value().id());
                    });
            }
        }
        return due.size() < AT_ONCE ? Watch.LOOK_AGAIN : Duration.ZERO;
    }

    private Optional<Carrier> carrier(Due due) {
        return means.lines().named(due.carrier()).map(Line::carrier);
    }

    private void ask(Entry<Due> one) throws InterruptedException {
        Due due = one.value();
        Instant now = means.clock().instant();
        Optional<Text> text = means.texts()
                .get(means.ledger(), due.id())
                .filter(it -> !it.state().isFinal() && now.isBefore(it.until().plus(WORTH_ASKING)));
        Optional<Line> line = means.lines().named(due.carrier());
        Optional<Receipt> receipt = text.isEmpty() || line.isEmpty()
                ? Optional.empty()
                : line.get()
                        .carrier()
                        .ask(
                                text.get().outgoing(line.get(), now),
                                text.get().freight().ids(),
                                due.since(),
                                PATIENCE);
        means.ledger().alter(change -> {
            change.remove(one.place());
            if (text.isEmpty() || line.isEmpty()) return;
            receipt.ifPresent(news -> means.texts().reported(change, news));
            set(change, now.plus(pause(RECEIPTS_TAKE, due.times() + 1)), due.again());
        });
    }

    private static Duration pause(Duration first, int times) {
        Duration pause = first.multipliedBy(1L << (2 * Math.min(times, FORGET_TRIES)));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void haveForgotten(Entry<Due> one) throws InterruptedException {
        Due due = one.value();
        Instant now = means.clock().instant();
        boolean isForgotten = true;
        Carrier carrier = carrier(due).orElse(null);
        if (carrier != null) {
            for (String id : names(due)) isForgotten &= carrier.forget(id, PATIENCE);
        }
        boolean isOver = isForgotten || due.times() >= FORGET_TRIES;
        Instant again = now.plus(pause(LAST_NEWS, due.times()));
        means.ledger().alter(change -> {
            change.remove(one.place());
            if (!isOver) set(change, again, due.again());
        });
    }

    /// What the carrier calls it: one of our texts, or else what was said to us.
    private List<String> names(Due due) {
        return means.texts()
                .get(means.ledger(), due.id())
                .map(text -> text.freight().ids())
                .orElseGet(() -> List.of(due.id()));
    }

    @Override
    public void close() {
        watch.close();
    }
}
