package dev.muster.sip.rtp;

import java.time.Duration;
import java.util.Optional;

/// Whether a call can be understood: who doesn't hear the other is to be told why.
public final class Quality {
    /// One report that is bad is an accident. Two more in a row are no good line.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final double MOST_LOSS = 0.05;
    private static final Duration LONGEST_ROUND_TRIP = Duration.ofMillis(400);

    private boolean isPoor;
    private Optional<Long> otherwiseSince = Optional.empty();

    /// What was measured.
    ///
    /// @param loss how much of what was said gets lost, in the worse direction: 0 to 1
    /// @param jitter how unevenly it arrives here
    public record Measure(double loss, Optional<Duration> roundTrip, Duration jitter) {
        public boolean isPoor() {
            return loss > MOST_LOSS
                    || roundTrip
                            .filter(took -> took.compareTo(LONGEST_ROUND_TRIP) > 0)
                            .isPresent();
        }

        /// What people would say of it, from 1 to 4.5 (ITU-T G.107, with G.711 and concealment as in G.113).
        public double opinion() {
            double delay = roundTrip.map(Duration::toMillis).orElse(0L) / 2.0 + 2 * jitter.toMillis() + 20;
            double delayed = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
            double lost = 95 * loss * 100 / (loss * 100 + 25.1);
            double rating = Math.clamp(93.2 - delayed - lost, 0, 100);
            double opinion = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
            // Near 0 the curve dips below what anybody can say.
            return Math.max(opinion, 1);
        }
    }

    /// Judges the next measure.
    ///
    /// @return whether it is poor now, if that has changed
    public Optional<Boolean> judge(Measure measure, long now) {
        if (measure.isPoor() == isPoor) {
            otherwiseSince = Optional.empty();
            return Optional.empty();
        }
        if (otherwiseSince.isEmpty()) otherwiseSince = Optional.of(now);
        if (now - otherwiseSince.get() < PATIENCE.toNanos()) return Optional.empty();
        otherwiseSince = Optional.empty();
        isPoor = !isPoor;
        return Optional.of(isPoor);
    }
}
