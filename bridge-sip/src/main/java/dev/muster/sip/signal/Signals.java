package dev.muster.sip.signal;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.post.Post;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.CallSignal;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Sender;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.Calls;
import dev.muster.sip.call.Media.Described;
import dev.muster.sip.call.Order;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.signal.Peer.Dialect;
import dev.muster.sip.taping.Asker;
import dev.muster.sip.taping.Reply;
import dev.muster.sip.taping.Tapings;
import dev.muster.sip.ua.HangupReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The room's entry: what people say about calls goes in here. What becomes of them is told by [Peers].
public final class Signals {
    /// A relay may be slow; what is older may be left over from another time.
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final Needs needs;
    private final Supplier<Calls> calls;
    private final Telling telling;
    private final Peers peers;

    /// What it stands on.
    ///
    /// @param region where numbers without a plus sign are
    /// @param notifier who wakes people's devices, if anybody does
    /// @param tapings asked once something is said about recording a call
    /// @param refused hears why something did nothing: a word for a metric
    public record Needs(
            Ledger ledger,
            Book book,
            Roles roles,
            Post post,
            Sender sender,
            SecretKey key,
            String region,
            Optional<PublicKey> notifier,
            Tapings tapings,
            InstantSource clock,
            SecureRandom random,
            Consumer<String> refused) {}

    /// @param calls asked once something is said
    public Signals(Needs needs, Supplier<Calls> calls) {
        this.needs = needs;
        this.calls = calls;
        telling = new Telling(needs.key(), needs.sender(), needs.post(), needs.clock(), needs.random());
        peers = new Peers(needs.ledger(), needs.roles(), telling, needs.notifier());
    }

    /// Whom calls are told to.
    public Peers peers() {
        return peers;
    }

    /// Whether a kind is heard here.
    public static boolean isAbout(int kind) {
        return (kind >= Kind.BUILDIT_CALL_OFFER && kind <= Kind.BUILDIT_CALL_MUTE)
                || kind == Telling.PSTN_BRIDGE
                || kind == CONSENT;
    }

    /// Hears what was sealed.
    public void message(Change change, Message message) {
        hear(change, message.rumor());
    }

    /// Hears what was signed (NIP-AC).
    public void call(Change change, Event call) {
        hear(change, call.unsigned());
    }

    private void hear(Change change, Rumor rumor) {
        if (needs.roles().of(change, rumor.author()).isEmpty()) {
            needs.refused().accept("stranger");
            return;
        }
        switch (rumor.kind()) {
            case Kind.BUILDIT_CALL_RINGING -> named(rumor).ifPresent(call -> after(change, () -> rings(call, rumor)));
            case HOLD -> named(rumor).ifPresent(call -> after(change, () -> hold(call, rumor, true)));
            case RESUME -> named(rumor).ifPresent(call -> after(change, () -> hold(call, rumor, false)));
            case Kind.BUILDIT_CALL_REJECT ->
                named(rumor).ifPresent(call -> declined(change, call, rumor, HangupReason.REJECTED));
            case Kind.BUILDIT_CALL_BUSY ->
                named(rumor).ifPresent(call -> declined(change, call, rumor, HangupReason.BUSY));
            // Whoever mutes himself does that where he speaks.
            case Kind.BUILDIT_CALL_MUTE -> {}
            case Telling.PSTN_BRIDGE -> Telling.json(rumor.content()).ifPresent(said -> bridge(change, said, rumor));
            case CONSENT -> Telling.json(rumor.content()).ifPresent(said -> after(change, () -> agrees(said, rumor)));
            default -> signal(change, rumor);
        }
    }

    private static final int HOLD = 24_307;
    private static final int RESUME = 24_308;
    private static final int CONSENT = 24_369;

    /// What is to be done once it is certain that it was heard.
    private static void after(Change change, Runnable what) {
        change.afterwards(what);
    }

    private static Optional<String> named(Rumor rumor) {
        return Telling.json(rumor.content())
                .map(said -> said.path("callId").asString("").toLowerCase(Locale.ROOT))
                .filter(id -> !id.isEmpty());
    }

    private void rings(String call, Rumor rumor) {
        if (isRung(call, rumor.author()) || isBot(rumor.author())) calls.get().rings(call);
    }

    private boolean isBot(PublicKey who) {
        return needs.roles().may(needs.ledger(), who, Role.BOT);
    }

