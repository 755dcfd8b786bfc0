package dev.muster.sip.credit;

import dev.muster.sip.credit.Charge.Direction;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// What a call has cost.
///
/// @param seconds how long both sides could talk
/// @param at when it ended
public record Usage(String call, Direction direction, long seconds, long credits, Instant at, String shownNumber) {
    /// As BuildIt's clients read it.
    public Map<String, Object> fields() {
        return Map.of(
                "callSid",
                call,
                "direction",
                direction.name().toLowerCase(Locale.ROOT),
                "duration",
                seconds,
                "creditsCost",
                credits,
                "timestamp",
                at.toEpochMilli(),
                "targetPhone",
                shownNumber);
    }
}
