package dev.muster.relay.live;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Tag;
import dev.muster.relay.store.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The subscriptions of one event loop's clients, found by what a new event says of itself.
///
/// Each filter hangs on the condition of its that fewest events meet: an id, a tag's value, an author, else a
/// kind. An event is compared only with what hangs on one of its own values, so what it costs grows with its
/// matches and not with the number of subscriptions.
///
/// Belongs to one thread.
public final class Subscriptions {
    /// What a filter hangs on that states no condition of these kinds.
    private static final Object ANYTHING = new Object();

    /// A tag's letter and value.
    private record TagKey(char letter, String value) {}

    private final Map<Object, Anchors> anchors = new HashMap<>();
    private final ArrayList<Subscription> matched = new ArrayList<>();
    private long events;
    private int size;

    /// One that was added; whoever added it keeps this to take it away again.
    public static final class Subscription {
        private final Subscriber subscriber;
        private final List<Anchor> hangsOn = new ArrayList<>();
        private long lastMatch;

        private Subscription(Subscriber subscriber) {
            this.subscriber = subscriber;
        }
    }

    /// One filter at one of the values that it hangs on.
    private static final class Anchor {
        final Subscription subscription;
        final Filter filter;
        /// Kinds that the filter doesn't mean, for it names none.
        final Set<Integer> hidden;
        final Object key;
        int position;

        Anchor(Subscription subscription, Filter filter, Set<Integer> hidden, Object key) {
            this.subscription = subscription;
            this.filter = filter;
            this.hidden = hidden;
            this.key = key;
        }

        boolean matches(Event event) {
            return !hidden.contains(event.kind()) && filter.matches(event);
        }
    }

    /// All that hang on the same value, in no order.
    private static final class Anchors extends ArrayList<Anchor> {
        private static final long serialVersionUID = 1;

        Anchors() {
            super(1);
        }
    }

    public Subscription add(List<Selection> selections, Subscriber subscriber) {
        var subscription = new Subscription(subscriber);
        for (Selection selection : selections) {
            for (Filter filter : selection.anyOf()) {
                Set<Integer> hidden = filter.kinds().isEmpty() ? selection.hidden() : Set.of();
                for (Object key : rarest(filter)) hang(new Anchor(subscription, filter, hidden, key));
            }
        }
        size++;
        return subscription;
    }

    private void hang(Anchor anchor) {
        Anchors others = anchors.computeIfAbsent(anchor.key, _ -> new Anchors());
        anchor.position = others.size();
        others.add(anchor);
        anchor.subscription.hangsOn.add(anchor);
    }

    public void remove(Subscription subscription) {
        for (Anchor anchor : subscription.hangsOn) {
            Anchors others = anchors.get(anchor.key);
            if (others == null) continue;
            Anchor last = others.removeLast();
            if (last != anchor) {
                others.set(anchor.position, last);
                last.position = anchor.position;
            }
            if (others.isEmpty()) anchors.remove(anchor.key);
        }
        subscription.hangsOn.clear();
        size--;
    }

    public int size() {
        return size;
    }

    /// Hands a new event to everybody whom it concerns, once each, and says how many that are.
    int publish(long sequence, Event event, byte[] json) {
        match(event);
        // Only now, since whoever receives it may end subscriptions.
        int count = matched.size();
        for (int i = 0; i < count; i++) matched.get(i).subscriber.receive(sequence, event, json);
        matched.clear();
        return count;
    }

    /// Whether an event concerns a subscription of this person.
    boolean reach(PublicKey person, Event event) {
        match(event);
        boolean isOne = matched.stream().anyMatch(subscription -> subscription.subscriber.isOf(person));
        matched.clear();
        return isOne;
    }

    private void match(Event event) {
        events++;
        collect(anchors.get(event.id()), event);
        collect(anchors.get(event.author()), event);
        collect(anchors.get(event.kind()), event);
        collect(anchors.get(ANYTHING), event);
        for (Tag tag : event.tags()) {
            if (tag.isIndexed()) collect(anchors.get(new TagKey(tag.name().charAt(0), tag.value())), event);
        }
    }

    private void collect(@Nullable Anchors candidates, Event event) {
        if (candidates == null) return;
        for (Anchor candidate : candidates) {
            Subscription subscription = candidate.subscription;
            if (subscription.lastMatch == events || !candidate.matches(event)) continue;
            subscription.lastMatch = events;
            matched.add(subscription);
        }
    }

    /// The values that a filter hangs on: those of its rarest condition.
    private static Set<Object> rarest(Filter filter) {
        if (!filter.ids().isEmpty()) return new HashSet<>(filter.ids());
        Set<Object> rarest = new HashSet<>(filter.authors());
        for (var condition : filter.tags().entrySet()) {
            Set<String> values = condition.getValue();
            if (!rarest.isEmpty() && rarest.size() < values.size()) continue;
            rarest = new HashSet<>();
            for (String value : values) rarest.add(new TagKey(condition.getKey(), value));
        }
        if (!rarest.isEmpty()) return rarest;
        return filter.kinds().isEmpty() ? Set.of(ANYTHING) : new HashSet<>(filter.kinds());
    }
}
