package dev.muster.nostr.client;

import dev.muster.nostr.client.Happening.Lost;
import dev.muster.nostr.client.Request.Publishing;
import dev.muster.nostr.client.Request.Question;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.nostr.message.RelayMessage.SyncError;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.RelayMessage.Unknown;
import dev.muster.nostr.message.SubscriptionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// One connection's part of a [Conversation]: what is said, what is heard, who we are to the relay.
///
/// Owned by the conversation's thread, and like it never waits: an event that its subscription has no room for is
/// parked, and until there is room nothing more is heard, nor read from the socket.
final class Session {
    /// How long an eager client waits for a challenge before it goes on without one. Relays that send it on
    /// connecting send it at once.
    private static final Duration CHALLENGE_GRACE = Duration.ofSeconds(1);

    private final Link link;
    private final Consumer<Happening> owner;
    private final Requests requests;
    private final Timing timing;
    private final Losses losses;

    private boolean ready;
    private boolean pinged;

    private final Queue<byte[]> inbound = new ArrayDeque<>();
    private @Nullable Parked parked;

    private final Authentication authentication;
    private final boolean eager;
    private final Map<EventId, CompletableFuture<Void>> joining = new HashMap<>();
    private final Map<Request, String> refused = new LinkedHashMap<>();
    private final Set<Request> repeated = new HashSet<>();

    private final Deadline greeting = new Deadline();
    private final Deadline round = new Deadline();
    private final Deadline nextRound = new Deadline();
    private final Deadline silence = new Deadline();
    private final Deadline stall = new Deadline();

    /// An event, found good, that its subscription has no room for.
    private record Parked(RelaySubscription subscription, SubscriptionId under, Event event) {}

    /// @param eager whether to say who we are without being asked to
    Session(
            Link link,
            Consumer<Happening> owner,
            Requests requests,
            Timing timing,
            Losses losses,
            Authentication authentication,
            boolean eager) {
        this.link = link;
        this.owner = owner;
        this.requests = requests;
        this.timing = timing;
        this.losses = losses;
        this.authentication = authentication;
        this.eager = eager;
    }

    boolean isOn(Link other) {
        return link == other;
    }

    /// Whether requests are said as they come.
    boolean isReady() {
        return ready;
    }

    /// Whether the relay has taken one of our keys.
    boolean isAuthenticated() {
        return authentication.isAccepted();
    }

    void opened() {
        silence.in(timing.pingAfter());
        if (eager) greeting.in(CHALLENGE_GRACE);
        else greet();
    }

    private void greet() {
        greeting.clear();
        if (ready) return;
        ready = true;
        requests.all().forEach(this::begin);
    }

    void close() {
        link.close();
    }

    void abandon() {
        link.abandon();
    }

    Duration silence() {
        return link.silence();
    }

    private void giveUp(String why) {
        link.abandon();
        owner.accept(new Lost(link, Link.ABNORMAL, why));
    }

    // Saying

    void begin(Request request) {
        if (ready) say(request.message());
    }

    void say(ClientMessage message) {
        link.send(message, timing.answer());
    }

    void sent() {
        link.sent(timing.answer());
    }

    /// Its caller wants no more of it.
    void forget(Request request) {
        refused.remove(request);
        repeated.remove(request);
        if (!(request instanceof RelaySubscription subscription)) return;
        if (ready) {
            say(new ClientMessage.Close(subscription.id()));
            if (subscription.isFillingGap()) say(new ClientMessage.Close(subscription.gapId()));
        }
        if (parked != null && parked.subscription() == subscription) {
            parked = null;
            goOn();
        }
    }

    // Hearing

    void heard(byte[] frame) {
        inbound.add(frame);
        if (parked == null) hearInbound();
    }

    private void hearInbound() {
        while (parked == null && !inbound.isEmpty()) {
            read(inbound.remove()).ifPresent(this::hear);
            if (parked == null) link.next();
        }
    }

    private Optional<RelayMessage> read(byte[] frame) {
        try {
            return Optional.of(RelayMessage.parse(frame));
        } catch (IllegalArgumentException malformed) {
            losses.malformed();
            return Optional.empty();
        }
    }

    private void hear(RelayMessage message) {
        switch (message) {
            case Matched(var id, var event) -> matched(id, event);
            case Ok ok -> answered(ok);
            case EndOfStored end -> endOfStored(end);
            case Closed(var id, var reason) -> closed(id, reason);
            case Challenge(var challenge) -> challenged(challenge);
            case Counted counted -> answered(counted.id(), counted);
            case SyncMessage step -> answered(step.id(), step);
            case SyncError(var id, var reason, var _) -> closed(id, reason);
            case Notice _, Unknown _ -> {}
        }
    }

    private void matched(SubscriptionId id, Event event) {
        RelaySubscription subscription = requests.subscription(id);
        if (subscription == null || !subscription.wants(event)) {
            losses.unasked();
        } else if (subscription.knows(event)) {
            subscription.note(id, event, false);
        } else if (event.flaw().isPresent()) {
            losses.forged();
        } else {
            deliver(new Parked(subscription, id, event));
        }
    }

    private void deliver(Parked event) {
        if (event.subscription().deliver(event.event())) {
            event.subscription().note(event.under(), event.event(), true);
            return;
        }
        parked = event;
        stall.in(timing.stall());
    }

    /// Its consumer has taken something.
    void drained(RelaySubscription subscription) {
        Parked waiting = parked;
        if (waiting == null || waiting.subscription() != subscription) return;
        parked = null;
        deliver(waiting);
        if (parked == null) goOn();
    }

