package dev.muster.relay.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.json.JsonWriter;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.relay.live.Subscriber;
import dev.muster.relay.live.Subscriptions;
import dev.muster.relay.store.Scan;
import dev.muster.relay.store.Selection;
import dev.muster.relay.store.StoredEvent;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `REQ`: first what is stored, then EOSE, then what is new.
///
/// Nothing falls between stored and live, and nothing comes twice: what has a sequence up to [#seam] is the
/// scan's, what has a higher one is live. Live events that come during the scan wait until it is over.
///
/// Belongs to its client's thread; only [#read] runs elsewhere, and while it does nobody else touches the scan.
final class OpenRequest implements Subscriber {
    /// So much is read and handed over at once.
    private static final int PAGE_EVENTS = 500;

    private static final int PAGE_BYTES = 256 << 10;

    /// So much that is new may wait for a scan to end.
    private static final int MOST_WAITING = 8 << 20;

    /// About what a listed value takes while its request is open: itself, and its place among the subscriptions.
    private static final int VALUE_BYTES = 250;

    /// So long a scan waits for a client that doesn't read.
    private static final int PATIENCE_SECONDS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(OpenRequest.class);

    private final SubscriptionId id;
    private final Client client;
    private final Desk desk;
    private final byte[] head;
    private final Subscriptions live;
    private Asked asked;
    private Subscriptions.Subscription subscription;
    private long weight;
    private final long seam;
    private @Nullable Reading reading;
    /// Also read by whoever reads the store, to save work that nobody waits for.
    private volatile boolean over;

    /// What a client asks for, and what it gets of it.
    ///
    /// @param viewers as whom it has authenticated
    /// @param visible what they may see of it
    record Asked(List<Filter> filters, Set<PublicKey> viewers, List<Selection> visible) {}

    /// What is only there until EOSE.
    private static final class Reading {
        final List<Selection> selections;
        final Timer.Sample started = Timer.start();
        final List<byte[]> waiting = new ArrayList<>();
        int waitingBytes;

        @Nullable
        Scan scan;

        long held;
        boolean paused;
        int pauses;

        Reading(List<Selection> selections) {
            this.selections = selections;
        }
    }

    private record Page(List<byte[]> events, boolean isLast, boolean isComplete) {}

    OpenRequest(SubscriptionId id, Asked asked, Client client, Desk desk) {
        this.id = id;
        this.asked = asked;
        this.client = client;
        this.desk = desk;
        head = new JsonWriter(32).raw("[\"EVENT\",").string(id.text()).raw(",").toByteArray();
        live = desk.live().of(client.thread());
        seam = desk.store().lastCommitted();
        subscription = live.add(asked.visible(), this);
        weight = weight(asked.visible());
        desk.live().hold(weight);
        desk.meters().openSubscriptions().incrementAndGet();
        reading = new Reading(asked.visible());
    }

    /// About how much memory a request for these takes while it is open.
    static long weight(List<Selection> selections) {
        return selections.stream()
                .flatMap(selection -> selection.anyOf().stream())
                .mapToLong(filter -> VALUE_BYTES * (1L + filter.values()) + filter.textLength())
                .sum();
    }

    long weight() {
        return weight;
    }

    List<Filter> filters() {
        return asked.filters();
    }

    void start() {
        Reading now = reading;
        if (now == null) return;
        if (now.selections.stream().allMatch(selection -> selection.limit() == 0)) {
            endOfStored(now, Set.of());
        } else {
            readOn(now);
        }
    }

    /// Another key has authenticated: from now on the client may get more.
    void see(Asked more) {
        asked = more;
        live.remove(subscription);
        subscription = live.add(more.visible(), this);
        desk.live().release(weight);
        weight = weight(more.visible());
        desk.live().hold(weight);
    }

    private void readOn(Reading now) {
        try {
            desk.readers().execute(() -> read(now));
        } catch (RejectedExecutionException full) {
            endScan(now);
            refuse("rate-limited: too many requests wait to be answered, try again in a moment");
        }
    }

