package dev.muster.sms.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class QuietHoursTest {
    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /// @param times such as `21:00-08:00`
    private static QuietHours hours(String times) {
        String[] both = times.split("-", -1);
        return new QuietHours(LocalTime.parse(both[0]), LocalTime.parse(both[1]));
    }

    private static Set<ZoneId> zones(String names) {
        return Arrays.stream(names.split(" ", -1)).map(ZoneId::of).collect(Collectors.toUnmodifiableSet());
    }

    private static Instant instant(String text) {
        return ZonedDateTime.parse(text).toInstant();
    }

    private static void next(QuietHours hours, String now, String zones, String expected) {
        assertThat(hours.next(instant(now), zones(zones), PRAGUE))
                .isEqualTo("now".equals(expected) ? Optional.empty() : Optional.of(instant(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00-05:00, now",
        "2026-11-21T08:00:00-05:00, now",
        "2026-11-21T20:59:59-05:00, now",
        "2026-11-21T21:00:00-05:00, 2026-11-22T08:00:00-05:00",
        "2026-11-21T23:59:59-05:00, 2026-11-22T08:00:00-05:00",
        "2026-11-22T00:00:00-05:00, 2026-11-22T08:00:00-05:00",
        "2026-11-22T07:59:59.999-05:00, 2026-11-22T08:00:00-05:00"
    })
    void sms_R22_nobodyIsTextedAtNightWhereTheyAre(String now, String expected) {
        next(QuietHours.DEFAULT, now, "America/New_York", expected);
    }

    @ParameterizedTest
    @CsvSource({
        "13:00-15:00, 2026-11-21T12:59:59Z, now",
        "13:00-15:00, 2026-11-21T13:00:00Z, 2026-11-21T15:00:00Z",
        "13:00-15:00, 2026-11-21T15:00:00Z, now",
        "00:00-08:00, 2026-11-21T23:59:59Z, now",
        "00:00-08:00, 2026-11-21T00:00:00Z, 2026-11-21T08:00:00Z",
        "21:00-00:00, 2026-11-21T21:00:00Z, 2026-11-22T00:00:00Z",
        "21:00-00:00, 2026-11-22T00:00:00Z, now",
        "08:00-08:00, 2026-11-21T08:00:00Z, now",
        "00:00-00:00, 2026-11-21T03:00:00Z, now"
    })
    void sms_R22_theyMayLieOnOneDayAndThereMayBeNone(String hours, String now, String expected) {
        next(hours(hours), now, "UTC", expected);
    }

    @ParameterizedTest
    @CsvSource({
        // 08:30 in New York is 05:30 in Los Angeles; 20:30 in Los Angeles is 23:30 in New York.
        "2026-11-21T13:30:00Z, America/New_York America/Los_Angeles, 2026-11-21T16:00:00Z",
        "2026-11-21T16:00:00Z, America/New_York America/Los_Angeles, now",
        "2026-11-22T04:30:00Z, America/New_York America/Los_Angeles, 2026-11-22T16:00:00Z",
        // All of Russia is awake for three hours.
        "2026-11-21T05:59:59Z, Europe/Kaliningrad Europe/Moscow Asia/Kamchatka, 2026-11-21T06:00:00Z",
        "2026-11-21T08:59:59Z, Europe/Kaliningrad Europe/Moscow Asia/Kamchatka, now",
        "2026-11-21T09:00:00Z, Europe/Kaliningrad Europe/Moscow Asia/Kamchatka, 2026-11-22T06:00:00Z"
    })
    void sms_R22_itIsDayInAllZonesWhereSomebodyMayBe(String now, String zones, String expected) {
        next(QuietHours.DEFAULT, now, zones, expected);
    }

    @Test
    void sms_R22_whereNobodyKnowsItIsTheSendersZone() {
        Instant night = instant("2026-11-21T23:00:00+01:00");
        assertThat(QuietHours.DEFAULT.next(night, Set.of(), PRAGUE)).hasValue(instant("2026-11-22T08:00:00+01:00"));
        assertThat(QuietHours.DEFAULT.next(night, Set.of(), NEW_YORK)).isEmpty();
        assertThat(QuietHours.DEFAULT.next(night, Set.of(NEW_YORK), PRAGUE)).isEmpty();
    }

    @Test
    void sms_R22_whereItIsNeverDayEverywhereItIsAskedAgain() {
        Instant now = instant("2026-11-21T12:00:00Z");
        assertThat(QuietHours.DEFAULT.next(now, zones("Asia/Tokyo America/New_York Europe/London"), PRAGUE))
                .hasValue(now.plus(Duration.ofDays(7)));
    }

    @ParameterizedTest
    @CsvSource({
        // From 02:00 to 03:00 clocks in Prague show nothing on 29 March 2026, and all of it twice on 25 October.
        "22:00-02:30, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z",
        "22:00-02:30, 2026-03-29T01:00:00Z, now",
        "22:00-02:30, 2026-03-28T22:00:00Z, 2026-03-29T01:00:00Z",
        "21:00-08:00, 2026-03-28T20:00:00Z, 2026-03-29T06:00:00Z",
        "02:15-02:45, 2026-03-29T00:30:00Z, now",
        "02:15-02:45, 2026-03-29T01:00:00Z, now",
        "01:30-02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
        "21:00-08:00, 2026-10-24T19:00:00Z, 2026-10-25T07:00:00Z",
        "22:00-02:30, 2026-10-24T20:00:00Z, 2026-10-25T00:30:00Z",
        "22:00-02:30, 2026-10-25T00:45:00Z, now",
        "22:00-02:30, 2026-10-25T01:00:00Z, 2026-10-25T01:30:00Z",
        "02:30-08:00, 2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z",
        "02:30-08:00, 2026-10-25T01:29:59Z, now",
        "02:30-08:00, 2026-10-25T01:30:00Z, 2026-10-25T07:00:00Z"
    })
    void sms_R23_theClockOnTheWallCountsWhenItIsChanged(String hours, String now, String expected) {
        next(hours(hours), now, "Europe/Prague", expected);
    }

    /// Every quarter of an hour asked, and the first good one taken: changes of clocks, and quiet hours, all lie on
    /// such.
    private static Optional<Instant> plainly(QuietHours hours, Instant now, Set<ZoneId> zones) {
        Instant latest = now.plus(Duration.ofDays(7));
        for (Instant at = now; at.isBefore(latest); at = at.plus(15, ChronoUnit.MINUTES)) {
            Instant each = at;
            if (zones.stream().noneMatch(zone -> isQuiet(hours, LocalTime.ofInstant(each, zone))))
                return at.equals(now) ? Optional.empty() : Optional.of(at);
        }
        return Optional.of(latest);
    }

    private static boolean isQuiet(QuietHours hours, LocalTime time) {
        for (LocalTime each = hours.from(); !each.equals(hours.to()); each = each.plusMinutes(15))
            if (each.equals(time)) return true;
        return false;
    }

    @Test
    void sms_R23_itAgreesWithAskingForEachQuarterOfAnHour() {
        List<ZoneId> known = zones("Europe/Prague America/New_York America/St_Johns Australia/Lord_Howe Asia/Kathmandu"
                        + " Africa/Casablanca Pacific/Apia America/Sao_Paulo Antarctica/Troll Asia/Gaza Asia/Tokyo")
                .stream()
                .sorted((one, other) -> one.getId().compareTo(other.getId()))
                .toList();
        var random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            var hours = new QuietHours(quarter(random), quarter(random));
            ZoneId zone = known.get(random.nextInt(known.size()));
            Set<ZoneId> zones =
                    random.nextBoolean() ? Set.of(zone) : Set.copyOf(List.of(zone, known.get(random.nextInt(11))));
            // Half of them within a day of a change, if there ever is one.
            Instant around = instant("2012-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(9000)));
            var change = zone.getRules().nextTransition(around);
            if (change != null && random.nextBoolean())
                around = change.getInstant().minus(Duration.ofHours(18));
            Instant now = around.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(15L * random.nextInt(144)));

            assertThat(hours.next(now, zones, PRAGUE))
                    .as("%s at %s in %s", hours, now, zones)
                    .isEqualTo(plainly(hours, now, zones));
        }
    }

    private static LocalTime quarter(Random random) {
        return LocalTime.MIDNIGHT.plusMinutes(15L * random.nextInt(96));
    }
}
