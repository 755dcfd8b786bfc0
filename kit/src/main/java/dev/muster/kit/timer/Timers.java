package dev.muster.kit.timer;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The alarms of one daemon. Each goes off once: at its time, or, if that has passed meanwhile, as soon as it can.
public final class Timers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    /// A bell that failed is tried again then.
    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final int AT_ONCE = 100;

    private static final Shelf<Alarm> BY_NAME = new Shelf<>("alarm", Alarm.class);
    private static final Shelf<Alarm> BY_TIME = new Shelf<>("alarm-time", Alarm.class);

    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<String, Bell> bells = new HashMap<>();
    private final Watch watch = new Watch("alarms", this::look);

    public Timers(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Has alarms of that bell do this. To be called before [#start].
    public Timers with(String bell, Bell does) {
        bells.put(bell, does);
        return this;
    }

    /// Begins to ring, first what has become due while nobody was here.
    public void start() {
        watch.start();
    }

    /// Sets an alarm. One of the same bell and name is moved.
    public void set(Change change, String bell, String name, Instant due) {
        cancel(change, bell, name);
        // As exact as its place among the others.
        var alarm = new Alarm(bell, name, due.truncatedTo(ChronoUnit.MILLIS));
        change.put(BY_NAME.at(bell, name), alarm);
        change.put(timed(alarm), alarm);
        change.afterwards(watch::wake);
    }

    public void cancel(Change change, String bell, String name) {
        change.get(BY_NAME.at(bell, name)).ifPresent(alarm -> {
            change.remove(BY_NAME.at(bell, name));
            change.remove(timed(alarm));
        });
    }

    /// When it goes off, if it is set.
    public Optional<Instant> due(Reading reading, String bell, String name) {
        return reading.get(BY_NAME.at(bell, name)).map(Alarm::due);
    }

    private static Place<Alarm> timed(Alarm alarm) {
        return BY_TIME.at(alarm.due(), alarm.bell(), alarm.name());
    }

    private Duration look() throws InterruptedException {
        ringDue();
        return ledger.upTo(Instant.ofEpochMilli(Long.MAX_VALUE), BY_TIME, 1).stream()
                .map(next ->
                        Duration.between(clock.instant(), next.place().time().orElseThrow()))
                .findFirst()
                .orElse(Watch.LOOK_AGAIN);
    }

    /// Rings what is due now.
    void ringDue() throws InterruptedException {
        List<Entry<Alarm>> due;
        do {
            due = ledger.upTo(clock.instant(), BY_TIME, AT_ONCE);
            for (Entry<Alarm> entry : due) {
                if (Thread.interrupted()) throw new InterruptedException();
                ring(entry);
            }
        } while (due.size() == AT_ONCE);
    }

    private void ring(Entry<Alarm> entry) {
        Alarm alarm = entry.value();
        try {
            ledger.alter(change -> {
                // It may have been moved or cancelled since we looked.
                if (!change.has(entry.place())) return;
                Bell bell = bells.get(alarm.bell());
                if (bell == null) throw new IllegalStateException("nobody knows what it does");
                change.remove(entry.place());
                change.remove(BY_NAME.at(alarm.bell(), alarm.name()));
                bell.ring(change, alarm);
            });
        } catch (RuntimeException e) {
            LOG.error("an alarm for \"{}\" failed and goes off again in {}", alarm.bell(), RETRY, e);
            ledger.alter(change -> {
                if (change.has(entry.place())) {
                    set(change, alarm.bell(), alarm.name(), clock.instant().plus(RETRY));
                }
            });
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
