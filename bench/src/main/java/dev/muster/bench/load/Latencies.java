package dev.muster.bench.load;

import java.util.Arrays;

/// How long things took, in nanoseconds.
final class Latencies {
    private long[] values = new long[1_024];
    private int count;

    void add(long nanos) {
        if (count == values.length) values = Arrays.copyOf(values, 2 * count);
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    /// What so many of a hundred did not exceed, in milliseconds: the smallest such value that was seen.
    double percentile(double percent) {
        if (count == 0) throw new IllegalStateException("nothing was measured");
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.max(rank, 1) - 1] / 1e6;
    }
}
