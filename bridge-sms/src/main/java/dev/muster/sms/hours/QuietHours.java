package dev.muster.sms.hours;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.Set;

/// When nobody is texted, by the clock on their wall.
///
/// @param from when they begin, such as `21:00`
/// @param to when they end, on the next day if that is before they begin; at the same time: there are none
public record QuietHours(LocalTime from, LocalTime to) {
    public static final QuietHours DEFAULT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0));

    private static final Duration DAY = Duration.ofDays(1);

    /// Where a number's owner may be in zones so far apart that it is always night in one of them, there is no good
    /// moment to be found.
    private static final Duration LOOKED_AHEAD = Duration.ofDays(7);

    /// When somebody may be texted: empty if they may now, wherever they are.
    ///
    /// @param candidates where they may be; none if nobody knows
    /// @param senders what is taken for their zone then
    /// @return the first moment when it isn't quiet in any of those zones; if there is none within a week,
    ///         when to ask again
    public Optional<Instant> next(Instant now, Set<ZoneId> candidates, ZoneId senders) {
        Set<ZoneId> zones = candidates.isEmpty() ? Set.of(senders) : candidates;
        Instant latest = now.plus(LOOKED_AHEAD);
        Instant at = now;
        while (at.isBefore(latest)) {
            Instant end = end(at, zones);
            if (end.equals(at)) return at.equals(now) ? Optional.empty() : Optional.of(at);
            at = end;
        }
        return Optional.of(latest);
    }

    /// Before then it is quiet in one of them at least.
    private Instant end(Instant at, Set<ZoneId> zones) {
        return zones.stream().map(zone -> end(at, zone)).max(Instant::compareTo).orElse(at);
    }

    /// Clocks that are put forward may leap over the end, and those that are put back may come by it twice: so
    /// only what lies before the next such change is counted in hours.
    private Instant end(Instant at, ZoneId zone) {
        Instant next = at;
        while (isQuiet(next, zone)) {
            Instant end = next.plus(until(to, next.atZone(zone).toLocalTime()));
            ZoneOffsetTransition change = zone.getRules().nextTransition(next);
            next = change != null && change.getInstant().isBefore(end) ? change.getInstant() : end;
        }
        return next;
    }

    private boolean isQuiet(Instant at, ZoneId zone) {
        LocalTime time = at.atZone(zone).toLocalTime();
        boolean hasBegun = !time.isBefore(from);
        boolean isOver = !time.isBefore(to);
        return from.isAfter(to) ? hasBegun || !isOver : hasBegun && !isOver;
    }

    private static Duration until(LocalTime then, LocalTime now) {
        Duration left = Duration.between(now, then);
        return left.isNegative() ? left.plus(DAY) : left;
    }
}
