package dev.muster.sip.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Numbers that somebody has seen as a whole: nobody does without its being written down, in the same change. Whether
/// they may is the business of whoever asks here.
public final class Reveals {
    private static final Shelf<Written> REVEALS = new Shelf<>("call-reveal", Written.class);
    private static final int LONGEST = 300;
    private static final String CALL = "call";
    private static final String BY = "by";

    private final Book book;
    private final SecretKey key;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param json an event that the bridge has signed
    private record Written(long number, String json) {}

    /// That somebody has seen a number.
    ///
    /// @param by a public key, or what a program or an admin is known by
    /// @param why in their own words; may be empty
    public record Reveal(String by, Instant at, String why) {}

    /// Signs with that key.
    ///
    /// @param key the bridge's own
    public Reveals(Book book, SecretKey key, InstantSource clock, SecureRandom random) {
        this.book = book;
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /// The number of a call, which it is written down that they have seen. Empty if there is no such call, or its
    /// number was withheld; nothing is written then.
    public Optional<String> reveal(Change change, String call, String by, String why) {
        Optional<String> number = book.get(change, call).flatMap(CallRecord::number);
        if (number.isPresent()) write(change, call, by, why.substring(0, Math.min(why.length(), LONGEST)));
        return number;
    }

    private void write(Change change, String call, String by, String why) {
        long place = change.under(REVEALS.at(call)).size();
        var tags = Tags.of(Tag.of("d", "call-reveal:" + call + ":" + place), Tag.of(CALL, call), Tag.of(BY, by));
        Event event = new Rumor(key.publicKey(), clock.instant().getEpochSecond(), Kind.APP_DATA, tags, why)
                .sign(key, random);
        change.put(REVEALS.at(call, Long.toString(place)), new Written(place, new String(event.json(), UTF_8)));
    }

    /// The events of who has seen the number of a call, in order, as they were signed.
    public List<Event> signed(Reading reading, String call) {
        return reading.under(REVEALS.at(call)).stream()
                .map(Entry::value)
                .sorted(Comparator.comparingLong(Written::number))
                .map(written -> Event.parse(written.json().getBytes(UTF_8)))
                .toList();
    }

    /// Who has seen the number of a call, in order.
    public List<Reveal> of(Reading reading, String call) {
        return signed(reading, call).stream()
                .map(event -> new Reveal(
                        event.tags().value(BY).orElse(""), Instant.ofEpochSecond(event.createdAt()), event.content()))
                .toList();
    }

    /// The call is forgotten, and so is this.
    static void forget(Change change, String call) {
        change.under(REVEALS.at(call)).forEach(entry -> change.remove(entry.place()));
    }
}
