package dev.muster.sip.call;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.call.Media.Described;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.gate.Refusal;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.CallListener;
import dev.muster.sip.ua.Dial;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.Offering;
import dev.muster.sip.ua.Origin;
import dev.muster.sip.ua.SipAgent;
import dev.muster.sip.ua.TrunkState;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All calls that go on, and every way into them.
public final class Calls implements CallListener {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int ID_BYTES = 16;
    private static final int TO_NOBODY = 404;

    /// Nobody is called who couldn't be paid.
    public static final Refusal NO_CREDITS = new Refusal("no_credits", "This month's credits are used up.");

    private final Needs needs;
    private final Means means;
    private final Optional<AppCalls> apps;
    private final Map<String, Conversation> byId = new ConcurrentHashMap<>();

    /// By the SIP call's id. Guarded by itself, also while one is dialled: what it tells must find it here.
    private final Map<String, Conversation> byLine = new HashMap<>();

    private volatile Optional<SipAgent> agent = Optional.empty();
    private volatile boolean isClosing;

    /// What calls need.
    ///
    /// @param number our number, where an order names none
    /// @param longest after which a call is ended
    /// @param apps none: nobody has one that speaks SIP
    public record Needs(
            Ledger ledger,
            Book book,
            Gate gate,
            Studio studio,
            Routing routing,
            Bell bell,
            Troubles troubles,
            String number,
            Duration longest,
            Optional<Apps> apps,
            InstantSource clock,
            SecureRandom random) {}

    /// What comes of an order.
    public sealed interface Placed {
        record Taken(CallRecord call) implements Placed {}

        record Refused(Refusal why) implements Placed {}
    }

    public Calls(Needs needs) {
        this.needs = needs;
        means = new Means(
                needs.ledger(),
                needs.book(),
                needs.studio(),
                new Exchange(),
                needs.troubles(),
                needs.longest(),
                needs.clock());
        apps = needs.apps().map(known -> new AppCalls(needs.ledger(), known, this));
    }

    /// Begins. What a crash has cut off is written down first.
    ///
    /// @param telephones none: there is no trunk
    public void start(Optional<SipAgent> telephones) {
        List<CallRecord> cut = needs.ledger().change(needs.book()::endWhatCrashed);
        if (!cut.isEmpty()) LOG.warn("{} calls were cut off when the bridge ended last time", cut.size());
        agent = telephones;
    }

    /// Takes an order for a call, or says why not. Nothing is dialled before it is [described][#describe].
    ///
    /// @param id never the same for two: see [#newId]
    public Placed place(Change change, String id, Order order) {
        return place(change, id, order, needs.studio());
    }

    Placed place(Change change, String id, Order order, Studio studio) {
        Optional<Refusal> refusal = notNow().or(
                        () -> needs.gate().refusal(order.to().e164()))
                .or(() -> needs.gate().enter(id, order.person(), order.group()));
        if (refusal.isPresent()) return new Placed.Refused(refusal.get());
        var call = new CallRecord(
                id,
                Direction.OUTBOUND,
                Phase.ORDERED,
                Optional.of(order.to().e164()),
                order.from().isEmpty() ? needs.number() : order.from(),
                order.person(),
                order.group(),
                order.hotline(),
                needs.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        if (!needs.book().begin(change, call)) {
            needs.gate().leave(id);
            return new Placed.Refused(NO_CREDITS);
        }
        byId.put(id, Conversation.of(id, order, means.with(studio)));
        return new Placed.Taken(call);
    }

    /// Why no telephone is called now, whoever wants it, if that is so.
    public Optional<Refusal> notNow() {
        if (isClosing)
            return Optional.of(new Refusal("closing", "The bridge is being stopped: try again in a minute."));
        return agent.filter(it -> !it.trunks().isEmpty()).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal("no_trunk", "There is no trunk: an admin names one (sip.trunk)."));
    }

