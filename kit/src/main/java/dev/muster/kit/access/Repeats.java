package dev.muster.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Shelf;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/// Recognises a request that comes again: programs ask two or three times when they get no answer, and nobody
/// is to get three texts, or three calls.
///
/// A program that names its requests is believed for a day. Others don't: the same words are the same request for as
/// long as such programs keep on asking.
public final class Repeats {
    private static final Duration NAMED = Duration.ofDays(1);
    private static final int FORGOTTEN_AT_ONCE = 20;

    private static final Shelf<Known> KNOWN = new Shelf<>("api-repeat", Known.class);
    private static final Shelf<Due> ENDS = new Shelf<>("api-repeat-end", Due.class);

    private final Duration unnamed;
    private final InstantSource clock;

    /// @param contents the hash of what it asked for
    private record Known(String made, String contents, Instant until) {}

    private record Due(String request) {}

    /// What a request is recognised by.
    ///
    /// @param named whether the program itself has named it
    public record Key(String request, String contents, boolean named) {
        /// The key of a request.
        ///
        /// @param name what the program calls its request
        public static Key of(String grant, Optional<String> name, String... contents) {
            String hash = hash(contents);
            return name.map(word -> new Key(hash(grant, "named", word), hash, true))
                    .orElseGet(() -> new Key(hash(grant, "unnamed", hash), hash, false));
        }
    }

    /// Knows no request yet.
    ///
    /// @param unnamed so long the same words are the same request
    public Repeats(Duration unnamed, InstantSource clock) {
        this.unnamed = unnamed;
        this.clock = clock;
    }

    /// What was made of this request before.
    ///
    /// @throws IllegalArgumentException if the program has used that name for something else
    public Optional<String> before(Change change, Key key) {
        Optional<Known> known =
                change.get(KNOWN.at(key.request())).filter(it -> clock.instant().isBefore(it.until()));
        known.filter(it -> !it.contents().equals(key.contents())).ifPresent(_ -> {
            throw new IllegalArgumentException("an Idempotency-Key that wasn't used for something else");
        });
        return known.map(Known::made);
    }

    /// Remembers what was made of it.
    public void note(Change change, Key key, String made) {
        Instant now = clock.instant();
        for (Entry<Due> due : change.upTo(now, ENDS, FORGOTTEN_AT_ONCE)) {
            change.remove(due.place());
            String request = due.value().request();
            change.get(KNOWN.at(request))
                    .filter(it -> !now.isBefore(it.until()))
                    .ifPresent(_ -> change.remove(KNOWN.at(request)));
        }
        Instant until = now.plus(key.named() ? NAMED : unnamed);
        change.put(KNOWN.at(key.request()), new Known(made, key.contents(), until));
        change.put(ENDS.at(until, key.request()), new Due(key.request()));
    }

    private static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(UTF_8);
                // With its length, so that no two lists of parts look alike.
                digest.update((bytes.length + ":").getBytes(UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
