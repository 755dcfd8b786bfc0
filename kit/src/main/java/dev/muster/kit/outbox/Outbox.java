package dev.muster.kit.outbox;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Channel.Ending;
import dev.muster.kit.timer.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The errands of one daemon.
///
/// One thread looks what is due and hands it out; each attempt has a virtual thread of its own. An errand that fails is
/// tried again after 1 s, 2 s, 4 s, up to a minute, each time a little earlier or later so that not all come at once.
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// So long a dead letter is kept.
    private static final Duration MEMORY = Duration.ofDays(30);

    private static final int READ_AT_ONCE = 200;
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private static final Shelf<Waiting> WAITING = new Shelf<>("errand", Waiting.class);
    private static final Shelf<DeadLetter> DEAD = new Shelf<>("dead-letter", DeadLetter.class);
    private static final Shelf<Turn> DEAD_BY_TIME = new Shelf<>("dead-letter-time", Turn.class);

    private final Ledger ledger;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Route<?>> routes = new HashMap<>();
    private final Set<Turn> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private final Watch watch = new Watch("errands", this::look);

    /// Which errand has its turn.
    record Turn(String channel, String id) {}

    /// @param due those whose turn it is; only the looking thread knows them
    private record Route<B>(Channel<B> channel, Courier<B> courier, Ending<B> ending, Semaphore room, Queue<Turn> due) {
        Shelf<Turn> queue() {
            return Outbox.queue(channel.name());
        }
    }

    public Outbox(Ledger ledger, InstantSource clock, RandomGenerator random) {
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /// Has errands of that channel carried out. To be called before [#start].
    public <B> Outbox with(Channel<B> channel, Courier<B> courier, Ending<B> ending) {
        routes.put(
                channel.name(),
                new Route<>(channel, courier, ending, new Semaphore(channel.atOnce()), new ArrayDeque<>()));
        return this;
    }

    /// Begins to carry out what waits, first what was left over from before.
    public void start() {
        watch.start();
    }

    /// Writes an errand down. One of the same channel and id that is there already stays as it is.
    public <B> void put(Change change, Channel<B> channel, String id, B body, Instant deadline) {
        if (change.has(WAITING.at(channel.name(), id))) return;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        write(change, new Waiting(channel.name(), id, JSON.valueToTree(body), deadline, 0, now, false, ""));
        change.afterwards(watch::wake);
    }

    /// Writes down how far an errand has come that is under way, and what follows from that. Does nothing if it was
    /// withdrawn meanwhile.
    public <B> void advance(Channel<B> channel, String id, B body, Consumer<Change> consequence) {
        ledger.alter(change -> {
            Place<Waiting> place = WAITING.at(channel.name(), id);
            change.get(place).ifPresent(waiting -> {
                change.put(place, waiting.with(JSON.valueToTree(body)));
                consequence.accept(change);
            });
        });
    }

    /// Takes an errand back that has not ended, and says whether there was one. An attempt that is being made is
    /// finished nevertheless; if it succeeds, the errand has ended as done.
    public boolean withdraw(Change change, Channel<?> channel, String id) {
        Optional<Waiting> waiting = change.get(WAITING.at(channel.name(), id));
        waiting.ifPresent(errand -> erase(change, errand));
        return waiting.isPresent();
    }

    /// Whether it has not ended yet.
    public boolean waits(Reading reading, Channel<?> channel, String id) {
        return reading.has(WAITING.at(channel.name(), id));
    }

    /// What ended without being done.
    public List<DeadLetter> deadLetters() {
        return ledger.under(DEAD.at()).stream().map(Entry::value).toList();
    }

    /// How many are under way at this moment.
    public int underWay() {
        return underWay.size();
    }

    private static void write(Change change, Waiting errand) {
        change.put(WAITING.at(errand.channel(), errand.id()), errand);
        change.put(inQueue(errand), new Turn(errand.channel(), errand.id()));
    }

    private static void erase(Change change, Waiting errand) {
        change.remove(WAITING.at(errand.channel(), errand.id()));
        change.remove(inQueue(errand));
    }

    private static Place<Turn> inQueue(Waiting errand) {
        return queue(errand.channel()).at(errand.next(), errand.id());
    }

    /// Each channel has a queue of its own, so that one that is slow holds up no other.
    private static Shelf<Turn> queue(String channel) {
        return new Shelf<>("errands-of-" + channel, Turn.class);
    }

    private Duration look() throws InterruptedException {
        Duration pause = Watch.LOOK_AGAIN;
        for (Route<?> route : routes.values()) {
            Duration next = handOut(route);
            if (next.compareTo(pause) < 0) pause = next;
        }
        forgetTheLongDead();
        return pause;
    }

    /// Begins as many as there is room for, and says how long it is until the next is due. Whatever ends wakes us, so a
    /// channel without room is looked at again then.
    private Duration handOut(Route<?> route) throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (route.due().isEmpty()) {
                Duration wait = findDue(route);
                if (route.due().isEmpty()) return wait;
            }
            if (!route.room().tryAcquire()) return Watch.LOOK_AGAIN;
            handOut(route.due().remove(), route);
        }
    }

    /// Many at a time: to read the queue anew for each was a fifth of all work when a thousand letters went out.
    private Duration findDue(Route<?> route) {
        // What is under way is still in the queue.
        int enough = route.channel().atOnce() + READ_AT_ONCE;
        Instant soon = clock.instant().plus(Watch.LOOK_AGAIN);
        for (Entry<Turn> entry : ledger.upTo(soon, route.queue(), enough)) {
            if (underWay.contains(entry.value())) continue;
            Duration wait =
                    Duration.between(clock.instant(), entry.place().time().orElseThrow());
            if (wait.isPositive()) return wait;
            route.due().add(entry.value());
        }
        return Watch.LOOK_AGAIN;
    }

    private void handOut(Turn turn, Route<?> route) {
        underWay.add(turn);
        attempts.execute(() -> {
            try {
                attempt(turn, route);
            } catch (LedgerFailure e) {
                LOG.error("an errand of {} can't be written down, and is tried again", turn.channel(), e);
                rest();
            } finally {
                underWay.remove(turn);
                route.room().release();
                watch.wake();
            }
        });
    }

    /// Keeps a disk that is full from being asked again and again.
    private static void rest() {
        try {
            Thread.sleep(Watch.LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <B> void attempt(Turn turn, Route<B> route) {
        Waiting waiting = ledger.change(change -> begin(change, turn, route)).orElse(null);
        if (waiting == null) return;
        Attempt outcome;
        try {
            outcome = route.courier().carry(errand(waiting, route.channel()));
        } catch (InterruptedException e) {
            // We are closing. What can't be repeated is found on its way at the next start.
            LOG.debug("an errand of {} is left for the next start", turn.channel());
            return;
        } catch (RuntimeException e) {
            LOG.error("an errand of {} failed", turn.channel(), e);
            outcome = route.channel().repeats()
                    ? new Attempt.Again("internal error")
                    : new Attempt.Unknown("internal error");
        }
        Attempt end = outcome;
        ledger.alter(change -> settle(change, waiting, route, end));
    }

    /// Decides whether it is to be tried; empty if it ended here.
    private <B> Optional<Waiting> begin(Change change, Turn turn, Route<B> route) {
        Optional<Waiting> found = change.get(WAITING.at(turn.channel(), turn.id()));
        if (found.isEmpty()) return found;
        Waiting waiting = found.get();
        // It was tried between our looking into the queue and its turn.
        if (waiting.next().isAfter(clock.instant())) return Optional.empty();
        if (waiting.isOnItsWay()) {
            end(change, waiting, route, new End.Unknown("the daemon was stopped while it was on its way"));
        } else if (clock.instant().isAfter(waiting.deadline())) {
            String reason = waiting.lastReason();
            end(change, waiting, route, new End.TooLate(reason.isEmpty() ? Optional.empty() : Optional.of(reason)));
        } else if (route.channel().repeats()) {
            return found;
        } else {
            Waiting begun = waiting.onItsWay();
            write(change, begun);
            return Optional.of(begun);
        }
        return Optional.empty();
    }

    private <B> void settle(Change change, Waiting tried, Route<B> route, Attempt outcome) {
        Waiting waiting = change.get(WAITING.at(tried.channel(), tried.id())).orElse(null);
        if (waiting == null) {
            // It was withdrawn meanwhile; who did that hears all the same that it had already arrived.
            if (outcome instanceof Attempt.Done(var note)) end(change, tried, route, new End.Done(note));
            return;
        }
        switch (outcome) {
            case Attempt.Done(var note) -> end(change, waiting, route, new End.Done(note));
            case Attempt.Refused(var reason) -> end(change, waiting, route, new End.Refused(reason));
            case Attempt.Unknown(var reason) -> end(change, waiting, route, new End.Unknown(reason));
            case Attempt.Again(var reason, var after) -> {
                Instant next = clock.instant()
                        .plus(after.orElseGet(() -> pause(waiting.attempts())))
                        .truncatedTo(ChronoUnit.MILLIS);
                erase(change, waiting);
                // Once more at the deadline, where it ends.
                Instant last = waiting.deadline().plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
                write(change, waiting.again(next.isAfter(last) ? last : next, reason));
            }
        }
    }

    private Duration pause(int attempts) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempts, 20));
        return Duration.ofMillis(longest * 3 / 4 + random.nextLong(longest / 2));
    }

    private <B> void end(Change change, Waiting waiting, Route<B> route, End end) {
        erase(change, waiting);
        switch (end) {
            case End.Done _ -> {}
            case End.Refused(var reason) -> bury(change, waiting, "refused", reason);
            case End.Unknown(var reason) -> bury(change, waiting, "unknown", reason);
            case End.TooLate(var reason) -> bury(change, waiting, "too-late", reason.orElse("never tried"));
        }
        route.ending().ended(change, errand(waiting, route.channel()), end);
    }

    private void bury(Change change, Waiting waiting, String how, String reason) {
        Instant now = clock.instant();
        change.put(
                DEAD.at(waiting.channel(), waiting.id()),
                new DeadLetter(waiting.channel(), waiting.id(), how, reason, now));
        change.put(DEAD_BY_TIME.at(now, waiting.channel(), waiting.id()), new Turn(waiting.channel(), waiting.id()));
    }

    private void forgetTheLongDead() {
        List<Entry<Turn>> old = ledger.upTo(clock.instant().minus(MEMORY), DEAD_BY_TIME, FORGOTTEN_AT_ONCE);
        if (old.isEmpty()) return;
        ledger.alter(change -> old.forEach(entry -> {
            change.remove(entry.place());
            change.remove(DEAD.at(entry.value().channel(), entry.value().id()));
        }));
    }

    private static <B> Errand<B> errand(Waiting waiting, Channel<B> channel) {
        return new Errand<>(
                waiting.id(), JSON.treeToValue(waiting.body(), channel.body()), waiting.deadline(), waiting.attempts());
    }

    /// Interrupts what is being tried; it is tried again at the next start.
    @Override
    public void close() {
        watch.close();
        attempts.shutdownNow();
        try {
            var _ = attempts.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
