package dev.muster.sms;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.api.Counter;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.Form;
import dev.muster.sms.send.Screens;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Takes texts from programs.
final class Programs implements Counter {
    private static final Duration OF_USE = Duration.ofDays(1);

    /// So many texts one program hands in within a minute.
    private static final int MOST = 120;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Dispatch dispatch;
    private final Texts texts;
    private final Screens screens;
    private final InstantSource clock;
    private final Map<String, Integer> taken = new HashMap<>();
    private Instant since = Instant.EPOCH;

    Programs(Dispatch dispatch, Texts texts, Screens screens, InstantSource clock) {
        this.dispatch = dispatch;
        this.texts = texts;
        this.screens = screens;
        this.clock = clock;
    }

    @Override
    public Result take(Change change, String id, Order order) {
        boolean isCard = order.by() == Means.RCS;
        // Programs that get this send an ordinary text themselves.
        if (isCard && !showsCards(change, order.to())) return new Result.NoCards();
        if (isTooMany(order.grant())) return new Result.TooMany(MINUTE);
        Instant until = clock.instant().plus(OF_USE);
        Draft draft = Draft.of(id, order.to(), order.text(), Purpose.MESSAGE, until);
        Text text = dispatch.submit(change, isCard ? draft.as(Form.rcs(order.card())) : draft);
        return text.state() == State.BLOCKED
                ? new Result.Refused(text.reason(), why(text.reason()))
                : new Result.Taken(status(text));
    }

    private synchronized boolean isTooMany(String grant) {
        Instant now = clock.instant();
        if (Duration.between(since, now).abs().compareTo(MINUTE) > 0) {
            taken.clear();
            since = now;
        }
        return taken.merge(grant, 1, Integer::sum) > MOST;
    }

    private static String why(String reason) {
        return switch (reason) {
            case "opt_out" -> "They want no texts. Only they can change that, with START.";
            case "no_consent" -> "They have not agreed to get texts. Enter their consent first, or ask them for it.";
            case "no_carrier" -> "No carrier goes there. Configure one in muster.toml.";
            default -> "It is not to be sent: " + reason + ".";
        };
    }

    @Override
    public Optional<Status> status(Reading reading, String id) {
        return texts.get(reading, id).map(Programs::status);
    }

    private static Status status(Text text) {
        return switch (text.state()) {
            case HELD, QUEUED, SENDING, UNKNOWN -> Status.PENDING;
            case SENT -> Status.SENT;
            case DELIVERED, READ -> Status.DELIVERED;
            case FAILED, EXPIRED, BLOCKED, CANCELLED -> Status.FAILED;
        };
    }

    @Override
    public boolean showsCards(Reading reading, PhoneNumber number) {
        // Where nobody knows, trying is how to find out: what isn't shown becomes a text.
        return dispatch.carriesCards(number)
                && screens.showsCards(reading, number).orElse(true);
    }
}
