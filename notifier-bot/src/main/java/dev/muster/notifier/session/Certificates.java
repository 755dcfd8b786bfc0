package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The certificates that were given. They outlive their sessions.
public final class Certificates {
    private static final Shelf<Certificate> CERTIFICATES = new Shelf<>("certificate", Certificate.class);
    private static final Shelf<Given> GIVEN = new Shelf<>("certificate-of", Given.class);

    /// Without letters that look like digits (Crockford's).
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;

    private final Ledger ledger;
    private final SessionsConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;

    private record Given(String code) {}

    Certificates(Ledger ledger, SessionsConfig config, InstantSource clock, RandomGenerator random) {
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /// The certificate of that code, however it is typed.
    public Optional<Certificate> find(String code) {
        return find(ledger, code);
    }

    Optional<Certificate> find(Reading reading, String code) {
        return reading.get(CERTIFICATES.at(plain(code)));
    }

    /// Without what people add or leave out, and with digits for the letters that look like them.
    private static String plain(String code) {
        return code.toUpperCase(Locale.ROOT)
                .replaceAll("[^0-9A-Z]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    /// Gives one; empty if they have it already.
    Optional<Certificate> give(Change change, Session session, PublicKey person) {
        if (change.has(GIVEN.at(session.id(), person.hex()))) return Optional.empty();
        Instant now = clock.instant();
        Optional<Instant> expires = config.certificateValidity().isZero()
                ? Optional.empty()
                : Optional.of(now.plus(config.certificateValidity()));
        var certificate = new Certificate(
                newCode(), session.plan().title(), person, session.organizer(), now, expires, Optional.empty());
        change.put(CERTIFICATES.at(plain(certificate.code())), certificate);
        change.put(GIVEN.at(session.id(), person.hex()), new Given(certificate.code()));
        return Optional.of(certificate);
    }

    private String newCode() {
        var code = new StringBuilder(LENGTH + 3);
        for (int at = 0; at < LENGTH; at++) {
            if (at > 0 && at % 4 == 0) code.append('-');
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    void revoke(Change change, Certificate certificate) {
        change.put(CERTIFICATES.at(plain(certificate.code())), certificate.revokedAt(clock.instant()));
    }

    void forget(Change change, Session session) {
        change.under(GIVEN.at(session.id())).forEach(entry -> change.remove(entry.place()));
    }
}
