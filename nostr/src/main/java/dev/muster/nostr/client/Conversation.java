package dev.muster.nostr.client;

import dev.muster.nostr.client.Happening.Drained;
import dev.muster.nostr.client.Happening.Heard;
import dev.muster.nostr.client.Happening.Joined;
import dev.muster.nostr.client.Happening.Lost;
import dev.muster.nostr.client.Happening.Made;
import dev.muster.nostr.client.Happening.Opened;
import dev.muster.nostr.client.Happening.Said;
import dev.muster.nostr.client.Happening.Sent;
import dev.muster.nostr.client.Happening.Settled;
import dev.muster.nostr.client.Happening.Stopped;
import dev.muster.nostr.client.Happening.Wanted;
import dev.muster.nostr.client.Request.Question;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that a client and one relay have to do with each other, over as many connections as it takes.
///
/// One thread owns everything from here on down; it takes one [Happening] after the other and waits for nothing
/// else. It connects when something is wanted, has every unsettled [Request] said again on each new connection, and
/// comes back after each loss with growing pauses, whatever the close code; only 4000 is taken as the wish not to
/// see us again.
final class Conversation implements Consumer<Happening> {
    /// An early draft of NIP-01: "it means the client shouldn't try to connect again".
    private static final int DO_NOT_COME_BACK = 4000;

    private static final String CLOSED = "closed: this client is closed";

    private final URI relay;
    private final Link.Way way;
    private Authentication.Identity identity;
    private final Timing timing;
    private final Limits limits;
    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private final Losses losses = new Losses();

    private final Requests requests = new Requests();
    private final List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();
    private final Deadline retry = new Deadline();
    private @Nullable Session session;
    private @Nullable Long openedAt;
    private int failures;
    private boolean wasAuthenticated;
    private boolean stopped;
    private volatile boolean over;

    Conversation(Link.Way way, Authentication.Identity identity, Timing timing, Limits limits) {
        this.relay = way.relay();
        this.way = way;
        this.identity = identity;
        this.timing = timing;
        this.limits = limits;
    }

    void start() {
        Thread.ofVirtual().name("relay " + relay.getAuthority()).start(this::run);
    }

    @Override
    public void accept(Happening happening) {
        happenings.add(happening);
        if (over) turnAway();
    }

    Losses losses() {
        return losses;
    }

    private void run() {
        try {
            while (!stopped) {
                Happening next = happenings.poll(nanosToNextDeadline(), TimeUnit.NANOSECONDS);
                if (next != null) take(next);
                checkDeadlines();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (session != null) session.close();
            end(CLOSED);
            tellWaiting(Optional.of(CLOSED));
            over = true;
            turnAway();
        }
    }

    /// What comes after the end must not wait for it.
    private void turnAway() {
        for (Happening late = happenings.poll(); late != null; late = happenings.poll()) {
            if (late instanceof Made(var request)) request.refuse(CLOSED);
            if (late instanceof Joined(var _, var known)) known.complete(null);
            if (late instanceof Wanted(var obstacle)) obstacle.complete(Optional.of(CLOSED));
        }
    }

    private void take(Happening happening) {
        Session current = session;
        switch (happening) {
            case Opened(var on) -> {
                if (current != null && current.isOn(on)) opened(current);
            }
            case Heard(var on, var frame) -> {
                if (current != null && current.isOn(on)) current.heard(frame);
            }
            case Sent(var on) -> {
                if (current != null && current.isOn(on)) current.sent();
            }
            case Lost(var on, var code, var why) -> {
                if (current != null && current.isOn(on)) lost(current, code, why);
            }
            case Drained(var subscription) -> {
                if (current != null) current.drained(subscription);
            }
            case Joined(var key, var known) -> {
                identity = identity.and(key);
                if (current == null) known.complete(null);
                else current.join(key, known);
            }
            case Made(var request) -> made(request);
            case Settled(var request) -> {
                if (requests.remove(request) && current != null) current.forget(request);
            }
            case Said(var message) -> {
                if (current != null && current.isReady()) current.say(message);
            }
            case Wanted(var obstacle) -> waiting.add(obstacle);
            case Stopped() -> stopped = true;
        }
    }

    private void made(Request request) {
        boolean ready = session != null && session.isReady();
        if (!ready && request instanceof Question question && !question.canBeRepeated()) {
            question.lost();
            return;
        }
        requests.add(request);
        if (session != null) session.begin(request);
    }

    private long nanosToNextDeadline() {
        Session current = session;
        return current == null ? retry.nanosLeft() : current.nanosToNextDeadline();
    }

    private void checkDeadlines() {
        Session current = session;
        if (current != null) {
            current.checkDeadlines();
            if (current.isReady()) tellWaiting(Optional.empty());
            return;
        }
        boolean pausing = retry.isSet() && !retry.hasPassed();
        if (!pausing && !(requests.isEmpty() && waiting.isEmpty())) connect();
    }

    private void connect() {
        Link link = Link.open(way, timing.connect(), limits.messageBytes(), this);
        boolean eager = identity.isKnown() && (identity.eager() || wasAuthenticated);
        session = new Session(link, this, requests, timing, losses, new Authentication(identity, relay), eager);
    }

    private void opened(Session opened) {
        openedAt = System.nanoTime();
        opened.opened();
    }

    private void lost(Session lost, int code, String why) {
        lost.abandon();
        session = null;
        wasAuthenticated |= lost.isAuthenticated();
        requests.questions().stream()
                .filter(question -> !question.canBeRepeated())
                .forEach(Question::lost);
        for (RelaySubscription open : requests.subscriptions()) open.interrupted(lost.silence());
        tellWaiting(Optional.of(why));
        if (code == DO_NOT_COME_BACK) end("blocked: " + why);
        retry.in(pause());
    }

    /// A relay that takes us and drops us again soon is treated like one that doesn't take us: a connection counts as a
    /// failure unless it lasted longer than the pause that would follow.
    private Duration pause() {
        boolean lasted = openedAt != null
                && System.nanoTime() - openedAt
                        > timing.retry().longest(failures).toNanos();
        openedAt = null;
        failures = lasted ? 0 : failures + 1;
        return timing.retry().pause(Math.max(0, failures - 1), identity.random());
    }

    private void tellWaiting(Optional<String> obstacle) {
        waiting.forEach(waiter -> waiter.complete(obstacle));
        waiting.clear();
    }

    private void end(String reason) {
        for (Request request : requests.all()) {
            requests.remove(request);
            request.refuse(reason);
        }
    }
}
