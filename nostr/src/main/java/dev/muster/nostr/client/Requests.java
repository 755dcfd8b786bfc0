package dev.muster.nostr.client;

import dev.muster.nostr.client.Request.Publishing;
import dev.muster.nostr.client.Request.Question;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.message.SubscriptionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is wanted of a relay and not settled, by the name that the relay answers to.
final class Requests {
    private final Map<SubscriptionId, RelaySubscription> subscriptions = new LinkedHashMap<>();
    private final Map<SubscriptionId, RelaySubscription> gaps = new LinkedHashMap<>();
    private final Map<SubscriptionId, Question> questions = new LinkedHashMap<>();
    private final Map<EventId, List<Publishing>> publishings = new LinkedHashMap<>();

    void add(Request request) {
        switch (request) {
            case Publishing publishing ->
                publishings
                        .computeIfAbsent(publishing.event().id(), _ -> new ArrayList<>())
                        .add(publishing);
            case Question question -> questions.put(question.id(), question);
            case RelaySubscription subscription -> {
                subscriptions.put(subscription.id(), subscription);
                gaps.put(subscription.gapId(), subscription);
            }
        }
    }

    /// Whether it was still among them.
    boolean remove(Request request) {
        return switch (request) {
            case Publishing publishing -> {
                EventId id = publishing.event().id();
                List<Publishing> same = publishings.getOrDefault(id, List.of());
                boolean removed = same.contains(publishing) && same.remove(publishing);
                if (removed && same.isEmpty()) publishings.remove(id);
                yield removed;
            }
            case Question question -> questions.remove(question.id(), question);
            case RelaySubscription subscription -> {
                gaps.remove(subscription.gapId());
                yield subscriptions.remove(subscription.id(), subscription);
            }
        };
    }

    boolean isEmpty() {
        return subscriptions.isEmpty() && questions.isEmpty() && publishings.isEmpty();
    }

    /// In the order in which they are to be said.
    List<Request> all() {
        var all = new ArrayList<Request>(subscriptions.values());
        all.addAll(questions.values());
        publishings.values().forEach(all::addAll);
        return all;
    }

    List<RelaySubscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /// Whose events come under this name.
    @Nullable
    RelaySubscription subscription(SubscriptionId id) {
        RelaySubscription subscription = subscriptions.get(id);
        return subscription == null ? gaps.get(id) : subscription;
    }

    @Nullable
    Question question(SubscriptionId id) {
        return questions.get(id);
    }

    /// The same event may be published more than once at a time.
    List<Publishing> publishings(EventId id) {
        return List.copyOf(publishings.getOrDefault(id, List.of()));
    }
}
