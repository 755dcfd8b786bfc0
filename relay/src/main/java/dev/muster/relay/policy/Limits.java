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
/// @param oldest how far in the past an event may be dated; zero for any time. At least three days, since gift wraps
/// are
/// dated back
/// @param future how far in the future an event may be dated
/// @param wrapFuture how far in the future a gift wrap may be dated
/// @param work how many leading zero bits every event's id must have (NIP-13)
/// @param eventsPerSecond how many events one address may send in the long run; zero for any number
/// @param eventBurst how many it may send at once
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
        int requestsPerSecond,
        int requestBurst,
        int syncs,
        int syncEvents,
        Duration syncIdle) {
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
            2_000,
            4,
            500_000,
            Duration.ofMinutes(1));
}
