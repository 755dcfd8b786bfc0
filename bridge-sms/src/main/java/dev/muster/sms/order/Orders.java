package dev.muster.sms.order;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.number.Reading;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Patience;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.wrap.Message;
import dev.muster.sms.broadcast.Broadcast;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.broadcast.Order;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.PhoneLinks;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Does what people and bots ask for in their wraps.
public final class Orders {
    private static final Set<Role> SENDERS =
            EnumSet.of(Role.ADMIN, Role.ORGANIZER, Role.TRAINER, Role.OPERATOR, Role.BOT);

    /// What was said before that isn't done any more.
    private static final Duration FRESH = Duration.ofDays(2);

    /// A code that comes later is of no use.
    private static final Duration CODES_LAST = Duration.ofMinutes(10);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String HELP = """
        I bring texts to people who have only a phone.
        status – how your broadcasts go
        confirm ID – a broadcast goes at night too
        cancel ID – a broadcast goes no further
        stop NUMBER – somebody gets no more texts
        keep NUMBER – somebody meant no such thing, and gets texts as before
        link NUMBER – your own phone gets your texts; then: code CODE
        unlink – it gets none any more\
        """;

    private final Means means;
    private final Patience patience;

    /// What orders stand on.
    ///
    /// @param region where numbers are from that don't begin with a plus sign
    /// @param refused counts what isn't done, by a word
    public record Means(
            Roles roles,
            Replies replies,
            Broadcasts broadcasts,
            Dispatch dispatch,
            OptOuts optOuts,
            PhoneLinks links,
            String region,
            InstantSource clock,
            Consumer<String> refused) {}

    public Orders(Means means) {
        this.means = means;
        patience = new Patience(means.clock());
    }

    /// Whether this is about something that can be ordered.
    public static boolean isOrder(int kind) {
        return kind == Kind.BUILDIT_BROADCAST || kind == Kind.APP_DATA || kind == Kind.CHAT_MESSAGE;
    }

    public void message(Change change, Message message) {
        PublicKey author = message.author();
        if (!patience.has(author)) {
            means.refused().accept("flood");
            return;
        }
        Set<Role> roles = means.roles().of(change, author);
        Outcome outcome;
        try {
            outcome = done(change, message, roles);
        } catch (IllegalArgumentException e) {
            outcome = Outcome.refused("bad-input", "I can't use that: " + e.getMessage() + ".");
        }
        if (outcome.isRefused()) means.refused().accept(outcome.result());
        // Bots don't chat: an answer to an answer would be answered.
        boolean isForNobody = outcome.text().isEmpty() && outcome.tags().isEmpty();
        if (!isForNobody) means.replies().answer(change, author, message.id(), outcome);
    }

    private Outcome done(Change change, Message message, Set<Role> roles) {
        if (roles.isEmpty()) {
            return Outcome.refused("not-allowed", "I only know members of the group. Ask an organizer to add you.");
        }
        long age = means.clock().instant().getEpochSecond() - message.rumor().createdAt();
        if (age > FRESH.toSeconds()) return Outcome.refused("too-old", "That was said too long ago to be done now.");
        return switch (message.kind()) {
            case Kind.BUILDIT_BROADCAST -> broadcast(change, message, roles);
            case Kind.APP_DATA -> link(change, message);
            default -> roles.contains(Role.BOT) ? Outcome.silent() : word(change, message, roles);
        };
    }

    private Outcome broadcast(Change change, Message message, Set<Role> roles) {
        if (roles.stream().noneMatch(SENDERS::contains)) {
            return Outcome.refused("not-allowed", "Only organizers send texts.");
        }
        Optional<String> calledOff = BroadcastOrder.calledOff(message);
        if (calledOff.isPresent()) {
            means.broadcasts().callOff(change, calledOff.get(), message.author());
            return Outcome.silent();
        }
        var reader = new BroadcastOrder(
                means.region(),
                person -> means.links().number(change, person),
                means.clock().instant());
        Order order = reader.read(message);
        if (order.list().isEmpty() && order.recipients().isEmpty()) {
            return Outcome.refused("nobody", "Say to whom: in tags \"to\", or by a list.");
        }
        Broadcast broadcast = means.broadcasts().order(change, order);
        boolean isOthers = !broadcast.by().equals(order.by());
        if (isOthers) return Outcome.refused("taken", "There is a broadcast of that id, and it isn't yours.");
        var tags =
                List.of(Tag.of("broadcast", broadcast.id(), broadcast.status().word()));
        if (roles.contains(Role.BOT)) return Outcome.ok("", tags);
        String text = switch (broadcast.status()) {
            case UNCONFIRMED ->
                "This goes to people at night too. If that is what you want, say: confirm " + broadcast.id();
            case SCHEDULED, SENDING, SENT, CANCELLED -> "I'll tell you how it went.";
        };
        return Outcome.ok(Summary.of(means.broadcasts().estimate(change, order)) + "\n" + text, tags);
    }

