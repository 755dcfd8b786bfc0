package dev.muster.sip.lobby;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Calls;
import dev.muster.sip.call.Phase;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.gate.Refusal;
import dev.muster.sip.menu.Guesses;
import dev.muster.sip.menu.JoinMenu;
import dev.muster.sip.menu.PinMenu;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.room.Entrant;
import dev.muster.sip.room.Rooms;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.Dial;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.Origin;
import dev.muster.sip.ua.SipAgent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Everybody who is on a telephone because of a session: those who have called a number behind which sessions are, and
/// those whom we have called.
public final class Lobby implements AutoCloseable {
    private final Means means;
    private final Guesses guesses;

    /// By the SIP call's id. Guarded by itself, also while one is dialled: what it tells must find it here.
    private final Map<String, Caller> callers = new HashMap<>();

    private volatile Optional<SipAgent> agent = Optional.empty();

    /// What callers are received with.
    ///
    /// @param protection whether voices are encrypted on a way
    /// @param owner whose app an account is, if anybody's
    /// @param newId a name for a call
    /// @param notNow why no telephone may be called at the moment
    /// @param number ours, which those see who are called
    /// @param longest after which a call is ended
    public record Means(
            Ledger ledger,
            Book book,
            Gate gate,
            Rooms rooms,
            PhoneLegs legs,
            Function<Origin, Protection> protection,
            Beat beat,
            Phrasebook phrases,
            Function<String, Optional<PublicKey>> owner,
            Supplier<String> newId,
            Supplier<Optional<Refusal>> notNow,
            String number,
            Duration longest,
            InstantSource clock) {}

    /// @param guesses shared by all callers, so that nobody begins anew by calling again
    public Lobby(Means means, Guesses guesses) {
        this.means = means;
        this.guesses = guesses;
    }

    /// Telephones can be called from now on.
    ///
    /// @param telephones none: there is no trunk
    public void start(Optional<SipAgent> telephones) {
        agent = telephones;
    }

    /// Takes a call, or refuses it.
    public void comes(CallEvent.Incoming incoming) {
        String id = means.newId().get();
        Call call = incoming.call();
        // A house full of people may call from one number.
        if (means.gate().enter(id, "", "").isPresent()) {
            call.hangUp(HangupReason.BUSY);
            return;
        }
        Optional<String> number = incoming.caller().number();
        var visitor = new Visitor(
                record(id, Direction.INBOUND, Phase.RINGING, number, incoming.called(), "", ""),
                new PinMenu(means.rooms(), guesses, number.orElse("")),
                room -> entrant(room, incoming.line(), number),
                means.phrases(),
                Optional.empty());
        var caller = new Caller(visitor, means, () -> gone(id, call));
        synchronized (callers) {
            callers.put(call.id(), caller);
        }
        caller.calls(call, incoming.offer(), incoming.line());
    }

    private Entrant entrant(UUID room, Origin from, Optional<String> number) {
        return switch (from) {
            case Origin.Account(var name) ->
                means.rooms().app(room, name, means.owner().apply(name));
            case Origin.Trunk _ -> means.rooms().caller(room, number);
        };
    }

    private CallRecord record(
            String id,
            Direction direction,
            Phase phase,
            Optional<String> number,
            String line,
            String person,
            String group) {
        return new CallRecord(
                id,
                direction,
                phase,
                number,
                line,
                person,
                group,
                "",
                means.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void gone(String id, Call call) {
        synchronized (callers) {
            callers.remove(call.id());
        }
        means.gate().leave(id);
    }

    /// Has somebody called who is in the room once they press 1; or says why not. They are dialled when the change is
    /// durable, and by no other.
    Optional<Refusal> invite(Change change, Guest guest) {
        String number = guest.number().e164();
        boolean isCalled = all().stream().anyMatch(caller -> caller.visitor().isFor(guest.room(), number));
        if (isCalled) return Optional.of(new Refusal("called_already", "That one is being called, or is there."));
        Optional<Refusal> refusal = means.notNow()
                .get()
                .or(() -> means.gate().refusal(number))
                .or(() -> means.gate().invite(guest.call(), guest.room(), guest.group()));
        if (refusal.isPresent()) return refusal;
        CallRecord call = record(
                guest.call(),
                Direction.OUTBOUND,
                Phase.ORDERED,
                Optional.of(number),
                means.number(),
                guest.by(),
                guest.group());
        if (!means.book().begin(change, call)) {
            means.gate().leave(guest.call());
            return Optional.of(Calls.NO_CREDITS);
        }
        change.afterwards(() -> dial(call, guest));
        return Optional.empty();
    }

    private void dial(CallRecord record, Guest guest) {
        var visitor = new Visitor(
                record,
                new JoinMenu(guest.room()),
                _ -> guest.who(),
                means.phrases().in(guest.language()),
                Optional.of(guest.room()));
        var ours = new AtomicReference<Call>();
        var caller = new Caller(visitor, means, () -> gone(record.id(), ours.get()));
        means.ledger().alter(change -> means.book().reach(change, record.id(), Phase.DIALLED));
        synchronized (callers) {
            Call call =
                    agent.orElseThrow().call(new Dial(guest.number().e164(), means.number(), false, caller.offering()));
            ours.set(call);
            callers.put(call.id(), caller);
            caller.begin(call);
        }
    }

    private List<Caller> all() {
        synchronized (callers) {
            return List.copyOf(callers.values());
        }
    }

    /// Something happens to a call. Says whether it is one of these.
    public boolean happened(CallEvent event) {
        Optional<Caller> caller;
        synchronized (callers) {
            caller = Optional.ofNullable(callers.get(event.call().id()));
        }
        caller.ifPresent(it -> it.happened(event));
        return caller.isPresent();
    }

    /// Ends a call, whosoever it is. Says whether it goes on.
    public boolean end(String id) {
        return end(id, HangupReason.COMPLETED, _ -> true);
    }

    /// Whether that call goes on, and they wanted it.
    boolean isWantedBy(String id, String person) {
        return all().stream()
                .anyMatch(caller ->
                        caller.visitor().id().equals(id) && caller.visitor().isWantedBy(person));
    }

    /// Who wanted a call doesn't any more. Says whether it goes on, and was theirs.
    boolean end(String id, String person) {
        return end(id, HangupReason.CANCELLED, caller -> caller.visitor().isWantedBy(person));
    }

    private boolean end(String id, HangupReason why, Predicate<Caller> may) {
        Optional<Caller> caller = all().stream()
                .filter(one -> one.visitor().id().equals(id))
                .filter(may)
                .findFirst();
        caller.ifPresent(it -> it.hangUpFor(why));
        return caller.isPresent();
    }

    /// How many there are.
    public int size() {
        return all().size();
    }

    /// Waits until those have gone who were hung up on just now: that is still to be written down.
    @Override
    public void close() {
        try {
            for (Caller caller : all()) caller.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
