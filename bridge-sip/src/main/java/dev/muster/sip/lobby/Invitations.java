package dev.muster.sip.lobby;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.wrap.Message;
import dev.muster.sip.gate.Refusal;
import dev.muster.sip.lobby.Summons.Summoned;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.room.Entrant;
import dev.muster.sip.room.Rooms;
import dev.muster.sip.room.Sitting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who may have telephones called into which session, and what they are answered.
public final class Invitations {
    /// By whom a call is wanted that an admin asks for on the bridge's machine.
    public static final String ADMIN = "admin";

    /// An order is for now; what is older may be left over from another time.
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final Lobby lobby;
    private final Needs needs;

    /// What they stand on.
    ///
    /// @param isKnown whether there is or was a call of that name
    /// @param newId a name for a call
    /// @param following has somebody told by wraps what becomes of a call
    /// @param region where numbers without a plus sign are
    /// @param refused hears why something did nothing: a word for a metric
    public record Needs(
            Ledger ledger,
            Rooms rooms,
            Roles roles,
            Replies replies,
            Known isKnown,
            Supplier<String> newId,
            Following following,
            String region,
            Consumer<String> refused,
            InstantSource clock) {}

    /// Which calls there are.
    @FunctionalInterface
    public interface Known {
        boolean has(Reading reading, String call);
    }

    /// Has somebody told how a call goes.
    @FunctionalInterface
    public interface Following {
        void follow(Change change, String call, PublicKey person);
    }

    /// What comes of one order.
    ///
    /// @param calls what is called, and as whom
    /// @param refusals why others aren't
    private record Result(List<Tag> calls, List<Tag> refusals, Optional<Refusal> why) {}

    public Invitations(Lobby lobby, Needs needs) {
        this.lobby = lobby;
        this.needs = needs;
    }

    /// Whether that is an order to call somebody into a session, or to leave one of them in peace.
    public boolean concern(Message message) {
        return switch (message.kind()) {
            case Kind.BUILDIT_CALL_OFFER -> Summons.isOne(message.rumor());
            case Kind.BUILDIT_CALL_HANGUP ->
                Summons.callId(message.rumor())
                        .filter(call -> lobby.isWantedBy(call, message.author().hex()))
                        .isPresent();
            default -> false;
        };
    }

    /// Hears it.
    public void heard(Change change, Message message) {
        Rumor rumor = message.rumor();
        if (message.kind() == Kind.BUILDIT_CALL_HANGUP) {
            String person = message.author().hex();
            Summons.callId(rumor)
                    .ifPresent(call -> change.afterwards(() -> {
                        boolean _ = lobby.end(call, person);
                    }));
            return;
        }
        Outcome outcome = ordered(change, rumor);
        if (outcome.isRefused()) needs.refused().accept(outcome.result());
        needs.replies().answer(change, message.author(), message.id(), outcome);
    }

    private Outcome ordered(Change change, Rumor rumor) {
        Instant made = Instant.ofEpochSecond(rumor.createdAt());
        if (Duration.between(made, needs.clock().instant()).abs().compareTo(FRESH) > 0)
            return Outcome.refused("stale", "That order is older than a minute: nobody was called.");
        Summons summons = Summons.read(rumor);
        List<Sitting> sittings = needs.rooms().sittings(change, summons.session()).stream()
                .filter(sitting -> may(change, rumor.author(), sitting))
                .toList();
        // Whoever may not isn't told either whether there is such a session.
        if (sittings.size() != 1) return Outcome.refused("not-allowed", "Only who leads a session has people called.");
        if (!sittings.getFirst().isOpen()) return Outcome.refused("not-open", "That session doesn't go on now.");
        Result result = invite(change, rumor.author(), summons, sittings.getFirst());
        List<Tag> tags = new ArrayList<>(result.calls());
        tags.addAll(result.refusals());
        String text = result.why().map(Refusal::text).orElse("");
        if (result.calls().isEmpty())
            return new Outcome(result.why().map(Refusal::word).orElse("no-number"), text, result.refusals());
        String called = result.calls().size() + (result.calls().size() == 1 ? " telephone is" : " telephones are")
                + " called: who presses 1 is in the room.";
        return Outcome.ok(
                text.isEmpty() ? called : called + " " + result.refusals().size() + " not. " + text, tags);
    }

