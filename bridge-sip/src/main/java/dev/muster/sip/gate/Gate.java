package dev.muster.sip.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Lets calls begin, or not. All that dials asks here: orders, transfers, invitations to a session.
public final class Gate {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final GateConfig config;
    private final Prefixes prefixes;
    private final InstantSource clock;

    // Guarded by this.
    private final Map<String, Visitor> inside = new HashMap<>();
    private final Map<String, Deque<Instant>> begun = new HashMap<>();

    private record Visitor(String person, String group) {}

    public Gate(GateConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        prefixes = Prefixes.of(config.allow(), config.deny());
    }

    /// Why that number isn't called by anybody, if it isn't.
    ///
    /// @param e164 a plus sign and digits
    public Optional<Refusal> refusal(String e164) {
        if (prefixes.allow(e164)) return Optional.empty();
        return Optional.of(new Refusal(
                "prefix_not_allowed",
                "Numbers that begin like this one may not be called from here: an admin names those that may"
                        + " (sip.gate.allow)."));
    }

    /// Lets a call in, and counts it until it [leaves][#leave]; or says why not.
    ///
    /// @param call its id
    /// @param person who wants it; empty for telephones that call, which are counted all together
    /// @param group who pays
    public Optional<Refusal> enter(String call, String person, String group) {
        return enter(call, new Visitor(person, group), "calls of one person", config.perPerson(), config.perMinute());
    }

    /// The same for a telephone that is called into a session: such calls count for the session, and not for who wants
    /// them.
    public Optional<Refusal> invite(String call, UUID session, String group) {
        var visitor = new Visitor("session:" + session, group);
        return enter(call, visitor, "telephones called into one session", config.perSession(), config.perSession());
    }

    private synchronized Optional<Refusal> enter(String call, Visitor who, String what, int atATime, int perMinute) {
        if (inside.containsKey(call)) return Optional.empty();
        String person = who.person();
        if (inside.size() >= config.inAll()) return busy("calls in all", config.inAll());
        if (!person.isEmpty() && count(person, "") >= atATime) return busy(what, atATime);
        if (!who.group().isEmpty() && count("", who.group()) >= config.perGroup())
            return busy("calls of one group", config.perGroup());
        if (!person.isEmpty() && isTooSoon(person, perMinute)) {
            return Optional.of(new Refusal(
                    "too_many_calls", "Expected no more than " + perMinute + " calls a minute: wait for a moment."));
        }
        inside.put(call, who);
        return Optional.empty();
    }

    private boolean isTooSoon(String person, int perMinute) {
        Instant now = clock.instant();
        begun.values().removeIf(times -> {
            times.removeIf(time -> !time.isAfter(now.minus(WINDOW)));
            return times.isEmpty();
        });
        Deque<Instant> mine = begun.getOrDefault(person, new ArrayDeque<>());
        if (mine.size() >= perMinute) return true;
        mine.add(now);
        begun.put(person, mine);
        return false;
    }

    private long count(String person, String group) {
        return inside.values().stream()
                .filter(visitor -> group.isEmpty() ? visitor.person.equals(person) : visitor.group.equals(group))
                .count();
    }

    private static Optional<Refusal> busy(String what, int most) {
        return Optional.of(new Refusal(
                "too_many_calls", "There may be " + most + " " + what + " at a time: wait until one is over."));
    }

    /// It is over.
    public synchronized void leave(String call) {
        inside.remove(call);
    }
}