    private void goOn() {
        stall.clear();
        link.next();
        hearInbound();
    }

    private void answered(Ok ok) {
        if (authentication.take(ok)) {
            CompletableFuture<Void> joined = joining.remove(ok.id());
            if (joined != null) joined.complete(null);
            if (authentication.isToldToWait() && !nextRound.isSet()) nextRound.in(later());
            if (round.isSet() && authentication.isRoundOver()) roundOver();
            return;
        }
        for (Publishing publishing : requests.publishings(ok.id())) {
            if (ok.accepted()) publishing.accept(ok.reason());
            else refuse(publishing, ok.reason());
        }
    }

    private void answered(SubscriptionId id, RelayMessage message) {
        Question question = requests.question(id);
        if (question != null) question.answer().complete(new Answer.Given<>(message));
    }

    private void endOfStored(EndOfStored end) {
        RelaySubscription subscription = requests.subscription(end.id());
        if (subscription != null)
            subscription.endOfStored(end.id(), end.isComplete()).ifPresent(this::say);
    }

    private void closed(SubscriptionId id, String reason) {
        RelaySubscription subscription = requests.subscription(id);
        if (subscription != null) refuse(subscription, reason);
        Question question = requests.question(id);
        if (question != null) refuse(question, reason);
    }

    // Who we are

    /// Is somebody more from now on: who has said already who we are says that too.
    void join(SecretKey key, CompletableFuture<Void> known) {
        if (!authentication.hasBegun()) {
            authentication.knows(key);
            known.complete(null);
            return;
        }
        Event answer = authentication.join(key);
        joining.put(answer.id(), known);
        say(new ClientMessage.Authenticate(answer));
    }

    private void challenged(String challenge) {
        authentication.challenged(challenge);
        if (eager || !refused.isEmpty()) beginRound();
    }

    private void beginRound() {
        if (!authentication.canBegin()) return;
        greeting.clear();
        round.in(timing.answer());
        for (Event answer : authentication.answers()) say(new ClientMessage.Authenticate(answer));
    }

    /// The relay refuses a request: for good, or until it knows who we are. Then it gets the request once more.
    private void refuse(Request request, String reason) {
        boolean mayHelp = asksWhoWeAre(reason) && authentication.isPossible() && !repeated.contains(request);
        if (!mayHelp) {
            requests.remove(request);
            request.refuse(reason);
        } else if (authentication.isAccepted()) {
            // It was on its way before the relay knew us.
            repeat(request);
        } else {
            refused.put(request, reason);
            if (!round.isSet()) round.in(CHALLENGE_GRACE);
            beginRound();
        }
    }

    /// Some relays say `restricted:` to those that they have challenged and don't know yet, some put `ERROR: `
    /// before every reason.
    private boolean asksWhoWeAre(String reason) {
        String words = reason.startsWith("ERROR: ") ? reason.substring("ERROR: ".length()) : reason;
        boolean isStranger = authentication.isChallenged() && !isAuthenticated();
        return words.startsWith("auth-required:") || (words.startsWith("restricted:") && isStranger);
    }

    /// So long those wait whom the relay has told not to come so often.
    private Duration later() {
        return timing.answer().dividedBy(2);
    }

    private void roundOver() {
        round.clear();
        boolean late = eager && ready && isAuthenticated();
        greet();
        var again = new LinkedHashMap<>(refused);
        refused.clear();
        again.forEach((request, reason) -> {
            if (isAuthenticated()) {
                repeat(request);
            } else {
                requests.remove(request);
                request.refuse(reason);
            }
        });
        // What they were sent so far may have left out what is only for us.
        if (late)
            requests.subscriptions().stream()
                    .filter(open -> !again.containsKey(open))
                    .forEach(this::begin);
    }

    private void repeat(Request request) {
        repeated.add(request);
        begin(request);
    }

    // Waiting

    long nanosToNextDeadline() {
        return LongStream.of(
                        greeting.nanosLeft(),
                        round.nanosLeft(),
                        nextRound.nanosLeft(),
                        silence.nanosLeft(),
                        stall.nanosLeft(),
                        link.sending().nanosLeft())
                .min()
                .orElseThrow();
    }

    void checkDeadlines() {
        if (greeting.hasPassed()) greet();
        if (round.hasPassed()) {
            authentication.giveUpRound();
            roundOver();
        }
        if (nextRound.hasPassed()) {
            if (authentication.canBegin()) beginRound();
            else nextRound.in(later());
        }
        if (silence.hasPassed()) listen();
        if (link.sending().hasPassed()) giveUp("the relay takes nothing any more");
        Parked waiting = parked;
        if (stall.hasPassed() && waiting != null) {
            end(waiting.subscription(), "error: its consumer has taken nothing for " + timing.stall());
        }
    }

    private void end(RelaySubscription subscription, String reason) {
        subscription.refuse(reason);
        requests.remove(subscription);
        forget(subscription);
    }

    /// While an event is parked nothing is read, so nothing can be heard.
    private void listen() {
        Duration quiet = parked == null ? link.silence() : Duration.ZERO;
        if (pinged && parked == null && !link.isHeardSincePing()) {
            giveUp("the relay has shown no sign of life for " + quiet);
        } else if (quiet.compareTo(timing.pingAfter()) >= 0) {
            pinged = true;
            link.ping();
            silence.in(timing.deadAfter());
        } else {
            pinged = false;
            silence.in(timing.pingAfter().minus(quiet));
        }
    }
}
