package dev.muster.relay.policy;

import java.time.Duration;

/// How much of everything. NIP-11 tells clients about most of these, and each holds exactly at its number.
///
/// @param messageBytes the longest message that is read
/// @param subscriptions how many a connection may have open
/// @param filters how many a request may have
/// @param filterValues how many values all filters of a request may list together
/// @param defaultLimit how many stored events a filter gets that doesn't say
/// @param maxLimit how many it gets at most, whatever it says
/// @param eventTags how many tags an event may have
/// @param contentCharacters how long its content may be
/// @param oldest how far in the past an event may be dated; zero for any time. At least three days, since gift
/// wraps are dated back
/// @param future how far in the future an event may be dated
/// @param wrapFuture how far in the future a gift wrap may be dated
/// @param work how many leading zero bits every event's id must have (NIP-13)
/// @param eventsPerSecond how many events one address may send in the long run; zero for any number
/// @param eventBurst how many it may send at once
/// @param wrapsPerSecond how many gift wraps one address may leave for one person in the long run; zero for any number
/// @param wrapBurst how many it may leave at once
/// @param requestsPerSecond how many requests, counts and syncs it may send in the long run; zero for any number
/// @param requestBurst how many it may send at once
/// @param syncs how many a connection may have open (NIP-77)
/// @param syncEvents how many events one of them may compare
/// @param syncIdle how long one may wait for its client
public record Limits(
        int messageBytes,
        int subscriptions,
        int filters,
        int filterValues,
        int defaultLimit,
        int maxLimit,
        int eventTags,
        int contentCharacters,
        Duration oldest,
        Duration future,
        Duration wrapFuture,
        int work,
        int eventsPerSecond,
        int eventBurst,
        int wrapsPerSecond,
        int wrapBurst,
        int requestsPerSecond,
        int requestBurst,
        int syncs,
        int syncEvents,
        Duration syncIdle) {
    private static final Duration LEAST_AGE = Duration.ofDays(3);
    private static final int MOST_WORK = 256;

    public static final Limits DEFAULT = new Limits(
            1 << 20,
            200,
            50,
            10_000,
            500,
            5_000,
            5_000,
            1_000_000,
            Duration.ZERO,
            Duration.ofMinutes(15),
            Duration.ofMinutes(15),
            0,
            200,
            20_000,
            50,
            500,
            50,
            2_000,
            4,
            500_000,
            Duration.ofMinutes(1));

    /// What can't be meant is refused by its name.
    public Limits {
        atLeast(1, "messageBytes", messageBytes);
        atLeast(1, "subscriptions", subscriptions);
        atLeast(1, "filters", filters);
        atLeast(1, "filterValues", filterValues);
        atLeast(1, "defaultLimit", defaultLimit);
        atLeast(1, "maxLimit", maxLimit);
        atLeast(0, "eventTags", eventTags);
        atLeast(0, "contentCharacters", contentCharacters);
        if (!oldest.isZero() && oldest.compareTo(LEAST_AGE) < 0) {
            throw new IllegalArgumentException("oldest: 0, or at least 3 days, since gift wraps are dated back");
        }
        if (work < 0 || work > MOST_WORK) throw new IllegalArgumentException("work: 0 to " + MOST_WORK);
        atLeast(0, "eventsPerSecond", eventsPerSecond);
        atLeast(1, "eventBurst", eventBurst);
        atLeast(0, "wrapsPerSecond", wrapsPerSecond);
        atLeast(1, "wrapBurst", wrapBurst);
        atLeast(0, "requestsPerSecond", requestsPerSecond);
        atLeast(1, "requestBurst", requestBurst);
        atLeast(0, "syncs", syncs);
        atLeast(1, "syncEvents", syncEvents);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) throw new IllegalArgumentException(name + ": a whole number, at least " + least);
    }
}
