package dev.muster.sip.gate;

import java.time.Duration;
import java.util.List;

/// The section about who may call what, and how much.
///
/// @param allow what numbers that may be called begin with, such as `+49`; none: nobody is called
/// @param deny exceptions to that
/// @param perPerson how many calls one may have at the same time
/// @param perGroup how many all of a group may have
/// @param inAll how many there may be, whosoever
/// @param perMinute how many calls one may begin in a minute
/// @param perSession how many telephones one session may have called at the same time, and within a minute
/// @param longest after which a call is ended; those who talk hear a tone a minute before
public record GateConfig(
        List<String> allow,
        List<String> deny,
        int perPerson,
        int perGroup,
        int inAll,
        int perMinute,
        int perSession,
        Duration longest) {
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    public static final GateConfig DEFAULT =
            new GateConfig(List.of(), List.of(), 2, 10, 200, 10, 20, Duration.ofHours(2));

    public GateConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        var _ = Prefixes.of(allow, deny);
        if (perPerson < 1 || perGroup < 1 || inAll < 1 || perMinute < 1 || perSession < 1)
            throw new IllegalArgumentException("perPerson, perGroup, inAll, perMinute and perSession: at least 1");
        if (longest.compareTo(SHORTEST) < 0) throw new IllegalArgumentException("longest: at least two minutes");
    }
}
