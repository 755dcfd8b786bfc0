package dev.muster.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Request;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may use a bot's interfaces for programs.
public final class Access {
    private static final int TOKEN_BYTES = 24;
    private static final int ID_BYTES = 4;
    private static final int LONGEST_LABEL = 100;
    private static final String BEARER = "Bearer ";

    private static final Shelf<Grant> GRANTS = new Shelf<>("access", Grant.class);
    private static final Shelf<Named> TOKENS = new Shelf<>("access-token", Named.class);

    private final InstantSource clock;
    private final SecureRandom random;

    /// @param grant its id
    private record Named(String grant) {}

    /// A token that was just made. Nobody can be told it again.
    public record Made(Grant grant, String token) {
        @Override
        public String toString() {
            return "token " + grant.id();
        }
    }

    public Access(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// A new token.
    ///
    /// @throws IllegalArgumentException if it would open nothing, or is called by too many words
    public Made make(Change change, String label, Set<Capability> opens) {
        if (opens.isEmpty()) throw new IllegalArgumentException("a token opens something");
        if (label.isBlank() || label.length() > LONGEST_LABEL)
            throw new IllegalArgumentException(
                    "say what the token is for, in " + LONGEST_LABEL + " characters at most");
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
        var grant = new Grant(
                HexFormat.of().formatHex(bytes(ID_BYTES)),
                label.strip(),
                opens,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        change.put(GRANTS.at(grant.id()), grant);
        change.put(TOKENS.at(hash(token)), new Named(grant.id()));
        return new Made(grant, token);
    }

    /// All that were ever made, the oldest first.
    public List<Grant> all(Reading reading) {
        return reading.under(GRANTS.at()).stream()
                .map(Entry::value)
                .sorted(Comparator.comparing(Grant::since).thenComparing(Grant::id))
                .toList();
    }

    /// From now on it opens nothing. Empty if there is none that is called so.
    public Optional<Grant> revoke(Change change, String id) {
        Optional<Grant> revoked = change.get(GRANTS.at(id)).map(grant -> grant.revokedAt(clock.instant()));
        revoked.ifPresent(grant -> change.put(GRANTS.at(id), grant));
        return revoked;
    }

    /// The token that a program shows in `Authorization: Bearer`, if it shows one.
    public static Optional<String> bearer(Request request) {
        return request.header("authorization")
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    /// What this token stands for, if it opens anything. That it was used is noted, once a day.
    public Optional<Grant> holder(Ledger ledger, String token) {
        Optional<Grant> found = ledger.get(TOKENS.at(hash(token)))
                .flatMap(named -> ledger.get(GRANTS.at(named.grant())))
                .filter(grant -> grant.revoked().isEmpty());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        found.filter(grant -> !grant.used().equals(Optional.of(today)))
                .ifPresent(grant -> ledger.alter(change -> note(change, grant.id(), today)));
        return found;
    }

    /// As it is by now: it may have been revoked meanwhile.
    private static void note(Change change, String id, LocalDate day) {
        change.get(GRANTS.at(id)).ifPresent(grant -> change.put(GRANTS.at(id), grant.usedOn(day)));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// No more than that: nobody guesses what 24 random bytes were.
    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
