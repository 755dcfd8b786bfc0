package dev.muster.sms.carrier.twilio;

import com.twilio.rest.api.v2010.account.Message;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.OptedOut;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.Said;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.Means;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Twilio tells, in our words.
final class Reports {
    static final String CARRIER = "twilio";

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    /// How long a sender rests that isn't registered: each text from it costs, and arrives nowhere.
    private static final Duration UNREGISTERED_PAUSE = Duration.ofHours(1);

    private static final int MOST_MEDIA = 10;
    private static final String RCS = "rcs:";

    private final Pauses pauses;

    Reports(Pauses pauses) {
        this.pauses = pauses;
    }

    /// @throws IllegalArgumentException if something is missing
    static Incoming said(Map<String, String> fields) {
        String count = fields.getOrDefault("NumMedia", "0");
        int media = count.matches("[0-9]{1,2}") ? Math.min(Integer.parseInt(count), MOST_MEDIA) : 0;
        return new Said(
                CARRIER,
                needed(fields, "MessageSid"),
                plain(needed(fields, "From")),
                plain(needed(fields, "To")),
                fields.getOrDefault("Body", ""),
                IntStream.range(0, media)
                        .mapToObj(at -> URI.create(needed(fields, "MediaUrl" + at)))
                        .toList(),
                // Twilio's own handling of STOP, START and HELP: it has sent what is to be said to that.
                !fields.getOrDefault("OptOutType", "").isEmpty());
    }

    /// Nothing, if Twilio has a state that we don't know.
    ///
    /// @throws IllegalArgumentException if something is missing
    List<Incoming> receipt(Map<String, String> fields, String message) {
        String id = needed(fields, "MessageSid");
        String from = fields.getOrDefault("From", "");
        String code = fields.getOrDefault("ErrorCode", "");
        Optional<State> state = state(needed(fields, "MessageStatus"), code);
        if (state.isEmpty()) LOG.info("Twilio reports a state of a message that is unknown here");
        if (code.equals(String.valueOf(Codes.UNREGISTERED))) {
            rest(from);
            rest(fields.getOrDefault("MessagingServiceSid", ""));
        }
        List<Incoming> heard = new ArrayList<>();
        state.map(known -> new Receipt(
                        CARRIER, Optional.of(message), List.of(id), known, code, Optional.empty(), means(from, id)))
                .ifPresent(heard::add);
        if (code.equals(String.valueOf(Codes.OPTED_OUT)))
            heard.add(new OptedOut(CARRIER, new PhoneNumber(plain(needed(fields, "To")))));
        return heard;
    }

    /// From a sender that the networks would throw away everything from.
    void rest(String sender) {
        if (sender.isEmpty()) return;
        pauses.pause(sender, UNREGISTERED_PAUSE);
        LOG.warn("a sender at Twilio isn't registered for where it sends (10DLC, 30034): it rests for an hour");
    }

    /// What Twilio answers when it is asked.
    static Optional<Receipt> receipt(Message found, String message) {
        Optional<String> id = Optional.ofNullable(found.getSid());
        String code =
                Optional.ofNullable(found.getErrorCode()).map(String::valueOf).orElse("");
        Optional<State> state =
                Optional.ofNullable(found.getStatus()).flatMap(status -> state(status.toString(), code));
        String from = Optional.ofNullable(found.getFrom()).map(String::valueOf).orElse("");
        return id.flatMap(sid -> state.map(known -> new Receipt(
                CARRIER, Optional.of(message), List.of(sid), known, code, Optional.empty(), means(from, sid))));
    }

    private static Optional<State> state(String status, String code) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "accepted", "scheduled", "queued", "sending", "sent" -> Optional.of(State.SENT);
            case "delivered" -> Optional.of(State.DELIVERED);
            case "read" -> Optional.of(State.READ);
            case "undelivered", "failed", "canceled" -> Optional.of(failed(code));
            default -> Optional.empty();
        };
    }

    private static State failed(String code) {
        if (Codes.isTextOnly(code)) return State.TEXT_ONLY;
        return Codes.isExpired(code) ? State.EXPIRED : State.FAILED;
    }

    /// Where RCS fell back, the sender is a number again.
    private static Optional<Means> means(String from, String id) {
        if (from.startsWith(RCS)) return Optional.of(Means.RCS);
        if (id.startsWith("MM")) return Optional.of(Means.MMS);
        // As long as a messaging service hasn't chosen the sender.
        return from.isEmpty() ? Optional.empty() : Optional.of(Means.SMS);
    }

    private static String needed(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) throw new IllegalArgumentException("no " + name);
        return value;
    }

    /// People who answer by RCS have the same number.
    private static String plain(String address) {
        return address.startsWith(RCS + "+") ? address.substring(RCS.length()) : address;
    }
}
