package dev.muster.notifier.device;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/// What somebody registers one browser with that can't sign for them. It counts once, and for a quarter of an hour; of
/// several, the last one counts.
public final class Invites {
    public static final Duration VALIDITY = Duration.ofMinutes(15);

    private static final String BELL = "invite-ends";
    private static final int SECRET_BYTES = 24;

    private static final Shelf<Invite> INVITES = new Shelf<>("invite", Invite.class);
    private static final Shelf<Held> HELD = new Shelf<>("invite-of", Held.class);

    private final Ledger ledger;
    private final Timers timers;
    private final InstantSource clock;
    private final SecureRandom random;

    private record Invite(PublicKey person, Instant until) {}

    private record Held(String token) {}

    /// Has its alarms rung by these timers, which are to be started afterwards.
    public Invites(Ledger ledger, Timers timers, InstantSource clock, SecureRandom random) {
        this.ledger = ledger;
        this.timers = timers.with(
                BELL,
                (change, alarm) -> change.get(HELD.at(alarm.name())).ifPresent(held -> spend(change, held.token())));
        this.clock = clock;
        this.random = random;
    }

    /// A secret that lets one browser be registered for somebody.
    public String issue(Change change, PublicKey person) {
        change.get(held(person)).ifPresent(before -> change.remove(INVITES.at(before.token())));
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant until = clock.instant().plus(VALIDITY);
        change.put(INVITES.at(token), new Invite(person, until));
        change.put(held(person), new Held(token));
        timers.set(change, BELL, person.hex(), until);
        return token;
    }

    private static Place<Held> held(PublicKey person) {
        return HELD.at(person.hex());
    }

    /// For whom it counts, if it does.
    public Optional<PublicKey> whose(String token) {
        return whose(ledger, token);
    }

    /// For whom it counts, if it does.
    public Optional<PublicKey> whose(Reading reading, String token) {
        Instant now = clock.instant();
        return reading.get(INVITES.at(token))
                .filter(invite -> now.isBefore(invite.until()))
                .map(Invite::person);
    }

    /// From now on it counts no more.
    public void spend(Change change, String token) {
        change.get(INVITES.at(token)).ifPresent(invite -> {
            change.remove(INVITES.at(token));
            change.remove(held(invite.person()));
            timers.cancel(change, BELL, invite.person().hex());
        });
    }
}
