package dev.muster.notifier.ring;

import java.time.Duration;

/// The section `[notifier.rings]` of `muster.toml`.
///
/// @param ringTime how long a phone rings
/// @param work how many zero bits the call of a stranger begins with (NIP-13), for those whom strangers may ring
/// @param perCaller how often somebody may ring the same person within a minute
/// @param perCallee how often somebody is rung within a minute, whoever it is
/// @param perMinute how many calls there may be in all within a minute
/// @param busyFor how long an answered call counts as going on, of which nobody has told the end
public record RingsConfig(Duration ringTime, int work, int perCaller, int perCallee, int perMinute, Duration busyFor) {
    /// Before the defaults, which it is held against too.
    private static final Duration LONGEST_RING = Duration.ofMinutes(1);

    public static final RingsConfig DEFAULT =
            new RingsConfig(Duration.ofSeconds(45), 20, 3, 12, 3000, Duration.ofHours(2));

    public RingsConfig {
        boolean isFit = ringTime.toSeconds() >= 5 && ringTime.compareTo(LONGEST_RING) <= 0;
        if (!isFit) throw new IllegalArgumentException("ring_time: from 5 s to 60 s");
        if (work < 0 || work > 64) throw new IllegalArgumentException("work: from 0 to 64 bits");
        if (perCaller < 1 || perCallee < 1 || perMinute < 1)
            throw new IllegalArgumentException("per_caller, per_callee, per_minute: at least 1");
    }
}
