package dev.muster.sms;

import dev.muster.sms.hours.QuietHours;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;

/// When people sleep, and get no broadcasts and links; answers to what they have texted they do get.
///
/// @param from when the night begins, where the recipient is
/// @param to when it ends
/// @param zone your own time zone, for numbers that don't tell where their owner is; such as `Europe/Prague`
public record HoursConfig(String from, String to, String zone) {
    public static final HoursConfig DEFAULT = new HoursConfig("21:00", "08:00", "UTC");

    public HoursConfig {
        check("from: a time such as 21:00", () -> LocalTime.parse(from));
        check("to: a time such as 08:00", () -> LocalTime.parse(to));
        check("zone: a time zone such as Europe/Prague", () -> ZoneId.of(zone));
    }

    private static void check(String expected, Runnable reading) {
        try {
            reading.run();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }

    QuietHours hours() {
        return new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
    }

    ZoneId home() {
        return ZoneId.of(zone);
    }
}
