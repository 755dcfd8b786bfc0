package dev.muster.sms.broadcast;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sms.carrier.Card;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What somebody wants many people to get.
///
/// @param id never the same for two broadcasts
/// @param by who is told how it went; empty for whoever sits at the machine itself
/// @param text with gaps
/// @param list the list of contacts that it goes to
/// @param recipients to whom else it goes
/// @param isEmergency whether it goes at night too, once it was confirmed
/// @param at when it is to begin
/// @param validity how long each text is of use
/// @param every after which time it is to be sent again, and again
/// @param card how it looks where there is RCS
public record Order(
        String id,
        Optional<PublicKey> by,
        String title,
        String text,
        Optional<String> list,
        List<Recipient> recipients,
        boolean isEmergency,
        Instant at,
        Duration validity,
        Optional<Duration> every,
        Optional<Card> card) {
    public Order {
        recipients = List.copyOf(recipients);
        if (!id.matches("[A-Za-z0-9-]{1,80}"))
            throw new IllegalArgumentException("an id of letters, digits and hyphens");
        if (text.isBlank()) throw new IllegalArgumentException("a text that says something");
        if (validity.isNegative() || validity.isZero())
            throw new IllegalArgumentException("a time in which it is of use");
        every.filter(pause -> pause.compareTo(Duration.ofHours(1)) < 0).ifPresent(_ -> {
            throw new IllegalArgumentException("again after an hour or more");
        });
    }

    /// One without a card.
    public Order(
            String id,
            Optional<PublicKey> by,
            String title,
            String text,
            Optional<String> list,
            List<Recipient> recipients,
            boolean isEmergency,
            Instant at,
            Duration validity,
            Optional<Duration> every) {
        this(id, by, title, text, list, recipients, isEmergency, at, validity, every, Optional.empty());
    }

    /// Neither what it says, nor to whom.
    @Override
    public String toString() {
        return "broadcast " + id;
    }
}
