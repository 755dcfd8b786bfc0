package dev.muster.notifier.session;

import dev.muster.kit.ledger.Reading;
import dev.muster.kit.venue.Pass;
import dev.muster.kit.venue.Venue;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/// The ways into the rooms that sessions are in: of their own, of the bridge, or of the one that is configured.
final class Ways {
    private final Book book;
    private final Venues venues;
    private final SessionsConfig config;
    private final SecretKey key;
    private final SecureRandom random;

    /// @param key which passes are signed with
    Ways(Records records, Venues venues, SessionsConfig config, SecretKey key, Chance chance) {
        this.book = records.book();
        this.venues = venues;
        this.config = config;
        this.key = key;
        this.random = chance.random();
    }

    /// Where the session takes place, if that is known.
    Optional<URI> to(Reading reading, Session session) {
        return session.plan()
                .service()
                .or(() -> book.room(reading, session).flatMap(Said.Room::service))
                .or(() -> venues.of(reading, session).map(venue -> venue.url().toString()))
                .or(() -> Optional.of(config.room()).filter(room -> !room.isEmpty()))
                .map(template -> URI.create(template.replace("{room}", session.id())));
    }

    /// The same for somebody: the bridge lets in who has a pass.
    Optional<URI> into(Reading reading, Session session, PublicKey person) {
        return isCounted(reading, session)
                ? to(reading, session).map(room -> Pass.with(room, pass(reading, session, person)))
                : to(reading, session);
    }

    private String pass(Reading reading, Session session, PublicKey person) {
        boolean leads = book.isLedBy(reading, session, person);
        var pass = new Pass(
                UUID.fromString(session.id()),
                person.hex(),
                leads,
                session.plan().ends());
        return pass.signed(key, random);
    }

    /// Whether the room tells itself who is there.
    boolean isCounted(Reading reading, Session session) {
        return venues.of(reading, session).isPresent();
    }

    Optional<Venue.DialIn> dialIn(Reading reading, Session session) {
        return venues.of(reading, session).flatMap(Venue::dialIn);
    }

    /// What is written below a link.
    String byTelephone(Reading reading, Session session) {
        return venues.byTelephone(reading, session);
    }
}
