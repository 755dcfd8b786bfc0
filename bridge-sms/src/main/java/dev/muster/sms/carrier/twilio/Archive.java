package dev.muster.sms.carrier.twilio;

import com.twilio.base.Page;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.message.Media;
import com.twilio.type.PhoneNumber;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The messages that Twilio keeps.
final class Archive {
    /// More than one person gets within the time in which a message of unknown fate is asked for.
    private static final long LOOKED_AT = 50;

    /// How far their clock may be from ours.
    private static final Duration EARLIER = Duration.ofMinutes(2);

    /// That, and what a message waits for before it is theirs.
    private static final Duration LATER = Duration.ofMinutes(10);

    private static final int NOT_THERE = 404;

    private final Twilio twilio;

    Archive(Twilio twilio) {
        this.twilio = twilio;
    }

    Optional<Receipt> find(Outgoing message, List<String> ids, Instant sent, Duration patience)
            throws InterruptedException {
        Outcome<Optional<Message>> found = ids.isEmpty()
                ? among(message, sent, patience)
                : twilio.attempt(
                        client -> Optional.of(Message.fetcher(ids.getFirst()).fetch(client)), patience);
        return found instanceof Outcome.Done<Optional<Message>>(var one)
                ? one.flatMap(known -> Reports.receipt(known, message.id()))
                : Optional.empty();
    }

    /// Not by the day it was sent on, which one that still waits doesn't have. Of two alike, nobody knows which
    /// it is.
    private Outcome<Optional<Message>> among(Outgoing message, Instant sent, Duration patience)
            throws InterruptedException {
        var reader =
                Message.reader().setTo(new PhoneNumber(message.to().e164())).setPageSize(LOOKED_AT);
        return twilio.attempt(
                client -> {
                    Page<Message> newest = reader.firstPage(client);
                    List<Message> alike = newest.getRecords().stream()
                            .filter(found -> message.text().equals(found.getBody()))
                            .filter(found -> isAround(found.getDateCreated(), sent))
                            .toList();
                    return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
                },
                patience);
    }

    private static boolean isAround(@Nullable ZonedDateTime created, Instant sent) {
        return created != null
                && created.toInstant().isAfter(sent.minus(EARLIER))
                && created.toInstant().isBefore(sent.plus(LATER));
    }

    /// First what is with it: it wouldn't go with the message, and nobody could name it afterwards.
    boolean forget(String id, Duration patience) throws InterruptedException {
        // What isn't Twilio's name for a message, Twilio doesn't keep.
        if (!id.matches("[SM]M[0-9a-fA-F]{32}")) return true;
        return (id.startsWith("SM") || forgetMedia(id, patience))
                && isGone(twilio.attempt(client -> Message.deleter(id).delete(client), patience));
    }

    private boolean forgetMedia(String message, Duration patience) throws InterruptedException {
        Outcome<List<Media>> kept =
                twilio.attempt(client -> Media.reader(message).firstPage(client).getRecords(), patience);
        if (!(kept instanceof Outcome.Done<List<Media>>(var all))) return isGone(kept);
        for (Media media : all) {
            if (!isGone(twilio.attempt(
                    client -> Media.deleter(message, media.getSid()).delete(client), patience))) return false;
        }
        return true;
    }

    private static boolean isGone(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?>(var result) -> Boolean.TRUE.equals(result);
            case Outcome.Refused<?>(int status, var _) -> status == NOT_THERE;
            case Outcome.TooMuch<?> _, Outcome.Unsent<?> _, Outcome.Unclear<?> _ -> false;
        };
    }
}