    private boolean isRung(String call, PublicKey who) {
        return peers.has(needs.ledger(), call, who);
    }

    private void hold(String call, Rumor rumor, boolean isHeld) {
        boolean _ = calls.get().hold(call, rumor.author().hex(), isHeld);
    }

    private void bridge(Change change, JsonNode said, Rumor rumor) {
        String call = said.path("callSid").asString("");
        String person = rumor.author().hex();
        switch (said.path("type").asString("")) {
            case "dtmf" -> {
                String digits = said.path("digits").asString("");
                after(change, () -> {
                    boolean _ = calls.get().press(call, person, digits);
                });
            }
            // They take it, and say by HTTP how they speak.
            case "answer" ->
                after(change, () -> {
                    if (isRung(call, rumor.author())) {
                        boolean _ = calls.get().claim(call, person);
                    }
                });
            case "record" ->
                after(change, () -> taped(call, person, id -> needs.tapings().want(id, Asker.PERSON)));
            case "record-stop" -> after(change, () -> taped(call, person, needs.tapings()::stop));
            case "consent" ->
                consented(change, call, person, said.path("consent").asString(""));
            default -> needs.refused().accept("bad-call");
        }
    }

    private void consented(Change change, String call, String person, String word) {
        switch (word) {
            case "verbal_yes" ->
                after(change, () -> taped(call, person, id -> needs.tapings().said(id, Asker.PERSON, true)));
            case "verbal_no" ->
                after(change, () -> taped(call, person, id -> needs.tapings().said(id, Asker.PERSON, false)));
            default -> needs.refused().accept("bad-call");
        }
    }

    /// BuildIt's word for it, which names a room; a call is one.
    private void agrees(JsonNode said, Rumor rumor) {
        boolean isYes = said.path("consented").asBoolean(false);
        String call = said.path("roomId").asString("").toLowerCase(Locale.ROOT);
        taped(call, rumor.author().hex(), id -> needs.tapings().agrees(id, isYes));
    }

    private void taped(String call, String person, Function<String, Reply> what) {
        if (!calls.get().isOf(call, person)) return;
        Reply reply = what.apply(call);
        if (reply != Reply.DONE) needs.refused().accept("recording-" + reply.word());
    }

    private void signal(Change change, Rumor rumor) {
        CallSignal signal;
        try {
            signal = CallSignal.of(rumor);
        } catch (IllegalArgumentException e) {
            needs.refused().accept("bad-call");
            return;
        }
        String call = signal.callId().value().toLowerCase(Locale.ROOT);
        PublicKey author = rumor.author();
        switch (signal) {
            case CallSignal.Offer offer -> offered(change, call, rumor, offer);
            case CallSignal.Renegotiate(var _, var sdp) -> after(change, () -> describe(call, author, sdp.text()));
            case CallSignal.Answer(var _, var sdp) -> after(change, () -> answered(call, rumor, sdp.text()));
            case CallSignal.Hangup hangup -> hungUp(change, call, rumor, hangup.reason());
            case CallSignal.Reject reject ->
                declined(
                        change,
                        call,
                        rumor,
                        reject.reason().equals("busy") ? HangupReason.BUSY : HangupReason.REJECTED);
            // We are found by what we have said, and find others by what comes from them.
            case CallSignal.Candidate _ -> {}
        }
    }

    private void offered(Change change, String call, Rumor rumor, CallSignal.Offer offer) {
        PublicKey author = rumor.author();
        String sdp = offer.sdp().text();
        if (peers.has(change, call, author)) {
            // The same again, from another network, or after their app was closed.
            after(change, () -> describe(call, author, sdp));
            return;
        }
        Peer peer = peer(rumor);
        Instant now = needs.clock().instant();
        if (Duration.between(offer.madeAt(), now).abs().compareTo(FRESH) > 0) {
            refuse(change, call, peer, "stale", HangupReason.CANCELLED);
            return;
        }
        if (!mayCall(change, author)) {
            refuse(change, call, peer, "not-allowed", HangupReason.REJECTED);
            return;
        }
        Optional<PhoneNumber> number = number(rumor);
        if (number.isEmpty()) {
            refuse(change, call, peer, "no-number", HangupReason.REJECTED);
            return;
        }
        String group = offer.context().groupId().orElse("");
        String hotline = offer.context().hotlineId().orElse("");
        boolean isHidden = rumor.tags().value("privacy").filter("id"::equals).isPresent();
        var order = new Order(author.hex(), number.get(), "", isHidden, group, hotline);
        peers.add(change, call, peer);
        switch (calls.get().place(change, call, order)) {
            case Calls.Placed.Taken _ -> after(change, () -> describe(call, author, sdp));
            case Calls.Placed.Refused(var why) -> {
                peers.remove(change, call, peer.person());
                refuse(change, call, peer, why.word(), HangupReason.REJECTED);
            }
        }
    }