    /// A name for a call, which nobody guesses: a UUID, as apps want it.
    public String newId() {
        // What UUID.randomUUID() does, with the randomness that we were given.
        byte[] bytes = new byte[ID_BYTES];
        needs.random().nextBytes(bytes);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        var halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong()).toString();
    }

    Optional<Conversation> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The call of that id, as far as it goes on and that person has to do with it.
    private Optional<Conversation> of(String id, String person) {
        return Optional.ofNullable(byId.get(id)).filter(call -> call.isOf(person));
    }

    /// Whether there is such a call, and they have to do with it.
    public boolean isOf(String id, String person) {
        return of(id, person).isPresent();
    }

    /// Their client says how it speaks. Empty if there is no such call, or it isn't theirs.
    public Optional<Described> describe(String id, String person, Sdp offer) {
        return of(id, person).map(call -> call.describe(offer));
    }

    /// Somebody takes the call of a telephone: says whether they are the first who does.
    public boolean claim(String id, String person) {
        return Optional.ofNullable(byId.get(id))
                .filter(call -> call.claim(person))
                .isPresent();
    }

    /// Who has taken it says how they speak, to what the [Bell] has brought them.
    public boolean accept(String id, String person, Sdp answer) {
        return of(id, person).filter(call -> call.accept(answer)).isPresent();
    }

    /// Somebody's device rings for that call.
    public void rings(String id) {
        Optional.ofNullable(byId.get(id)).ifPresent(Conversation::rings);
    }

    /// Says whether that call goes on, and is theirs.
    public boolean hold(String id, String person, boolean isHeld) {
        return with(id, person, call -> call.hold(isHeld));
    }

    /// Likewise.
    public boolean press(String id, String person, String keys) {
        return with(id, person, call -> call.press(keys));
    }

    /// Likewise.
    public boolean hangUp(String id, String person) {
        return with(id, person, Conversation::hangUp);
    }

    private boolean with(String id, String person, Consumer<Conversation> what) {
        Optional<Conversation> call = of(id, person);
        call.ifPresent(what);
        return call.isPresent();
    }

    /// Has the telephone talk to another one, if that one may be called.
    public Optional<Refusal> transfer(String id, String person, String e164) {
        Optional<Refusal> refusal = needs.gate().refusal(e164);
        if (refusal.isPresent()) return refusal;
        return of(id, person).filter(call -> call.transfer(e164)).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal("no_call", "There is no such call, or nobody has answered it."));
    }

    /// Ends a call, whosoever it is: for admins, and for who was rung and whose other devices are to be silent.
    public boolean end(String id, HangupReason reason) {
        Optional<Conversation> call = Optional.ofNullable(byId.get(id));
        call.ifPresent(it -> it.hangUp(reason));
        return call.isPresent();
    }

    public int count() {
        return byId.size();
    }

    /// Whether time has decided something about a call. To be asked once a second.
    public void look() {
        byId.values().forEach(Conversation::look);
    }

    @Override
    public void happened(CallEvent event) {
        if (event instanceof CallEvent.Incoming incoming) {
            comes(incoming);
            return;
        }
        Optional<Conversation> call;
        synchronized (byLine) {
            call = Optional.ofNullable(byLine.get(event.call().id()));
        }
        call.ifPresent(it -> it.happened(event));
        if (call.isEmpty()) apps.ifPresent(known -> known.happened(event));
    }

    @Override
    public void changed(TrunkState state) {
        LOG.info("trunk {} is {}", state.name(), state.isUp() ? "there" : "not there");
    }

    private void comes(CallEvent.Incoming incoming) {
        Call line = incoming.call();
        if (isClosing) {
            line.hangUp(HangupReason.NETWORK_FAILURE);
            return;
        }
        switch (incoming.line()) {
            case Origin.Trunk(var trunk) -> comes(incoming, trunk);
            case Origin.Account(var account) ->
                apps.ifPresentOrElse(known -> known.dialled(incoming, account), () -> line.reject(TO_NOBODY));
        }
    }

    private void comes(CallEvent.Incoming incoming, String trunk) {
        Routing.Destination destination = needs.routing().to(needs.ledger(), incoming.called());
        if (destination.isNobody() || (destination.account().isPresent() && apps.isEmpty())) {
            LOG.info("a telephone calls a number behind which there is nobody");
            incoming.call().reject(TO_NOBODY);
            return;
        }
        ring(incoming, trunk, destination);
    }

    private void ring(CallEvent.Incoming incoming, String trunk, Routing.Destination destination) {
        String id = newId();
        Call line = incoming.call();
        // A house full of people may call from one number.
        if (needs.gate().enter(id, "", destination.group()).isPresent()) {
            line.hangUp(HangupReason.BUSY);
            return;
        }
        Studio studio = destination.account().isPresent() ? apps.orElseThrow().studio() : needs.studio();
        Conversation conversation = Conversation.of(id, line, trunk, means.with(studio));
        synchronized (byLine) {
            byLine.put(line.id(), conversation);
        }
        byId.put(id, conversation);
        Optional<String> offer = conversation.greet(incoming.offer().flatMap(Sdp::parse));
        if (offer.isEmpty()) {
            conversation.hangUp(HangupReason.MEDIA_FAILURE);
            return;
        }
        var call = new CallRecord(
                id,
                Direction.INBOUND,
                Phase.RINGING,
                incoming.caller().number(),
                incoming.called(),
                "",
                destination.group(),
                destination.hotline(),
                needs.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Set<PublicKey> whom = destination.whom();
        needs.ledger().alter(change -> {
            if (!needs.book().begin(change, call)) return;
            destination
                    .account()
                    .ifPresentOrElse(
                            account -> change.afterwards(() -> apps.orElseThrow()
                                    .ring(agent.orElseThrow(), conversation, account, incoming.caller(), offer.get())),
                            () -> needs.bell().ring(change, call, whom, offer.get()));
        });
    }

    /// No more calls begin. Those that go on do.
    public void drain() {
        isClosing = true;
    }

    /// The telephone's side.
    private final class Exchange implements Means.Lines {
        @Override
        public Call dial(Conversation conversation, Order order, Offering offering) {
            String from = order.from().isEmpty() ? needs.number() : order.from();
            synchronized (byLine) {
                Call line = agent.orElseThrow().call(new Dial(order.to().e164(), from, order.isHidden(), offering));
                byLine.put(line.id(), conversation);
                return line;
            }
        }

        @Override
        public void ended(Conversation conversation) {
            byId.remove(conversation.id());
            needs.gate().leave(conversation.id());
            synchronized (byLine) {
                byLine.values().remove(conversation);
            }
            apps.ifPresent(known -> known.ended(conversation));
        }
    }
}
