package dev.muster.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Channel.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class OutboxTest {
    private static final Channel<Letter> WRAPS = new Channel<>("wrap", Letter.class, true, 8);
    private static final Channel<Letter> MESSAGES = new Channel<>("sms", Letter.class, false, 8);
    private final Instant later = Instant.now().plusSeconds(3600);

    @RegisterExtension
    final TestLedger data = new TestLedger();

    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private volatile Duration ahead = Duration.ZERO;
    private @Nullable Outbox outbox;

    record Letter(String text) {}

    private record Ended(String id, End end) {}

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    private Outbox open(Channel<Letter> channel, Courier<Letter> courier) {
        Outbox opened = new Outbox(data.ledger(), this::now, new Random(1)).with(channel, courier, this::hear);
        outbox = opened;
        opened.start();
        return opened;
    }

    private void hear(Change change, Errand<Letter> errand, End end) {
        change.put(new Shelf<>("ended", Letter.class).at(errand.id()), errand.body());
        change.afterwards(() -> ended.add(new Ended(errand.id(), end)));
    }

    private void put(Channel<Letter> channel, String id) {
        data.ledger().alter(change -> opened().put(change, channel, id, new Letter("to " + id), later));
    }

    private Outbox opened() {
        Outbox open = outbox;
        if (open == null) throw new IllegalStateException("no outbox");
        return open;
    }

    private @Nullable Ended next() throws InterruptedException {
        return ended.poll(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        if (outbox != null) outbox.close();
    }

    @Test
    void whatIsPutIsCarriedAndItsEndIsTold() throws InterruptedException {
        Outbox open = open(WRAPS, errand -> new Attempt.Done(errand.body().text()));

        put(WRAPS, "ana");

        assertThat(next()).isEqualTo(new Ended("ana", new End.Done("to ana")));
        assertThat(open.waits(data.ledger(), WRAPS, "ana")).isFalse();
        assertThat(open.deadLetters()).isEmpty();
    }

    @Test
    void ifTheDecisionFailsNothingIsCarried() throws InterruptedException {
        Outbox open = open(WRAPS, _ -> new Attempt.Done(""));
        try {
            data.ledger().alter(change -> {
                open.put(change, WRAPS, "ana", new Letter("x"), later);
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("no");
        }
        put(WRAPS, "bob");

        assertThat(next()).extracting(Ended::id).isEqualTo("bob");
        assertThat(ended).isEmpty();
    }

    @Test
    void thousandAreEachCarriedOnceAndNotTooManyAtATime() throws InterruptedException {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        Outbox open = open(WRAPS, _ -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Thread.sleep(1);
            atOnce.decrementAndGet();
            return new Attempt.Done("");
        });
        List<String> ids = IntStream.range(0, 1000).mapToObj(i -> "" + i).toList();

        data.ledger().alter(change -> ids.forEach(id -> open.put(change, WRAPS, id, new Letter(id), later)));

        var heard = new java.util.ArrayList<String>();
        for (int i = 0; i < ids.size(); i++) heard.add(String.valueOf(next()).replaceAll(".*id=(\\d+),.*", "$1"));
        assertThat(heard).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ended).isEmpty();
        assertThat(most.get()).isBetween(2, 8);
    }

    @Test
    void aChannelThatIsSlowHoldsUpNoOther() throws InterruptedException {
        Outbox open = new Outbox(data.ledger(), this::now, new Random(1))
                .with(
                        MESSAGES,
                        _ -> {
                            new CountDownLatch(1).await();
                            return new Attempt.Done("never");
                        },
                        this::hear)
                .with(WRAPS, _ -> new Attempt.Done(""), this::hear);
        outbox = open;
        data.ledger().alter(change -> {
            for (int i = 0; i < 2000; i++) open.put(change, MESSAGES, "" + i, new Letter("x"), later);
        });
        put(WRAPS, "ana");
        open.start();

        assertThat(next()).isEqualTo(new Ended("ana", new End.Done("")));
    }

    @Test
    void whatFailsIsTriedAgainUntilItSucceeds() throws InterruptedException {
        var attempts = new AtomicInteger();
        open(WRAPS, errand -> {
            assertThat(errand.attempts()).isEqualTo(attempts.get());
            return attempts.incrementAndGet() < 3
                    ? new Attempt.Again("no relay answers", Optional.of(Duration.ofMillis(20)))
                    : new Attempt.Done("");
        });

        put(WRAPS, "ana");

        assertThat(next()).isEqualTo(new Ended("ana", new End.Done("")));
        assertThat(attempts.get()).isEqualTo(3);
    }

    @Test
    void afterItsDeadlineItIsGivenUpAndKeptAsADeadLetter() throws InterruptedException {
        var tried = new CountDownLatch(1);
        Outbox open = open(WRAPS, _ -> {
            tried.countDown();
            return new Attempt.Again("no relay answers");
        });
        put(WRAPS, "ana");
        assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();

        ahead = Duration.ofHours(2);

        assertThat(next()).isEqualTo(new Ended("ana", new End.TooLate(Optional.of("no relay answers"))));
        assertThat(open.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.how()).isEqualTo("too-late");
            assertThat(letter.reason()).isEqualTo("no relay answers");
        });
    }

    @Test
    void deadLettersAreForgottenAfterAMonth() throws InterruptedException {
        Outbox open = open(WRAPS, _ -> new Attempt.Refused("blocked"));
        put(WRAPS, "ana");
        assertThat(next()).isEqualTo(new Ended("ana", new End.Refused("blocked")));
        assertThat(open.deadLetters()).hasSize(1);

        ahead = Duration.ofDays(31);
        for (int i = 0; i < 600 && !open.deadLetters().isEmpty(); i++) TimeUnit.MILLISECONDS.sleep(50);

        assertThat(open.deadLetters()).isEmpty();
    }

    @Test
    void afterARestartWhatWasUnderWayIsCarriedAgainWhereThatDoesNoHarm() throws InterruptedException {
        var begun = new CountDownLatch(1);
        Outbox first = open(WRAPS, _ -> {
            begun.countDown();
            Thread.sleep(Duration.ofMinutes(5));
            return new Attempt.Done("never");
        });
        put(WRAPS, "ana");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        first.close();

        data.reopened();
        open(WRAPS, errand -> new Attempt.Done(errand.body().text()));

        assertThat(next()).isEqualTo(new Ended("ana", new End.Done("to ana")));
    }

    @Test
    void afterARestartWhatCannotBeRepeatedIsUnknown() throws InterruptedException {
        var begun = new CountDownLatch(1);
        Outbox first = open(MESSAGES, _ -> {
            begun.countDown();
            Thread.sleep(Duration.ofMinutes(5));
            return new Attempt.Done("never");
        });
        put(MESSAGES, "ana");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        first.close();

        data.reopened();
        Outbox second = open(MESSAGES, _ -> new Attempt.Done("twice"));

        assertThat(next()).extracting(Ended::end).isInstanceOf(End.Unknown.class);
        assertThat(second.deadLetters()).hasSize(1);
    }

    @Test
    void aCourierThatFailsIsTriedAgainOnlyWhereThatDoesNoHarm() throws InterruptedException {
        open(MESSAGES, _ -> {
            throw new IllegalStateException("no");
        });
        put(MESSAGES, "ana");

        assertThat(next()).extracting(Ended::end).isInstanceOf(End.Unknown.class);
    }

    @Test
    void theSameErrandIsPutOnlyOnce() throws InterruptedException {
        var gate = new CountDownLatch(1);
        open(WRAPS, _ -> {
            gate.await();
            return new Attempt.Done("");
        });
        put(WRAPS, "ana");
        put(WRAPS, "ana");
        gate.countDown();

        assertThat(next()).extracting(Ended::id).isEqualTo("ana");
        put(WRAPS, "bob");
        assertThat(next()).extracting(Ended::id).isEqualTo("bob");
        assertThat(ended).isEmpty();
    }

    @Test
    void howFarItHasComeIsKnownToTheNextAttemptAndAtTheEnd() throws InterruptedException {
        var notes = new LinkedBlockingQueue<String>();
        open(WRAPS, errand -> {
            notes.add(errand.body().text());
            if (errand.attempts() > 0) return new Attempt.Done(errand.body().text());
            opened().advance(
                            WRAPS,
                            errand.id(),
                            new Letter("half way"),
                            change -> change.afterwards(() -> notes.add("told")));
            return new Attempt.Again("later", Optional.of(Duration.ofMillis(20)));
        });

        put(WRAPS, "ana");

        assertThat(next()).isEqualTo(new Ended("ana", new End.Done("half way")));
        assertThat(notes).containsExactly("to ana", "told", "half way");
    }

    @Test
    void whatIsWithdrawnComesNoFurther() throws InterruptedException {
        var told = new LinkedBlockingQueue<String>();
        open(WRAPS, errand -> {
            data.ledger().alter(change -> opened().withdraw(change, WRAPS, errand.id()));
            opened().advance(WRAPS, errand.id(), errand.body(), _ -> told.add("told"));
            told.add("tried");
            return new Attempt.Again("later");
        });

        put(WRAPS, "ana");

        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("tried");
        assertThat(opened().waits(data.ledger(), WRAPS, "ana")).isFalse();
    }

    @Test
    void whatIsWithdrawnWhileItArrivesHasArrived() throws InterruptedException {
        open(WRAPS, errand -> {
            data.ledger().alter(change -> opened().withdraw(change, WRAPS, errand.id()));
            return new Attempt.Done("arrived");
        });

        put(WRAPS, "ana");

        assertThat(next()).isEqualTo(new Ended("ana", new End.Done("arrived")));
        assertThat(opened().waits(data.ledger(), WRAPS, "ana")).isFalse();
    }

    @Test
    void whatIsWithdrawnIsNotCarried() throws InterruptedException {
        Outbox closed = new Outbox(data.ledger(), this::now, new Random(1));
        data.ledger().alter(change -> {
            closed.put(change, WRAPS, "ana", new Letter("x"), later);
            assertThat(closed.withdraw(change, WRAPS, "ana")).isTrue();
            assertThat(closed.withdraw(change, WRAPS, "ana")).isFalse();
        });
        open(WRAPS, _ -> new Attempt.Done(""));
        put(WRAPS, "bob");

        assertThat(next()).extracting(Ended::id).isEqualTo("bob");
    }
}