    private void read(Reading now) {
        if (over) {
            client.thread().execute(() -> endScan(now));
            return;
        }
        try {
            Scan scan = now.scan;
            boolean isFirst = scan == null;
            if (scan == null) now.scan = scan = desk.store().scan(now.selections, seam);
            var events = new ArrayList<byte[]>();
            int bytes = 0;
            boolean isLast = false;
            while (!isLast && events.size() < PAGE_EVENTS && bytes < PAGE_BYTES) {
                StoredEvent event = scan.next();
                isLast = event == null;
                if (event != null) {
                    byte[] json = event.json();
                    events.add(json);
                    bytes += json.length;
                }
            }
            if (isFirst && !isLast && !hold(scan, now)) {
                stop(now, "rate-limited: too much is being read, try again in a moment");
                return;
            }
            var page = new Page(events, isLast, isLast && scan.isComplete());
            client.thread().execute(() -> send(page, now));
        } catch (RuntimeException e) {
            LOG.error("a request could not be answered", e);
            stop(now, "error: the stored events could not be read");
        }
    }

    /// What fits on one page is gone at once; what doesn't waits for its client.
    private boolean hold(Scan scan, Reading now) {
        long bytes = scan.bytesLeft();
        if (!desk.readers().hold(bytes)) return false;
        now.held = bytes;
        return true;
    }

    private void stop(Reading now, String reason) {
        client.thread().execute(() -> {
            endScan(now);
            if (!over) refuse(reason);
        });
    }

    private void send(Page page, Reading now) {
        if (over) {
            endScan(now);
            return;
        }
        for (byte[] json : page.events()) client.send(head, json);
        desk.meters().delivered(page.events().size());
        if (page.isLast()) {
            endScan(now);
            endOfStored(now, Set.of(page.isComplete() ? EndOfStored.FINISH : EndOfStored.MORE));
        } else if (client.isCongested()) {
            pause(now);
        } else {
            readOn(now);
        }
    }

    private void pause(Reading now) {
        now.paused = true;
        int pause = ++now.pauses;
        Runnable giveUp = () -> {
            if (now.paused && now.pauses == pause && !over) client.close(1008, "too slow in reading stored events");
        };
        var _ = desk.timer().schedule(() -> client.thread().execute(giveUp), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void drained() {
        Reading now = reading;
        if (now == null || !now.paused) return;
        now.paused = false;
        readOn(now);
    }

    private void endScan(Reading now) {
        now.paused = false;
        if (now.scan != null) now.scan.close();
        now.scan = null;
        desk.readers().release(now.held);
        now.held = 0;
    }

    private void endOfStored(Reading now, Set<String> hints) {
        client.send(new EndOfStored(id, hints).json());
        reading = null;
        for (byte[] json : now.waiting) client.send(head, json);
        desk.meters().delivered(now.waiting.size());
        now.started.stop(desk.meters().queries());
    }

    @Override
    public boolean isOf(PublicKey person) {
        return asked.viewers().contains(person);
    }

    @Override
    public void receive(long sequence, Event event, byte[] json) {
        if (over || sequence <= seam) return;
        Reading now = reading;
        if (now == null) {
            client.send(head, json);
            desk.meters().delivered(1);
            return;
        }
        now.waiting.add(json);
        now.waitingBytes += json.length;
        if (now.waitingBytes > MOST_WAITING) refuse("error: too much that is new came meanwhile; ask again");
    }

    void refuse(String reason) {
        desk.meters().closed(reason);
        client.send(new Closed(id, reason).json());
        end();
    }

    /// Whether it was refused or ended.
    boolean isOver() {
        return over;
    }

    void end() {
        if (over) return;
        over = true;
        live.remove(subscription);
        desk.live().release(weight);
        desk.meters().openSubscriptions().decrementAndGet();
        Reading now = reading;
        // While a page is on its way the scan is somebody else's, who will find that it is over.
        if (now != null && now.paused) endScan(now);
        reading = null;
    }
}
