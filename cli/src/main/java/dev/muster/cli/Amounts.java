package dev.muster.cli;

import dev.muster.kit.ops.Upkeep;
import dev.muster.relay.ops.Housekeeping.Stats;
import java.util.Locale;

/// Numbers as people like to read them.
final class Amounts {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Amounts() {}

    /// Such as `12,345 events, 17.3 MB`.
    static String of(Stats stats) {
        return events(stats.events()) + ", " + bytes(stats.bytes());
    }

    /// Such as `12,345 records, 17.3 MB`.
    static String of(Upkeep.Stats stats) {
        return count(stats.records()) + (stats.records() == 1 ? " record, " : " records, ") + bytes(stats.bytes());
    }

    static String events(long count) {
        return count(count) + (count == 1 ? " event" : " events");
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String bytes(long bytes) {
        if (bytes < 1000) return bytes + " bytes";
        double amount = bytes / 1000.0;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
