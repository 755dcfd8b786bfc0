package dev.muster.relay.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.RelayUrl;
import dev.muster.nostr.event.Tag;
import dev.muster.relay.store.Selection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which push subscriptions (kind 30390, NIP-9a) this relay fulfils.
public final class PushTerms {
    /// A push subscription is there for good, unlike a request.
    private static final int MOST_FILTERS = 20;

    private static final int MOST_VALUES = 1000;

    private final Pushing pushing;
    private final Access access;
    private final Visibility visibility;
    private final URI relay;

    public PushTerms(Pushing pushing, Access access, Visibility visibility, URI relay) {
        this.pushing = pushing;
        this.access = access;
        this.visibility = visibility;
        this.relay = relay;
    }

    /// How many one author may have.
    public int perAuthor() {
        return pushing.perAuthor();
    }

    /// Why this one is not fulfilled; empty if it is.
    Optional<String> refusal(Event event) {
        try {
            var _ = read(event);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// What it asks for.
    ///
    /// @throws IllegalArgumentException if it is not fulfilled, with what to answer
    public PushSubscription read(Event event) {
        demand(pushing.enabled(), "blocked: this relay tells no other servers of events");
        demand(!access.denied().contains(event.author()), "blocked: this author is not welcome here");
        demand(
                event.tags().values("relay").stream().anyMatch(url -> RelayUrl.means(url, relay)),
                "invalid: this push subscription is not for this relay");
        List<Filter> wanted = filters(event, "filter");
        List<Filter> ignored = filters(event, "ignore");
        demand(!wanted.isEmpty(), "invalid: a push subscription has a filter");
        demand(
                wanted.size() + ignored.size() <= MOST_FILTERS,
                "blocked: a push subscription may have " + MOST_FILTERS + " filters here");
        int values = wanted.stream().mapToInt(Filter::values).sum()
                + ignored.stream().mapToInt(Filter::values).sum();
        demand(
                values <= MOST_VALUES,
                "blocked: the filters of a push subscription may list " + MOST_VALUES + " values here");
        return new PushSubscription(
                event.id(),
                event.author(),
                event.tags().identifier(),
                callback(event),
                visible(event, wanted),
                ignored,
                event.tags().first("include_event").isPresent(),
                isOnlyOffline(event),
                event.tags().value("expiration").map(Long::parseLong).orElse(Long.MAX_VALUE));
    }

    private static void demand(boolean isSo, String refusal) {
        if (!isSo) throw new IllegalArgumentException(refusal);
    }

    private static List<Filter> filters(Event event, String tag) {
        try {
            return event.tags().values(tag).stream()
                    .map(json -> Filter.parse(json.getBytes(UTF_8)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid: a " + tag + " tag holds a filter as JSON", e);
        }
    }

    private URI callback(Event event) {
        List<String> callbacks = event.tags().values("callback");
        demand(callbacks.size() == 1, "invalid: a push subscription has one callback");
        URI callback;
        try {
            callback = new URI(callbacks.getFirst());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("invalid: the callback is no address", e);
        }
        pushing.bounds().objection(callback).ifPresent(objection -> {
            throw new IllegalArgumentException("blocked: the callback is not posted to: " + objection);
        });
        return callback;
    }

    private List<Selection> visible(Event event, List<Filter> filters) {
        return switch (visibility.whole(filters, Set.of(event.author()))) {
            case Visibility.Some(var selections) -> selections;
            case Visibility.Nothing(var reason) -> throw new IllegalArgumentException(reason);
        };
    }

    /// `["when","offline"]`, our own: what its author gets here anyway need not come another way too.
    private static boolean isOnlyOffline(Event event) {
        Optional<Tag> when = event.tags().first("when");
        when.ifPresent(tag -> demand(
                tag.value().equals("offline"), "invalid: when to push is \"offline\", or not said, which is always"));
        return when.isPresent();
    }
}