    /// What apps say (protocol of phone links): an object under the names `phone-link` and `phone-unlink`.
    private Outcome link(Change change, Message message) {
        String topic = message.rumor().tags().value("d").orElse("");
        if (topic.equals("phone-unlink")) return unlink(change, message.author());
        if (!topic.equals("phone-link")) return Outcome.silent();
        JsonNode json;
        try {
            json = JSON.readTree(message.text());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected an object with tel, or with tel and code", e);
        }
        String code = json.path("code").asString("");
        if (!code.isEmpty()) return means.links().confirm(change, message.author(), code);
        List<String> purposes = new ArrayList<>();
        json.path("purposes").forEach(purpose -> purposes.add(purpose.asString("")));
        return begin(
                change,
                message,
                json.path("tel").asString(""),
                purposes,
                json.path("consentText").asString(""));
    }

    private Outcome begin(Change change, Message message, String tel, List<String> purposes, String wording) {
        return switch (Numbers.read(tel, means.region())) {
            case Reading.Refused(var reason, var text) -> Outcome.refused(reason, "I can't text there: " + text + ".");
            case Reading.Good(var number) ->
                switch (means.links().begin(change, message.author(), number, purposes, wording)) {
                    case PhoneLinks.Begun.Not(var outcome) -> outcome;
                    case PhoneLinks.Begun.Text(var text) -> code(change, message, number, text);
                };
        };
    }

    private Outcome code(Change change, Message message, PhoneNumber number, String text) {
        Instant until = means.clock().instant().plus(CODES_LAST);
        Draft draft = Draft.of("code-" + message.id().hex(), number, text, Purpose.REQUEST, until)
                .awaited();
        State state = means.dispatch().submit(change, draft).state();
        return state == State.BLOCKED
                ? Outcome.refused("opt_out", "That phone wants no texts. Text START from it first.")
                : Outcome.ok("I've texted you a code. Answer it on the phone, or tell me here: code CODE");
    }

    private Outcome unlink(Change change, PublicKey person) {
        return means.links().unlink(change, person)
                ? Outcome.ok("No phone is linked to your key any more.")
                : Outcome.refused("no-phone", "No phone was linked to your key.");
    }

    private Outcome word(Change change, Message message, Set<Role> roles) {
        String[] words = message.text().strip().split("\\s+", 2);
        String rest = words.length > 1 ? words[1].strip() : "";
        String word = words[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "link" -> begin(change, message, rest, List.of(), "");
            case "code" -> means.links().confirm(change, message.author(), rest);
            case "unlink" -> unlink(change, message.author());
            case "help" -> Outcome.ok(HELP);
            default ->
                roles.stream().anyMatch(SENDERS::contains)
                        ? organizers(change, message.author(), roles, word, rest)
                        : Outcome.refused("not-understood", HELP);
        };
    }

    private Outcome organizers(Change change, PublicKey author, Set<Role> roles, String word, String rest) {
        return switch (word) {
            case "status" -> status(change, author);
            case "confirm" -> confirm(change, author, roles, rest);
            case "cancel" ->
                means.broadcasts().cancel(change, rest)
                        ? Outcome.ok("It goes no further.")
                        : Outcome.refused("nothing-left", "There is nothing of such a broadcast that could still go.");
            case "stop" -> decide(change, rest, true);
            case "keep" -> decide(change, rest, false);
            default -> Outcome.refused("not-understood", HELP);
        };
    }

    /// People are woken by nobody below an organizer.
    private Outcome confirm(Change change, PublicKey author, Set<Role> roles, String id) {
        if (!roles.contains(Role.ADMIN) && !roles.contains(Role.ORGANIZER)) {
            return Outcome.refused("not-allowed", "Only organizers can have people woken.");
        }
        return means.broadcasts().confirm(change, id, Optional.of(author))
                ? Outcome.ok("It goes at night too.")
                : Outcome.refused("not-waiting", "No such broadcast waits to be confirmed.");
    }

    private Outcome status(Change change, PublicKey author) {
        List<String> lines = means.broadcasts().all(change).stream()
                .filter(standing ->
                        standing.broadcast().by().filter(author::equals).isPresent())
                .limit(10)
                .map(standing -> standing.broadcast().id() + ": " + Summary.of(standing))
                .toList();
        return Outcome.ok(lines.isEmpty() ? "You have sent no broadcast." : String.join("\n", lines));
    }

    private Outcome decide(Change change, String text, boolean isStop) {
        return switch (Numbers.read(text, means.region())) {
            case Reading.Refused(var reason, var why) -> Outcome.refused(reason, "I can't use that: " + why + ".");
            case Reading.Good(var number) -> {
                if (isStop) {
                    var optOut =
                            new OptOut(OptOut.Source.OPERATOR, means.clock().instant());
                    boolean isNews = means.optOuts().add(change, number, optOut);
                    yield Outcome.ok(
                            number.masked() + (isNews ? " gets no more texts." : " got no texts before either."));
                }
                // Whoever has said STOP in so many words takes it back themselves, with START.
                yield means.optOuts().clear(change, number)
                        ? Outcome.ok(number.masked() + " gets texts as before.")
                        : Outcome.refused("not-waiting", "Nothing is to be decided about " + number.masked() + ".");
            }
        };
    }
}
