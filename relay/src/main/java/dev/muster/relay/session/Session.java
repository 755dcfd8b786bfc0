package dev.muster.relay.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.ClientMessage.Authenticate;
import dev.muster.nostr.message.ClientMessage.BadEvent;
import dev.muster.nostr.message.ClientMessage.BadRequest;
import dev.muster.nostr.message.ClientMessage.BadSync;
import dev.muster.nostr.message.ClientMessage.Close;
import dev.muster.nostr.message.ClientMessage.CloseSync;
import dev.muster.nostr.message.ClientMessage.ContinueSync;
import dev.muster.nostr.message.ClientMessage.Count;
import dev.muster.nostr.message.ClientMessage.OpenSync;
import dev.muster.nostr.message.ClientMessage.Publish;
import dev.muster.nostr.message.ClientMessage.Subscribe;
import dev.muster.nostr.message.ClientMessage.Unreadable;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.relay.policy.Limits;
import dev.muster.relay.policy.Visibility;
import dev.muster.relay.store.Outcome;
import dev.muster.relay.store.Selection;
import dev.muster.relay.sync.Syncs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's conversation: takes what it says, asks policy, store and live subscriptions, answers.
///
/// Runs on the client's own thread; nothing in here blocks.
public final class Session implements Conversation {
    /// A bridge authenticates one key for each person that it speaks for.
    private static final int MOST_KEYS = 1000;

    /// About what all that a connection asks for, as long as its requests are open, may take.
    private static final long MOST_REQUESTED = 32 << 20;

    /// What all connections together ask for may take.
    private static final long MOST_REQUESTED_BY_ALL = Runtime.getRuntime().maxMemory() / 8;

    /// Beyond this a count says that it is approximate.
    private static final int MOST_COUNTED = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Client client;
    private final Desk desk;
    private final String challenge;
    private final Syncs syncs;
    private final Map<SubscriptionId, OpenRequest> requests = new HashMap<>(4);
    private Set<PublicKey> keys = Set.of();
    private boolean remindedToAuthenticate;

    /// Begins with the challenge, so that a client can authenticate before it asks for anything.
    public Session(Client client, Desk desk) {
        this.client = client;
        this.desk = desk;
        challenge = desk.newChallenge();
        syncs = new Syncs(
                new Syncs.Surroundings(desk.store(), desk.readers(), client.thread(), desk.timer(), desk.compared()),
                this::say);
        say(new Challenge(challenge));
    }

    @Override
    public void hear(byte[] message) {
        switch (ClientMessage.parse(message)) {
            case Publish(var event) -> publish(event);
            case Subscribe(var id, var filters) -> subscribe(id, filters);
            case Close(var id) -> close(id);
            case Count(var id, var filters) -> count(id, filters);
            case Authenticate(var event) -> authenticate(event);
            case OpenSync(var id, var filter, var first) -> openSync(id, filter, first);
            case ContinueSync(var id, var next) -> syncs.hear(id, next);
            case CloseSync(var id) -> syncs.close(id);
            case BadEvent(var id, var reason) -> misunderstood(id, reason);
            case BadRequest(var id, var reason) -> refuse(id, reason);
            case BadSync(var id, var reason) -> refuseSync(id, reason);
            case Unreadable(var reason) -> say(new Notice(reason));
        }
    }

    private void say(RelayMessage message) {
        client.send(message.json());
    }

    private Rules rules() {
        return desk.rules().get();
    }

    // EVENT

    private void publish(Event event) {
        // Much of what a relay hears it has heard before: look before paying for the signature.
        if (desk.store().holds(event)) {
            desk.meters().duplicate();
            answer(event, new Outcome.Duplicate());
            return;
        }
        Optional<String> refusal = crowding(event).or(() -> rules().admission().refusal(event, keys));
        if (refusal.isEmpty() && event.kind() == Kind.PUSH_SUBSCRIPTION)
            refusal = desk.pushes().flatMap(pushes -> pushes.reserve(event));
        if (refusal.isPresent()) {
            refuse(event.id(), refusal.get());
        } else if (Kind.storage(event.kind()) == Kind.Storage.EPHEMERAL) {
            pass(event);
        } else if (!desk.store().add(event, outcome -> client.thread().execute(() -> decided(event, outcome)))) {
            release(event);
            refuse(event.id(), "rate-limited: more comes in than can be written; try again in a moment");
        }
    }

    private void release(Event event) {
        if (event.kind() == Kind.PUSH_SUBSCRIPTION) desk.pushes().ifPresent(pushes -> pushes.release(event));
    }

