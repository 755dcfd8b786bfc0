package dev.muster.relay.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.store.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// New events reach whom they concern, once.
@Timeout(60)
class SubscriptionsTest {
    private static final Set<Integer> HIDDEN = Set.of(Kind.GIFT_WRAP);

    private final Subscriptions subscriptions = new Subscriptions();
    private final List<String> received = new ArrayList<>();

    private static Selection selection(Filter... filters) {
        return new Selection(List.of(filters), HIDDEN, 10);
    }

    private Subscriptions.Subscription add(String name, Selection... selections) {
        return subscriptions.add(List.of(selections), (_, _, _) -> received.add(name));
    }

    private int publish(Event event) {
        return subscriptions.publish(1, event, event.json());
    }

    @Test
    void B01_18_anEventThatMatchesTwoFiltersComesOnce() {
        Event note = Events.note("hi", Tag.of("t", "x"), Tag.of("t", "x"));
        add("both", selection(Filter.ALL.kinds(1), Filter.ALL.tagged('t', Set.of("x"))), selection(Filter.ALL));

        assertThat(publish(note)).isEqualTo(1);
        assertThat(received).containsExactly("both");
    }

    @Test
    void aFilterWithoutKindsDoesNotMeanHiddenOnes() {
        add("all", selection(Filter.ALL));
        add("named", selection(Filter.ALL.kinds(Kind.GIFT_WRAP)));

        publish(Events.signed(Events.ALICE, 1, Kind.GIFT_WRAP, Tags.NONE, ""));

        assertThat(received).containsExactly("named");
    }

    @Test
    void whoEndsASubscriptionWhileItIsServedDisturbsNobody() {
        var first = new Subscriptions.Subscription[1];
        first[0] = subscriptions.add(List.of(selection(Filter.ALL)), (_, _, _) -> subscriptions.remove(first[0]));
        add("second", selection(Filter.ALL));

        publish(Events.note("hi"));
        publish(Events.note("again"));

        assertThat(received).containsExactly("second", "second");
        assertThat(subscriptions.size()).isEqualTo(1);
    }

    @Test
    void anyMixOfSubscriptionsGetsWhatANaiveComparisonGives() {
        var random = new Random(1);
        record Open(Selection selection, Subscriptions.Subscription handle) {}
        Map<Integer, Open> open = new HashMap<>();
        var hit = new ArrayList<Integer>();
        int deliveries = 0;
        for (int i = 0; i < 3000; i++) {
            int name = i;
            if (random.nextInt(3) > 0 || open.isEmpty()) {
                Selection selection = selection(filter(random), filter(random));
                var handle = subscriptions.add(List.of(selection), (_, _, _) -> hit.add(name));
                open.put(name, new Open(selection, handle));
            } else {
                var any = open.values().iterator();
                subscriptions.remove(any.next().handle());
                any.remove();
            }
            if (i % 10 != 0) continue;
            Event event = event(random);
            hit.clear();
            publish(event);
            var expected = open.entrySet().stream()
                    .filter(entry -> entry.getValue().selection().matches(event))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(hit).containsExactlyInAnyOrderElementsOf(expected);
            deliveries += hit.size();
        }
        assertThat(deliveries).isGreaterThan(1000);
        assertThat(subscriptions.size()).isEqualTo(open.size());
    }

    private static Event event(Random random) {
        var tags = new ArrayList<Tag>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(Tag.of(random.nextBoolean() ? "t" : "T", "v" + random.nextInt(3)));
        }
        int kind = random.nextInt(4) == 0 ? Kind.GIFT_WRAP : random.nextInt(3);
        return Events.signed(
                random.nextBoolean() ? Events.ALICE : Events.BOB, random.nextInt(100), kind, new Tags(tags), "");
    }

    private static Filter filter(Random random) {
        Filter filter = Filter.ALL;
        if (random.nextInt(3) == 0) filter = filter.kinds(random.nextInt(3), Kind.GIFT_WRAP);
        if (random.nextInt(3) == 0) filter = filter.authors(Set.of(Events.ALICE.publicKey()));
        if (random.nextInt(3) == 0) filter = filter.tagged('t', Set.of("v0", "v" + (1 + random.nextInt(2))));
        if (random.nextInt(5) == 0) filter = filter.tagged('T', Set.of("v1"));
        if (random.nextInt(5) == 0) filter = filter.since(50);
        return filter;
    }
}
