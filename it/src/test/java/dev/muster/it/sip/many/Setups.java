package dev.muster.it.sip.many;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// How long it took until calls were connected.
final class Setups {
    private final List<Setup> all = new ArrayList<>();

    /// In nanoseconds since the caller has asked for it.
    ///
    /// @param answered when the caller knew where to go
    /// @param agreed when there were keys
    /// @param heard when the caller heard the telephone, which speaks when it is spoken to
    record Setup(long answered, long agreed, long heard) {}

    void add(Setup one) {
        all.add(one);
    }

    /// What so many of a hundred did not exceed, in milliseconds.
    double percentile(int percent, ToLongFunction<Setup> what) {
        long[] sorted = all.stream().mapToLong(what).sorted().toArray();
        return sorted[(sorted.length * percent + 99) / 100 - 1] / 1e6;
    }

    private String both(ToLongFunction<Setup> what) {
        return String.format(Locale.ROOT, "%.0f and %.0f ms", percentile(50, what), percentile(95, what));
    }

    @Override
    public String toString() {
        return "p50 and p95 until answered " + both(Setup::answered) + ", keys " + both(Setup::agreed) + ", voice "
                + both(Setup::heard);
    }
}
