package dev.muster.nostr.client;

import dev.muster.nostr.client.Happening.Drained;
import dev.muster.nostr.client.Happening.Settled;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.SubscriptionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A subscription at one relay, across its connections.
///
/// On every connection but the first it catches up: what [Progress] says is asked for again, and if the relay cut
/// that off, the rest by [Pages] under a second id, while new events already flow under the first.
final class RelaySubscription implements Subscription, Request {
    private final SubscriptionId id;
    private final SubscriptionId gapId;
    private final List<Filter> filters;
    private final Consumer<Happening> owner;
    private final Buffer buffer;

    // Owned by the conversation.
    private final RecentIds delivered;
    private final Progress progress;
    private final Queue<Pages> gap = new ArrayDeque<>();
    private @Nullable Pages firstPage;
    private boolean announced;

    RelaySubscription(
            SubscriptionId id, List<Filter> filters, Limits limits, InstantSource clock, Consumer<Happening> owner) {
        this.id = id;
        this.gapId = new SubscriptionId(id.text() + "+");
        this.filters = List.copyOf(filters);
        this.owner = owner;
        this.buffer = new Buffer(limits.bufferBytes(), () -> owner.accept(new Drained(this)));
        this.delivered = new RecentIds(limits.rememberedIds());
        this.progress = new Progress(this.filters, clock);
    }

    // What its consumer does

    @Override
    public Incoming next() throws InterruptedException {
        return buffer.next();
    }

    @Override
    public Optional<Incoming> next(Duration patience) throws InterruptedException {
        return buffer.next(patience);
    }

    @Override
    public void close() {
        buffer.end("closed");
        buffer.clear();
        owner.accept(new Settled(this));
    }

    // What the conversation does

    SubscriptionId id() {
        return id;
    }

    /// Under which the rest is asked for that a relay cut off.
    SubscriptionId gapId() {
        return gapId;
    }

    @Override
    public ClientMessage message() {
        gap.clear();
        // Of several filters nobody can tell where each was cut off.
        firstPage = progress.next().size() == 1 ? new Pages(progress.next().getFirst()) : null;
        return new ClientMessage.Subscribe(id, progress.next());
    }

    @Override
    public void refuse(String reason) {
        buffer.end(reason);
    }

    boolean knows(Event event) {
        return delivered.contains(event.id());
    }

    boolean wants(Event event) {
        for (Filter filter : filters) if (filter.matches(event)) return true;
        return false;
    }

    /// Hands it to the consumer; false if there is no room for it.
    boolean deliver(Event event) {
        if (!buffer.offer(new Arrived(event))) return false;
        delivered.add(event.id());
        progress.delivered(event);
        return true;
    }

    /// Takes note that an event has come under one of the ids, so as to know where the relay cut off.
    void note(SubscriptionId under, Event event, boolean isNew) {
        Pages page = under.equals(gapId) ? gap.peek() : firstPage;
        if (page != null) page.note(event, isNew);
    }

    /// The relay has sent what it would.
    ///
    /// @return what to ask for next, if something may be missing
    Optional<ClientMessage> endOfStored(SubscriptionId under, boolean complete) {
        if (under.equals(gapId)) {
            Pages page = gap.peek();
            if (page != null && !page.turn(complete)) gap.remove();
        } else if (!announced) {
            announced = true;
            buffer.offer(new EndOfStored(complete));
        } else if (progress.isResuming() && !complete) {
            prepareGap();
        }
        firstPage = null;
        Pages page = gap.peek();
        if (page != null) return Optional.of(new ClientMessage.Subscribe(gapId, List.of(page.page())));
        progress.caughtUp(complete);
        return under.equals(gapId) ? Optional.of(new ClientMessage.Close(gapId)) : Optional.empty();
    }

    private void prepareGap() {
        Pages first = firstPage;
        if (first == null) {
            for (Filter filter : progress.next()) gap.add(new Pages(filter));
        } else if (first.turn(false)) {
            gap.add(first);
        }
    }

    boolean isFillingGap() {
        return !gap.isEmpty();
    }

    void interrupted(Duration silence) {
        gap.clear();
        progress.interrupted(silence);
    }
}
