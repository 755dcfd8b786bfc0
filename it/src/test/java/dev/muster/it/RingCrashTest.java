package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.it.Call.Dialect;
import dev.muster.nostr.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the bot at every step of a call: whatever the relay has taken has its effects, and each of them once.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class RingCrashTest {
    private static final int ROUNDS = Boolean.getBoolean("muster.long") ? 200 : 6;
    private static final long SEED = 29;
    private static final long A_MILLISECOND = 1_000_000;

    /// From when something is said until all that follows from it is done.
    private static final long LONGEST_MOMENT = 120 * A_MILLISECOND;

    private static final Duration RING = Duration.ofSeconds(45);
    private static final Duration SHORT_RING = Duration.ofSeconds(8);

    /// Who is there and hears nothing says it again.
    private static final Duration INSISTING = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final NodePeer library;
    private final Random random = new Random(SEED);
    private int doubled;

    RingCrashTest(NodePeer library) {
        this.library = library;
    }

    /// When it is killed: at a random moment after that has begun.
    private enum Step {
        REGISTRATION,
        OFFER,
        /// Apple has got the push, and its answer gets lost.
        PUSH,
        ANSWER,
        CANCEL,
        TIMEOUT
    }

    @Test
    void nothingIsLostOrDoubledWheneverTheBotIsKilled(@TempDir Path folder) throws Exception {
        try (var exchange = new Exchange(library, folder)) {
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                Step step = Step.values()[round % Step.values().length];
                boolean isSigned = (round + round / Step.values().length) % 2 > 0;
                Dialect dialect = isSigned ? Dialect.NIP_AC : Dialect.BUILDIT;
                try (Person carl = exchange.person();
                        Person bea = exchange.person()) {
                    new Round(exchange, step, Call.from(carl, bea, dialect)).play();
                }
                System.out.printf(
                        "round %d: killed at %s, %s, done after %d ms%n",
                        round, step, dialect, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            }
        }
        System.out.printf("in %d calls, %d phones were told of theirs twice, under the same id%n", ROUNDS, doubled);
    }

    /// One call between two people who have never called before.
    private final class Round {
        private final Exchange exchange;
        private final Step step;
        private final Call call;
        private final Phone iPhone;
        private final Phone android;

        Round(Exchange exchange, Step step, Call call) {
            this.exchange = exchange;
            this.step = step;
            this.call = call;
            iPhone = exchange.iPhone("iphone");
            android = exchange.android("android");
        }

        void play() throws Exception {
            register();
            ring();
            switch (step) {
                case ANSWER -> {
                    insisting(Step.ANSWER, call.answer(android), call.callee(), () -> isTold("answered"));
                    stops(iPhone, "answered_elsewhere");
                    assertThat(call.callee().missed(call)).isEmpty();
                }
                case TIMEOUT -> {
                    kill(Step.TIMEOUT);
                    missed("missed");
                    Await.until(call::told, told -> told.contains("timeout"));
                }
                case REGISTRATION, OFFER, PUSH, CANCEL -> {
                    insisting(Step.CANCEL, call.cancel(), call.caller(), this::isMissed);
                    missed("cancelled");
                }
            }
            check();
        }

        private void register() throws Exception {
            Thread killing = Thread.ofVirtual().start(() -> kill(Step.REGISTRATION));
            call.callee()
                    .lets(call.caller(), Map.of("showName", "none"))
                    .has(iPhone)
                    .has(android);
            killing.join();
        }

        private void ring() throws Exception {
            if (step == Step.PUSH) exchange.apple().cutNext();
            Event offer = call.offer(step == Step.TIMEOUT ? SHORT_RING : RING, false);
            kill(Step.PUSH);
            insisting(Step.OFFER, offer, call.caller(), () -> isTold("ringing"));
            Await.until(() -> iPhone.rings(call), rings -> !rings.isEmpty());
            Await.until(() -> android.rings(call), rings -> !rings.isEmpty());
        }

        private boolean isTold(String word) {
            return call.told().contains(word);
        }

        private boolean isMissed() {
            return call.callee().missed(call).findAny().isPresent();
        }

        /// The relay keeps what BuildIt says, and has passed on what NIP-AC says: to nobody, if nobody was there.
        private void insisting(Step now, Event said, Person by, BooleanSupplier isHeard) {
            kill(now);
            long again = System.nanoTime() + INSISTING.toNanos();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!isHeard.getAsBoolean()) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                if (call.dialect().isSigned() && System.nanoTime() > again) {
                    by.repeats(said);
                    again = System.nanoTime() + INSISTING.toNanos();
                }
                LockSupport.parkNanos(20 * A_MILLISECOND);
            }
        }

        /// If it is now that the bot is to be killed.
        private void kill(Step now) {
            if (step != now) return;
            LockSupport.parkNanos(random.nextLong(LONGEST_MOMENT));
            exchange.house().bot().kill();
            try {
                exchange.house().bot().start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /// What rings only after that is ended once more.
        private void stops(Phone phone, String reason) {
            List<String> reasons = Await.until(() -> phone.cancels(call), those -> !those.isEmpty());
            assertThat(reasons).as("why it stops").containsOnly(reason);
        }

        private void missed(String reason) {
            stops(iPhone, reason);
            stops(android, reason);
            Await.until(this::isMissed, isMissed -> isMissed);
        }

        /// A phone shows each call once, by its id.
        private void check() {
            assertThat(call.callee().missed(call).count()).isEqualTo(step == Step.ANSWER ? 0 : 1);
            for (Phone phone : List.of(iPhone, android)) {
                assertThat(phone.rings())
                        .map(push -> CallBundle.of(push).callId())
                        .isNotEmpty()
                        .containsOnly(call.id());
                assertThat(phone.rings())
                        .noneMatch(push -> push.path("type").asString("").equals("call_cancelled"));
                if (phone.rings().size() > 1) doubled++;
            }
        }
    }
}