    private Optional<String> crowding(Event event) {
        if (!rules().events().take(client.address()))
            return Optional.of("rate-limited: so many events at once are too many; wait a little");
        return rules().admission()
                .recipientOfStranger(event, keys)
                .filter(recipient -> !rules().wraps().take(client.address() + " " + recipient))
                .map(_ -> "rate-limited: so many gift wraps at once for one person are too many; wait a little");
    }

    private void decided(Event event, Outcome outcome) {
        release(event);
        desk.meters().decided(outcome);
        answer(event, outcome);
    }

    private void answer(Event event, Outcome outcome) {
        say(
                switch (outcome) {
                    case Outcome.Stored _ -> new Ok(event.id(), true, "");
                    case Outcome.Duplicate _ -> new Ok(event.id(), true, "duplicate: it is here already");
                    case Outcome.Outdated _ -> new Ok(event.id(), false, "duplicate: a newer version is here");
                    case Outcome.Deleted _ -> new Ok(event.id(), false, "blocked: it was deleted");
                    case Outcome.MailboxFull _ -> new Ok(event.id(), false, "blocked: this recipient's inbox is full");
                    case Outcome.Failed _ -> new Ok(event.id(), false, "error: it could not be stored");
                });
    }

    private void refuse(EventId id, String reason) {
        desk.meters().refused(reason);
        remindToAuthenticate(reason);
        say(new Ok(id, false, reason));
    }

    private void pass(Event event) {
        desk.meters().passedOn();
        boolean tells = rules().tellIfNobodyListens() && event.kind() == Kind.EPHEMERAL_GIFT_WRAP && !keys.isEmpty();
        desk.live().pass(event, reached -> {
            if (tells) client.thread().execute(() -> say(reachedAnybody(event, reached)));
        });
        if (!tells) say(new Ok(event.id(), true, ""));
    }

    private static Ok reachedAnybody(Event event, int reached) {
        return reached > 0
                ? new Ok(event.id(), true, "")
                : new Ok(event.id(), false, "mute: nobody was there to receive it");
    }

    private void misunderstood(Optional<EventId> id, String reason) {
        if (id.isPresent()) refuse(id.get(), reason);
        else say(new Notice(reason));
    }

    // REQ, CLOSE

    private void subscribe(SubscriptionId id, List<Filter> filters) {
        close(id);
        desk.meters().request();
        Optional<String> tooMuch = tooMuch(filters);
        if (tooMuch.isEmpty()) requests.values().removeIf(OpenRequest::isOver);
        int most = rules().limits().subscriptions();
        if (tooMuch.isPresent()) {
            refuse(id, tooMuch.get());
        } else if (requests.size() >= most) {
            refuse(id, "blocked: a connection may have " + most + " subscriptions here; close one first");
        } else {
            switch (rules().visibility().page(filters, keys)) {
                case Visibility.Nothing(var reason) -> refuse(id, reason);
                case Visibility.Some(var selections) -> {
                    Optional<String> noRoom = noRoom(OpenRequest.weight(selections));
                    if (noRoom.isPresent()) refuse(id, noRoom.get());
                    else open(id, new OpenRequest.Asked(filters, keys, selections));
                }
            }
        }
    }

    private void open(SubscriptionId id, OpenRequest.Asked asked) {
        var request = new OpenRequest(id, asked, client, desk);
        requests.put(id, request);
        request.start();
    }

    private void close(SubscriptionId id) {
        OpenRequest request = requests.remove(id);
        if (request != null) request.end();
    }

    /// Why nothing that heavy may be open besides what is; empty if it may.
    private Optional<String> noRoom(long weight) {
        long open = requests.values().stream()
                .filter(request -> !request.isOver())
                .mapToLong(OpenRequest::weight)
                .sum();
        if (open + weight > MOST_REQUESTED) {
            return Optional.of(
                    "blocked: the open requests of this connection ask for too many values; close one first");
        }
        return desk.live().held() + weight > MOST_REQUESTED_BY_ALL
                ? Optional.of("rate-limited: too much is asked for by all who are here; try again in a while")
                : Optional.empty();
    }

    private Optional<String> tooOften() {
        return rules().requests().take(client.address())
                ? Optional.empty()
                : Optional.of("rate-limited: so many requests at once are too many; wait a little");
    }

