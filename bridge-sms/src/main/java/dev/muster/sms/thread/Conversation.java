package dev.muster.sms.thread;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is remembered of a thread.
///
/// @param their number, or what else the network calls them
/// @param messages how many there were, both ways
/// @param told how often operators were told something
/// @param isTheirs whether the last message was theirs
/// @param introducedTo whom it was explained to
record Conversation(
        String id,
        String our,
        String their,
        State state,
        Care care,
        long messages,
        long told,
        Instant begun,
        Instant last,
        boolean isTheirs,
        Set<String> introducedTo) {
    static Conversation begin(String id, String our, String their, Instant now) {
        return new Conversation(id, our, their, State.UNASSIGNED, Care.NOBODYS, 0, 0, now, now, true, Set.of());
    }

    /// They have texted.
    Conversation heard(Care care, Instant now) {
        State after = switch (state) {
            case WAITING, ACTIVE -> State.ACTIVE;
            case UNASSIGNED, ASSIGNED, RESOLVED, ARCHIVED -> care.who().isPresent() ? State.ASSIGNED : State.UNASSIGNED;
        };
        return new Conversation(id, our, their, after, care, messages + 1, told, begun, now, true, introducedTo);
    }

    /// An operator has answered.
    Conversation answered(PublicKey operator, Instant now) {
        Care after = care.answered(operator);
        return new Conversation(
                id, our, their, State.WAITING, after, messages + 1, told, begun, now, false, introducedTo);
    }

    Conversation is(State other, Care after) {
        return new Conversation(id, our, their, other, after, messages, told, begun, last, isTheirs, introducedTo);
    }

    /// Somebody is told something: each time another number.
    Conversation tellingOnce() {
        return new Conversation(id, our, their, state, care, messages, told + 1, begun, last, isTheirs, introducedTo);
    }

    Conversation introducedTo(Collection<PublicKey> people) {
        var all = new TreeSet<>(introducedTo);
        people.forEach(person -> all.add(person.hex()));
        return new Conversation(id, our, their, state, care, messages, told, begun, last, isTheirs, all);
    }

    boolean isKnownTo(PublicKey person) {
        return introducedTo.contains(person.hex());
    }

    /// The number to answer to; empty for a short code or a name.
    Optional<PhoneNumber> number() {
        try {
            return Optional.of(new PhoneNumber(their));
        } catch (IllegalArgumentException notANumber) {
            return Optional.empty();
        }
    }

    /// What operators see of the number: `SMS •••67`.
    String subject() {
        String digits = their.replaceAll("[^0-9]", "");
        boolean isName = digits.length() < their.length() / 2;
        if (isName) return "SMS " + their;
        return "SMS •••" + digits.substring(Math.max(0, digits.length() - 2));
    }

    /// Not whose it is.
    @Override
    public String toString() {
        return "thread " + id;
    }
}
