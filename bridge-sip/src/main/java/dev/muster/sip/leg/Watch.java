package dev.muster.sip.leg;

import dev.muster.sip.rtp.Quality;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A leg's own thread: tells its owner how it is doing, looks after it now and then, and reports.
public final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    public static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);
    private static final int LOOK_AGAIN_MS = 500;

    /// A leg changes a few times in its life. Should its owner not listen, there is an end to it.
    private static final int MOST_NEWS = 1000;

    private final LegOwner owner;
    private final Watched leg;
    private final LegReports reports;
    private final LongSupplier nanoTime;
    private final Census census;
    private final BlockingQueue<LegState> news = new LinkedBlockingQueue<>(MOST_NEWS);

    /// The thread's own.
    private final Quality quality = new Quality();

    private long reportedAt;
    private long forged;

    /// What is looked after.
    public interface Watched {
        /// Looks how it is doing.
        void judge();

        /// Sends a report.
        void report(Writing report);

        /// How many packets came from somebody who hasn't the key, so far.
        long forged();

        /// It can't be looked after any more.
        void close();
    }

    public Watch(LegOwner owner, Watched leg, LegReports reports, LongSupplier nanoTime, Census census) {
        this.owner = owner;
        this.leg = leg;
        this.reports = reports;
        this.nanoTime = nanoTime;
        this.census = census;
        reportedAt = nanoTime.getAsLong();
    }

    public void start(String name) {
        var _ = Thread.ofVirtual().name(name).start(this::look);
    }

    /// Has its owner told. Nothing is told after an end.
    public void tell(LegState changed) {
        if (!news.offer(changed)) LOG.error("the owner of a leg doesn't listen");
    }

    private void look() {
        try {
            while (true) {
                LegState changed = news.poll(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                if (changed != null) owner.state(changed);
                if (changed != null && changed.isOver()) return;
                leg.judge();
                report();
            }
        } catch (InterruptedException e) {
            LOG.debug("a leg isn't looked after any more");
        } catch (RuntimeException e) {
            LOG.error("a leg can't be looked after any more", e);
            leg.close();
        }
    }

    private void report() {
        long now = nanoTime.getAsLong();
        if (now - reportedAt < BETWEEN_REPORTS.toNanos()) return;
        reportedAt = now;
        leg.report(reports::write);
        Quality.Measure measure = reports.measure();
        long all = leg.forged();
        // Who is elsewhere now has another key, and begins to count anew.
        census.measured(measure, Math.max(0, all - forged));
        forged = all;
        quality.judge(measure, now).ifPresent(isPoor -> owner.quality(isPoor, measure));
    }
}
