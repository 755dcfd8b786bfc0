package dev.muster.relay.push;

import dev.muster.kit.outside.Posted;
import dev.muster.kit.outside.Poster;
import dev.muster.relay.policy.PushSubscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where one subscription's notices go, one after the other.
///
/// While there are any, a virtual thread carries them. Safe to share.
final class Callback {
    private static final int MOST_WAITING = 64;
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

    /// For one attempt.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PushSubscription subscription;
    private final Post post;
    private final Queue<Notice> waiting = new ArrayDeque<>();
    private boolean isCarrying;
    private volatile boolean isStopped;

    /// What all callbacks share.
    ///
    /// @param pauses between attempts, each up to twice as long as it says
    /// @param threads a new one for each task
    record Post(Poster poster, Executor threads, Pauses pauses, RandomGenerator random, Meters meters, Ending ending) {}

    /// How long to wait before attempts.
    interface Pauses {
        /// Short ones: a call is worth 45 s.
        Pauses USUAL = attempt -> Duration.ofMillis(500L << (2 * attempt));

        /// How long to wait now.
        ///
        /// @param attempt that has failed, from 0
        Duration after(int attempt);
    }

    /// Hears that a callback says it is no more.
    interface Ending {
        void gone(PushSubscription subscription);
    }

    private enum Step {
        DONE,
        AGAIN
    }

    Callback(PushSubscription subscription, Post post) {
        this.subscription = subscription;
        this.post = post;
    }

    PushSubscription subscription() {
        return subscription;
    }

    /// Takes it on, if not too many wait already: who is that far behind has been woken long ago.
    synchronized void offer(Notice notice) {
        if (isStopped) return;
        if (waiting.size() >= MOST_WAITING) {
            post.meters().count("dropped");
            return;
        }
        waiting.add(notice);
        if (isCarrying) return;
        isCarrying = true;
        try {
            post.threads().execute(this::carryAll);
        } catch (RejectedExecutionException closing) {
            isStopped = true;
        }
    }

    /// What is being said right now is the last.
    synchronized void stop() {
        isStopped = true;
        waiting.clear();
    }

    private synchronized @Nullable Notice next() {
        Notice next = waiting.poll();
        isCarrying = next != null;
        return next;
    }

    private void carryAll() {
        try {
            for (Notice notice = next(); notice != null; notice = next()) carry(notice);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Notice notice) throws InterruptedException {
        for (int attempt = 0; !isStopped; attempt++) {
            Duration left = notice.left();
            if (left.isZero()) {
                post.meters().count("late");
                return;
            }
            Duration patience = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
            Posted posted = post.poster().post(subscription.callback(), HEADERS, notice.body(), patience);
            if (step(posted) == Step.DONE) return;
            post.meters().count("again");
            Duration pause = post.pauses().after(attempt);
            Thread.sleep(pause.plusMillis(post.random().nextLong(pause.toMillis() + 1)));
        }
    }

    private Step step(Posted posted) {
        return switch (posted) {
            case Posted.Answered answer -> step(answer.status());
            case Posted.Failed _ -> Step.AGAIN;
            case Posted.NotAllowed _ -> {
                post.meters().count("refused");
                yield Step.DONE;
            }
        };
    }

    private Step step(int status) {
        if (status == 408 || status == 429 || status >= 500) return Step.AGAIN;
        if (status == 404 || status == 410) {
            post.meters().count("gone");
            stop();
            post.ending().gone(subscription);
        } else {
            post.meters().count(status < 300 ? "taken" : "refused");
        }
        return Step.DONE;
    }
}
