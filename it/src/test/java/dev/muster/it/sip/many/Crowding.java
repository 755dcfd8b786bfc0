package dev.muster.it.sip.many;

import dev.muster.it.sip.many.Setups.Setup;
import dev.muster.sip.dtls.Identity;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Callers and telephones that are brought together by one server.
final class Crowding implements AutoCloseable {
    private static final long BETWEEN_CALLS_MS = 100;

    /// So many may be on their way at a time: a bridge that falls behind isn't given more and more.
    private static final int AT_ONCE = 5;

    private static final long SECONDS_TO_BE_HEARD = 60;
    private static final long STRAGGLERS_MS = 2000;

    private final Identity identity = Identity.create(new SecureRandom(), InstantSource.system());
    private final Tally tally = new Tally();
    private final Crowd crowd = new Crowd(tally);
    private final List<Telephone> telephones = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();
    private final Semaphore underWay = new Semaphore(AT_ONCE);
    private int numbers;

    Crowding(int calls) throws IOException {
        for (int i = 0; i < calls; i++) {
            var telephone = new Telephone(tally);
            crowd.join(telephone);
            telephones.add(telephone);
        }
    }

    List<Telephone> telephones() {
        return List.copyOf(telephones);
    }

    /// What a bridge spent that was given so many calls for so long.
    ///
    /// @param shareLost of what was said in this turn
    /// @param lateMillis by how much the generator was late
    record Spent(double percentOfACoreForEach, int median, int nearlyAll, double shareLost, long lateMillis) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.3f %% of a core a call, p50 %d µs, p99 %d µs, spoken up to %d ms late",
                    percentOfACoreForEach,
                    median,
                    nearlyAll,
                    lateMillis);
        }
    }

    /// Has calls come and go, so many at a time.
    void warmUp(Server server, int calls, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            connect(server, calls);
            hangUp(server);
        }
    }

    /// Has everybody talk.
    Setups connect(Server server) throws Exception {
        return connect(server, telephones.size());
    }

    private Setups connect(Server server, int count) throws Exception {
        telephones.forEach(End::listenAnew);
        crowd.speaks(true, false);
        var setups = new Setups();
        List<Future<Setup>> calls = new ArrayList<>();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                var caller = new Caller(tally, identity);
                crowd.join(caller);
                callers.add(caller);
                underWay.acquire();
                calls.add(all.submit(connecting(server, caller, numbers + i, telephones.get(i))));
                TimeUnit.MILLISECONDS.sleep(BETWEEN_CALLS_MS);
            }
            for (Future<Setup> call : calls) setups.add(call.get());
        } catch (ExecutionException e) {
            crowd.check();
            throw new AssertionError(
                    "a call was not connected by " + server.name() + ", which has " + server.calls(), e.getCause());
        }
        long heard = telephones.stream()
                .filter(telephone -> telephone.firstHeard().isDone())
                .count();
        if (heard != count) throw new AssertionError(heard + " telephones have heard somebody, of " + count);
        crowd.speaks(false, false);
        return setups;
    }

    private Callable<Setup> connecting(Server server, Caller caller, int number, Telephone telephone) {
        return () -> {
            try {
                long begun = System.nanoTime();
                String answer = server.call(number, caller.offer(), telephone);
                long answered = System.nanoTime() - begun;
                caller.connect(answer);
                long agreed = System.nanoTime() - begun;
                long heardAt = caller.firstHeard().get(SECONDS_TO_BE_HEARD, TimeUnit.SECONDS);
                return new Setup(answered, agreed, heardAt - begun);
            } finally {
                underWay.release();
            }
        };
    }

    /// Has everybody talk for so long, and measures all of it but the beginning.
    Spent turn(Server server, Duration length, Duration toSettle) throws InterruptedException {
        long saidBefore = tally.allSaid();
        long missingBefore = tally.missing();
        crowd.speaks(true, true);
        TimeUnit.NANOSECONDS.sleep(toSettle.toNanos());
        crowd.lateMillis();
        long begun = System.nanoTime();
        long cpu = server.proc().cpuMicros();
        TimeUnit.NANOSECONDS.sleep(length.minus(toSettle).toNanos());
        double micros = server.proc().cpuMicros() - cpu;
        double nanos = System.nanoTime() - begun;
        long late = crowd.lateMillis();
        crowd.speaks(false, false);
        crowd.check();
        for (int waited = 0; tally.missing() > missingBefore && waited < STRAGGLERS_MS; waited += 50)
            TimeUnit.MILLISECONDS.sleep(50);
        double percent = 100 * micros * 1000 / nanos / callers.size();
        double lost = (double) (tally.missing() - missingBefore) / (tally.allSaid() - saidBefore);
        return new Spent(percent, tally.percentile(50), tally.percentile(99), lost, late);
    }

    /// Ends all calls.
    void hangUp(Server server) throws Exception {
        for (Caller caller : callers) {
            server.hangUp(numbers++);
            crowd.leave(caller);
        }
        callers.clear();
    }

    String protection() {
        return callers.getFirst().protection();
    }

    String lost() {
        return tally.missing() + " of " + tally.allSaid();
    }

    @Override
    public void close() throws IOException {
        crowd.close();
    }
}