    /// The bot that wanted the room, the session's organizer, and an admin.
    private boolean may(Reading reading, PublicKey who, Sitting sitting) {
        Roles roles = needs.roles();
        return (sitting.owner().equals(who) && roles.may(reading, who, Role.BOT))
                || (sitting.organizer().equals(who) && roles.may(reading, who, Role.ORGANIZER))
                || roles.may(reading, who, Role.ADMIN);
    }

    private Result invite(Change change, PublicKey by, Summons summons, Sitting sitting) {
        List<Tag> calls = new ArrayList<>();
        List<Tag> refusals = new ArrayList<>();
        Optional<Refusal> first = Optional.empty();
        Set<PhoneNumber> called = new HashSet<>();
        boolean isOwner = sitting.owner().equals(by);
        for (Summoned one : summons.whom()) {
            Optional<PhoneNumber> number = number(one.number());
            // However it is written, and whatever they are called: a telephone rings once.
            if (number.isPresent() && !called.add(number.get())) continue;
            String id = name(change, summons, calls.isEmpty());
            String ref = isOwner && !one.ref().isEmpty() ? one.ref() : Entrant.masked(one.number());
            Optional<Refusal> refusal = number.isEmpty()
                    ? Optional.of(new Refusal("no-number", "Expected numbers such as +12025550123."))
                    : lobby.invite(change, guest(id, sitting, number.get(), by, summons, isOwner ? one.ref() : ""));
            if (refusal.isEmpty()) {
                calls.add(Tag.of("call", id, ref));
                if (!isOwner) needs.following().follow(change, id, by);
            } else {
                refusals.add(Tag.of("refused", refusal.get().word(), ref));
                first = first.or(() -> refusal);
            }
        }
        return new Result(calls, refusals, first);
    }

    private Guest guest(String id, Sitting sitting, PhoneNumber number, PublicKey by, Summons summons, String ref) {
        Entrant who = ref.isEmpty()
                ? needs.rooms().caller(sitting.room(), Optional.of(number.e164()))
                : needs.rooms().called(ref, number.e164());
        return new Guest(id, sitting.room(), who, number, by.hex(), summons.group(), summons.language());
    }

    /// As whoever orders it calls it, if that is one and nobody else's.
    private String name(Reading reading, Summons summons, boolean isFirst) {
        return summons.call()
                .filter(_ -> isFirst)
                .filter(call -> !needs.isKnown().has(reading, call))
                .orElseGet(needs.newId());
    }

    private Optional<PhoneNumber> number(String text) {
        return switch (Numbers.callable(text, needs.region())) {
            case dev.muster.kit.number.Reading.Good(var number) -> Optional.of(number);
            case dev.muster.kit.number.Reading.Refused _ -> Optional.empty();
        };
    }

    /// An admin wants somebody called.
    ///
    /// @param session its address or the last part of it; empty: the only one that goes on
    /// @param language of what they hear; empty for that of all
    /// @return the call's name
    /// @throws IllegalArgumentException why not
    public String dial(String to, String session, String language) {
        if (!language.isEmpty() && !Phrasebook.LANGUAGES.contains(language))
            throw new IllegalArgumentException("language: one of " + String.join(", ", Phrasebook.LANGUAGES));
        PhoneNumber number =
                number(to).orElseThrow(() -> new IllegalArgumentException("expected a number such as +12025550123"));
        String id = needs.newId().get();
        Optional<Refusal> refusal = needs.ledger().change(change -> {
            Sitting sitting = only(needs.rooms().sittings(change, session), session);
            Entrant who = needs.rooms().caller(sitting.room(), Optional.of(number.e164()));
            return lobby.invite(change, new Guest(id, sitting.room(), who, number, ADMIN, "", language));
        });
        refusal.ifPresent(why -> {
            throw new IllegalArgumentException(why.text());
        });
        return id;
    }

    private static Sitting only(List<Sitting> sittings, String session) {
        if (sittings.size() > 1)
            throw new IllegalArgumentException("more than one session goes on: say which (--session)");
        if (sittings.isEmpty())
            throw new IllegalArgumentException(
                    session.isEmpty()
                            ? "no session goes on now that has its room here"
                            : "no session of that name has its room here: muster session list shows what they are"
                                    + " called");
        if (!sittings.getFirst().isOpen())
            throw new IllegalArgumentException("that session doesn't go on now: start it first (muster session start)");
        return sittings.getFirst();
    }
}
