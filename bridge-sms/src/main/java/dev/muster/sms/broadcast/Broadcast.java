package dev.muster.sms.broadcast;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sms.carrier.Card;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The same text for many people.
///
/// @param by who has ordered it; empty if it was ordered at the machine itself
/// @param at when it begins, or began
/// @param card how it looks where there is RCS
/// @param recipients how many there are, once that is known
/// @param spread for how many of them there is a text already
public record Broadcast(
        String id,
        Optional<PublicKey> by,
        String title,
        String text,
        Optional<String> list,
        boolean isEmergency,
        Status status,
        Instant at,
        Duration validity,
        Optional<Duration> every,
        Optional<Card> card,
        int recipients,
        int spread) {
    /// How far it is.
    public enum Status {
        /// It is to wake people at night, and hasn't been confirmed.
        UNCONFIRMED,
        SCHEDULED,
        SENDING,
        /// No text of it is waiting any more.
        SENT,
        CANCELLED;

        /// For programs.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Broadcast of(Order order) {
        return new Broadcast(
                order.id(),
                order.by(),
                order.title(),
                order.text(),
                order.list(),
                order.isEmergency(),
                order.isEmergency() ? Status.UNCONFIRMED : Status.SCHEDULED,
                order.at(),
                order.validity(),
                order.every(),
                order.card(),
                0,
                0);
    }

    Broadcast is(Status newStatus) {
        return with(newStatus, recipients, spread);
    }

    Broadcast to(int newRecipients) {
        return with(status, newRecipients, spread);
    }

    Broadcast spreadTo(int newSpread) {
        return with(status, recipients, newSpread);
    }

    private Broadcast with(Status newStatus, int newRecipients, int newSpread) {
        return new Broadcast(
                id, by, title, text, list, isEmergency, newStatus, at, validity, every, card, newRecipients, newSpread);
    }

    /// The name of the text for one of its recipients.
    String textOf(int recipient) {
        return id + "-" + recipient;
    }

    /// Neither what it says, nor who wants it.
    @Override
    public String toString() {
        return "broadcast " + id + " (" + status.word() + ")";
    }
}