    private void refuse(Change change, String call, Peer peer, String word, HangupReason reason) {
        needs.refused().accept(word);
        telling.over(change, call, peer, reason);
    }

    private boolean mayCall(Reading reading, PublicKey who) {
        return Stream.of(Role.OPERATOR, Role.ORGANIZER, Role.BOT)
                .anyMatch(role -> needs.roles().may(reading, who, role));
    }

    private Optional<PhoneNumber> number(Rumor rumor) {
        return Stream.of("tel", "to")
                .flatMap(name -> rumor.tags().value(name).stream())
                .flatMap(text -> callable(text).stream())
                .findFirst();
    }

    private Optional<PhoneNumber> callable(String text) {
        return switch (Numbers.callable(text, needs.region())) {
            case dev.muster.kit.number.Reading.Good(var number) -> Optional.of(number);
            case dev.muster.kit.number.Reading.Refused _ -> Optional.empty();
        };
    }

    private void describe(String call, PublicKey author, String text) {
        Optional<Described> described =
                Sdp.parse(text).flatMap(offer -> calls.get().describe(call, author.hex(), offer));
        needs.ledger().alter(change -> {
            Optional<Peer> peer = peers.get(change, call, author);
            if (peer.isEmpty()) return;
            switch (described.orElseGet(Described.TooLate::new)) {
                case Described.Given(var answer) -> telling.answer(change, call, peer.get(), answer);
                case Described.Refused _ -> telling.over(change, call, peer.get(), HangupReason.MEDIA_FAILURE);
                case Described.TooLate _ -> telling.over(change, call, peer.get(), HangupReason.CANCELLED);
            }
        });
    }

    private void answered(String call, Rumor rumor, String text) {
        PublicKey author = rumor.author();
        if (!isRung(call, author)) {
            needs.refused().accept("not-called");
            needs.ledger().alter(change -> answeredTooLate(change, call, rumor));
            return;
        }
        boolean isTheirs = calls.get().claim(call, author.hex());
        Optional<Sdp> answer = Sdp.parse(text);
        if (isTheirs && answer.isPresent()) {
            boolean _ = calls.get().accept(call, author.hex(), answer.get());
        }
    }

    /// Whose app slept when the telephone gave up, or when somebody else took it, hears only now that there is
    /// nothing to answer any more.
    private void answeredTooLate(Change change, String call, Rumor rumor) {
        boolean isKnown = needs.book()
                .get(change, call)
                .filter(known -> known.direction() == Direction.INBOUND)
                .isPresent();
        if (isKnown) telling.over(change, call, peer(rumor), HangupReason.CANCELLED);
    }

    private static Peer peer(Rumor rumor) {
        return new Peer(rumor.author().hex(), Kind.isCall(rumor.kind()) ? Dialect.NIP_AC : Dialect.BUILDIT);
    }

    private void hungUp(Change change, String call, Rumor rumor, String reason) {
        String person = rumor.author().hex();
        // A notifier tells that it has given up: they may still take it where they are online.
        if (needs.roles().may(change, rumor.author(), Role.BOT)) return;
        after(change, () -> {
            if (!calls.get().hangUp(call, person))
                needs.ledger()
                        .alter(later -> declined(
                                later, call, rumor, reason.equals("busy") ? HangupReason.BUSY : HangupReason.REJECTED));
        });
    }

    /// One of those who are called doesn't take it. When nobody is left, the telephone hears that.
    private void declined(Change change, String call, Rumor rumor, HangupReason why) {
        if (!peers.has(change, call, rumor.author())) return;
        peers.remove(change, call, rumor.author().hex());
        if (peers.all(change, call).isEmpty())
            after(change, () -> {
                boolean _ = calls.get().end(call, why);
            });
    }
}