    private Optional<String> tooMuch(List<Filter> filters) {
        Limits limits = rules().limits();
        Optional<String> tooOften = tooOften();
        if (tooOften.isPresent()) return tooOften;
        if (filters.size() > limits.filters()) {
            return Optional.of(
                    "blocked: a request may have " + limits.filters() + " filters here, not " + filters.size());
        }
        int values = filters.stream().mapToInt(Filter::values).sum();
        if (values > limits.filterValues()) {
            return Optional.of("blocked: the filters of a request may list " + limits.filterValues()
                    + " values here, not " + values);
        }
        return Optional.empty();
    }

    private void refuse(SubscriptionId id, String reason) {
        desk.meters().closed(reason);
        remindToAuthenticate(reason);
        say(new Closed(id, reason));
    }

    // COUNT

    private void count(SubscriptionId id, List<Filter> filters) {
        desk.meters().count();
        Optional<String> tooMuch = tooMuch(filters);
        if (tooMuch.isPresent()) {
            refuse(id, tooMuch.get());
            return;
        }
        switch (rules().visibility().whole(filters, keys)) {
            case Visibility.Nothing(var reason) -> refuse(id, reason);
            case Visibility.Some(var selections) -> {
                try {
                    desk.readers().execute(() -> count(id, filters, selections));
                } catch (RejectedExecutionException full) {
                    refuse(id, "rate-limited: too many requests wait to be answered, try again in a moment");
                }
            }
        }
    }

    private void count(SubscriptionId id, List<Filter> filters, List<Selection> selections) {
        var counted = new Object() {
            int events;
        };
        try {
            desk.store().forEachId(selections, (_, _, _) -> ++counted.events < MOST_COUNTED);
            client.thread().execute(() -> say(new Counted(id, counted.events, counted.events == MOST_COUNTED)));
        } catch (RuntimeException e) {
            LOG.error("a count of {} filters failed", filters.size(), e);
            client.thread().execute(() -> refuse(id, "error: the stored events could not be counted"));
        }
    }

    // AUTH

    private void authenticate(Event event) {
        Optional<String> refusal = tooOften()
                .or(() -> ClientAuthentication.flaw(
                                event, desk.relay(), challenge, desk.clock().instant())
                        .map(flaw -> "invalid: " + flaw))
                .or(() -> rules().denied().contains(event.author())
                        ? Optional.of("restricted: this key is not welcome here")
                        : Optional.empty())
                .or(() -> keys.size() >= MOST_KEYS && !keys.contains(event.author())
                        ? Optional.of("restricted: a connection may authenticate " + MOST_KEYS + " keys")
                        : Optional.empty());
        say(new Ok(event.id(), refusal.isEmpty(), refusal.orElse("")));
        if (refusal.isPresent() || keys.contains(event.author())) return;
        var more = new HashSet<>(keys);
        more.add(event.author());
        keys = more;
        desk.meters().authenticated();
        // Open subscriptions get from now on what this key may see as well.
        for (OpenRequest request : requests.values()) {
            if (request.isOver()) continue;
            if (rules().visibility().page(request.filters(), keys) instanceof Visibility.Some(var selections)) {
                Optional<String> noRoom = noRoom(OpenRequest.weight(selections) - request.weight());
                if (noRoom.isPresent()) request.refuse(noRoom.get());
                else request.see(new OpenRequest.Asked(request.filters(), keys, selections));
            }
        }
    }

    /// Some clients take note of a challenge only when they need it.
    private void remindToAuthenticate(String reason) {
        if (remindedToAuthenticate || !reason.startsWith("auth-required:")) return;
        remindedToAuthenticate = true;
        say(new Challenge(challenge));
    }

    // NEG-OPEN

    private void openSync(SubscriptionId id, Filter filter, byte[] first) {
        desk.meters().sync();
        Optional<String> tooMuch = tooMuch(List.of(filter));
        if (tooMuch.isPresent()) {
            refuseSync(id, tooMuch.get());
            return;
        }
        switch (rules().visibility().whole(List.of(filter), keys)) {
            case Visibility.Nothing(var reason) -> refuseSync(id, reason);
            case Visibility.Some(var selections) -> syncs.open(id, selections, first, rules().limits());
        }
    }

    /// After an error a sync is over, also one that was open under this id before (NIP-77).
    private void refuseSync(SubscriptionId id, String reason) {
        syncs.close(id);
        desk.meters().closed(reason);
        remindToAuthenticate(reason);
        say(new SyncError(id, reason, OptionalLong.empty()));
    }

    @Override
    public void drained() {
        for (OpenRequest request : requests.values()) request.drained();
    }

    @Override
    public void ended() {
        for (OpenRequest request : requests.values()) request.end();
        requests.clear();
        syncs.end();
    }
}
