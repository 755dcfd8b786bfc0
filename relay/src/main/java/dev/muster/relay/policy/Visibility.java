package dev.muster.relay.policy;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.relay.store.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Who may see what, for every verb that reads: stored events, live ones, counts, syncs and what EOSE hints at.
///
/// It rewrites each filter into what its asker may see of it, before anything is looked up. So what must stay
/// hidden is never found, counted or compared, and a request costs nothing for what lies in other people's
/// inboxes.
///
/// | kind | seen by |
/// |---|---|
/// | 1059, 21059 gift wraps (NIP-59) | whom they are for |
/// | 4 legacy direct messages (NIP-04) | whom they are for, and their author |
/// | 30390 push subscriptions (NIP-9a) | their author |
/// | any other | everybody |
public final class Visibility {
    /// What only certain people may see.
    public static final Set<Integer> HIDDEN =
            Set.of(Kind.LEGACY_DIRECT_MESSAGE, Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP, Kind.PUSH_SUBSCRIPTION);

    private static final Set<Integer> FOR_RECIPIENT =
            Set.of(Kind.LEGACY_DIRECT_MESSAGE, Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP);
    private static final Set<Integer> FOR_AUTHOR = Set.of(Kind.LEGACY_DIRECT_MESSAGE, Kind.PUSH_SUBSCRIPTION);

    private final boolean unauthenticatedInboxes;
    private final int defaultLimit;
    private final int maxLimit;

    public Visibility(Access access, Limits limits) {
        this.unauthenticatedInboxes = access.unauthenticatedInboxes();
        this.defaultLimit = limits.defaultLimit();
        this.maxLimit = limits.maxLimit();
    }

    /// What somebody sees of what they asked for.
    public sealed interface View {}

    /// This much. Filters that can't match anything visible are left out.
    public record Some(List<Selection> selections) implements View {}

    /// Nothing at all, whatever is stored; with what to tell them.
    public record Nothing(String reason) implements View {}

    /// What a client that has authenticated as `viewers` may get for these filters, each of them cut to what is sent at
    /// once.
    public View page(List<Filter> filters, Set<PublicKey> viewers) {
        return view(filters, viewers, defaultLimit, maxLimit);
    }

    /// What a client that has authenticated as `viewers` may count or compare: as many as they asked for.
    public View whole(List<Filter> filters, Set<PublicKey> viewers) {
        return view(filters, viewers, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private View view(List<Filter> filters, Set<PublicKey> viewers, int usualLimit, int highestLimit) {
        var selections = new ArrayList<Selection>(filters.size());
        for (Filter filter : filters) {
            List<Filter> visible = visible(filter, viewers);
            int limit = Math.min(filter.limit().orElse(usualLimit), highestLimit);
            if (!visible.isEmpty()) selections.add(new Selection(visible, HIDDEN, limit));
        }
        if (!selections.isEmpty()) return new Some(selections);
        return new Nothing(
                viewers.isEmpty()
                        ? "auth-required: private messages are shown only to those they are for; authenticate first"
                        : "restricted: private messages are shown only to those they are for");
    }

    /// Filters that together match what is both asked for and visible.
    private List<Filter> visible(Filter filter, Set<PublicKey> viewers) {
        var visible = new ArrayList<Filter>(3);
        List<Integer> named = filter.kinds();
        if (named.isEmpty()) {
            // Names no kinds, so a selection leaves out the hidden ones.
            visible.add(filter);
        } else {
            addNarrowed(
                    visible,
                    filter,
                    named.stream().filter(kind -> !HIDDEN.contains(kind)).toList());
        }
        List<Integer> inbox = namedAmong(FOR_RECIPIENT, named);
        if (viewers.isEmpty() && unauthenticatedInboxes && filter.tags().containsKey('p')) {
            addNarrowed(visible, filter, inbox);
            return visible;
        }
        // A gift wrap or direct message has one recipient, so to ask for that one replaces whoever else was asked for.
        Set<String> asked = filter.tags().get('p');
        List<String> recipients = viewers.stream()
                .map(PublicKey::hex)
                .filter(key -> asked == null || asked.contains(key))
                .toList();
        if (!recipients.isEmpty()) addNarrowed(visible, filter.tagged('p', recipients), inbox);
        List<PublicKey> authors = viewers.stream()
                .filter(key -> filter.authors().isEmpty() || filter.authors().contains(key))
                .toList();
        if (!authors.isEmpty()) addNarrowed(visible, filter.authors(authors), namedAmong(FOR_AUTHOR, named));
        return visible;
    }

    private static List<Integer> namedAmong(Set<Integer> hidden, List<Integer> named) {
        return hidden.stream()
                .filter(kind -> named.isEmpty() || named.contains(kind))
                .toList();
    }

    private static void addNarrowed(List<Filter> filters, Filter filter, Collection<Integer> kinds) {
        if (kinds.isEmpty()) return;
        filters.add(filter.kinds(kinds.stream().mapToInt(Integer::intValue).toArray()));
    }
}
