package dev.muster.relay;

import static dev.muster.relay.Posts.THEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Between what is stored and what is new nothing is lost, and nothing comes twice.
///
/// Ten people publish while fifty open and close subscriptions at random. No event comes twice, and after EOSE all
/// events come that match and were accepted by then.
@Timeout(300)
class SeamTest {
    private static final Duration TIME = Duration.ofSeconds(Boolean.getBoolean("muster.long") ? 60 : 3);
    private static final int PUBLISHERS = 10;
    private static final int SUBSCRIBERS = 50;
    /// So many events of each publisher, however slow the machine is.
    private static final int LEAST = 50;
    private static final List<String> TOPICS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback()
            .set(
                    "limits.default_limit=1000000",
                    "limits.max_limit=1000000",
                    "limits.events_per_second=0",
                    "limits.wraps_per_second=0",
                    "limits.requests_per_second=0");

    private final Queue<Event> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger complete = new AtomicInteger();
    private final Random seeds = new Random(17);
    private volatile boolean isOver;

    @Test
    void B01_22_everySubscriptionGetsEachMatchingEventExactlyOnce() throws Exception {
        int subscriptions = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var publishers = new ArrayList<Future<?>>();
            var subscribers = new ArrayList<Future<Integer>>();
            List<Wire> wires = Stream.generate(relay::client)
                    .limit(PUBLISHERS + SUBSCRIBERS)
                    .toList();
            long end = System.nanoTime() + TIME.toNanos();
            for (int i = 0; i < wires.size(); i++) {
                Wire wire = wires.get(i);
                var random = new Random(seeds.nextLong());
                if (i < PUBLISHERS) publishers.add(threads.submit(() -> publish(wire, random, end)));
                else subscribers.add(threads.submit(() -> subscribe(wire, random)));
            }
            try {
                for (Future<?> publisher : publishers) publisher.get();
            } finally {
                isOver = true;
            }
            for (Future<Integer> subscriber : subscribers) subscriptions += outcome(subscriber);
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(PUBLISHERS * LEAST);
        assertThat(subscriptions).isGreaterThan(SUBSCRIBERS);
        assertThat(complete.get()).isGreaterThan(SUBSCRIBERS);
    }

    private static int outcome(Future<Integer> subscriber) throws Exception {
        try {
            return subscriber.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError error) throw error;
            throw e;
        }
    }

    private void publish(Wire wire, Random random, long end) {
        SecretKey author = SecretKey.random(Events.RANDOM);
        for (int i = 0; i < LEAST || System.nanoTime() < end; i++) {
            Tag topic = Tag.of("t", TOPICS.get(random.nextInt(TOPICS.size())));
            // Any date, so that new ones lie all over what is stored.
            Event event = Events.signed(author, THEN + random.nextInt(1000), Kind.TEXT_NOTE, Tags.of(topic), "" + i);
            wire.store(event);
            accepted.add(event);
        }
    }

    /// Opens and closes subscriptions until all is published, and says how many.
    private int subscribe(Wire wire, Random random) {
        int subscriptions = 0;
        do {
            subscriptions++;
            Filter filter = Filter.ALL.kinds(Kind.TEXT_NOTE).tagged('t', List.of(TOPICS.get(random.nextInt(8))));
            if (random.nextInt(4) == 0) filter = filter.since(THEN + random.nextInt(1000));
            var heard = new Heard();
            wire.subscribe("x", filter);
            heard.listen(wire, random);
            // What was accepted until now is on its way, or here.
            List<EventId> due = heard.isPastStored ? idsOfAccepted(filter) : List.of();
            while (!heard.ids.containsAll(due)) heard.take(wire.next());
            wire.close("x").say("[\"WAS THAT ALL?\"]");
            while (heard.take(wire.next())) {}
            if (!due.isEmpty()) complete.incrementAndGet();
        } while (!isOver);
        return subscriptions;
    }

    private List<EventId> idsOfAccepted(Filter filter) {
        return accepted.stream().filter(filter::matches).map(Event::id).toList();
    }

    private final class Heard {
        private final Set<EventId> ids = new HashSet<>();
        private boolean isPastStored;

        /// Listens for a while, which may end before EOSE, or long after it.
        void listen(Wire wire, Random random) {
            long end = System.nanoTime() + random.nextInt(200_000_000);
            for (long left = end - System.nanoTime(); left > 0 && !isOver; left = end - System.nanoTime()) {
                wire.next(Duration.ofNanos(left)).ifPresent(this::take);
            }
        }

        /// Whether more is to come: the relay hasn't answered our last word yet.
        boolean take(RelayMessage message) {
            switch (message) {
                case Matched(var _, var event) ->
                    assertThat(ids.add(event.id())).as("comes once").isTrue();
                case EndOfStored _ -> isPastStored = true;
                case Notice _ -> {}
                case RelayMessage other -> throw new AssertionError("unexpected: " + other);
            }
            return !(message instanceof Notice);
        }
    }
}
