package dev.muster.sip.credit;

import java.time.Instant;
import java.util.Map;

/// What a group has left this month.
///
/// @param monthly how many credits it has each month; 0 if nobody counts
/// @param used how many are gone, or set aside for calls that go on
/// @param reset when it has all of them again
public record Balance(long monthly, long used, Instant reset) {
    /// From there on people are warned.
    private static final int LITTLE_LEFT_PERCENT = 80;

    public long remaining() {
        return Math.max(0, monthly - used);
    }

    /// Whether people should know that it comes to an end.
    public boolean isLow() {
        return monthly > 0 && used * 100 >= monthly * LITTLE_LEFT_PERCENT;
    }

    /// As BuildIt's clients read it.
    public Map<String, Object> fields() {
        return Map.of(
                "monthlyAllocation", monthly, "used", used, "remaining", remaining(), "resetDate", reset.toString());
    }

    boolean hasRoomFor(long credits) {
        return monthly == 0 || used + credits <= monthly;
    }
}
