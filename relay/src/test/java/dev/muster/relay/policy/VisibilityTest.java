package dev.muster.relay.policy;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.nostr.event.Events.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.policy.Visibility.Nothing;
import dev.muster.relay.policy.Visibility.Some;
import dev.muster.relay.store.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-17: relays serve private messages to the people they are for, and to nobody else.
@Timeout(60)
class VisibilityTest {
    private static final SecretKey MALLORY = SecretKey.random(RANDOM);
    private static final Set<PublicKey> NOBODY = Set.of();
    private static final int[] PRIVATE = {
        Kind.LEGACY_DIRECT_MESSAGE, Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP, Kind.PUSH_SUBSCRIPTION
    };

    private final Visibility visibility = new Visibility(Access.DEFAULT, Limits.DEFAULT);

    private static Event message(int kind, SecretKey author, PublicKey recipient) {
        return signed(author, 1_700_000_000, kind, Tags.of(Tag.of("p", recipient.hex())), "");
    }

    private static boolean shows(Visibility visibility, Filter filter, Set<PublicKey> viewers, Event event) {
        return switch (visibility.page(List.of(filter), viewers)) {
            case Some(var selections) -> selections.stream().anyMatch(selection -> selection.matches(event));
            case Nothing _ -> false;
        };
    }

    private static String reason(Visibility visibility, Set<PublicKey> viewers, Filter... filters) {
        return visibility.page(List.of(filters), viewers) instanceof Nothing(var reason) ? reason : "";
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP, Kind.LEGACY_DIRECT_MESSAGE})
    void B17_1_onlyTheRecipientSeesAPrivateMessage(int kind) {
        Event message = message(kind, ALICE, BOB.publicKey());

        for (Filter filter : List.of(
                Filter.ALL,
                Filter.ALL.kinds(kind),
                Filter.ALL.ids(Set.of(message.id())),
                Filter.ALL.authors(Set.of(ALICE.publicKey())),
                Filter.ALL.tagged('p', Set.of(BOB.publicKey().hex())))) {
            assertThat(shows(visibility, filter, Set.of(BOB.publicKey()), message))
                    .isTrue();
            assertThat(shows(visibility, filter, Set.of(MALLORY.publicKey()), message))
                    .isFalse();
            assertThat(shows(visibility, filter, NOBODY, message)).isFalse();
        }
    }

    @Test
    void B04_1_theAuthorSeesTheirLegacyMessageToo() {
        Event message = message(Kind.LEGACY_DIRECT_MESSAGE, ALICE, BOB.publicKey());

        assertThat(shows(visibility, Filter.ALL, Set.of(ALICE.publicKey()), message))
                .isTrue();
        assertThat(shows(visibility, Filter.ALL.kinds(4), Set.of(ALICE.publicKey()), message))
                .isTrue();
    }

    @Test
    void B9a_1_aPushSubscriptionIsItsAuthorsAlone() {
        Event subscription = message(Kind.PUSH_SUBSCRIPTION, ALICE, BOB.publicKey());

        assertThat(shows(visibility, Filter.ALL, Set.of(ALICE.publicKey()), subscription))
                .isTrue();
        assertThat(shows(visibility, Filter.ALL, Set.of(BOB.publicKey()), subscription))
                .isFalse();
        assertThat(shows(visibility, Filter.ALL.kinds(Kind.PUSH_SUBSCRIPTION), NOBODY, subscription))
                .isFalse();
    }

    @Test
    void B42_4_severalKeysSeeWhatEachOfThemSees() {
        var both = Set.of(ALICE.publicKey(), BOB.publicKey());

        for (SecretKey recipient : List.of(ALICE, BOB)) {
            Event wrap = message(Kind.GIFT_WRAP, MALLORY, recipient.publicKey());
            assertThat(shows(visibility, Filter.ALL.kinds(Kind.GIFT_WRAP), both, wrap))
                    .isTrue();
        }
    }

    @Test
    void B42_6_authRequiredForWhoHasNotAuthenticatedAndRestrictedForAStranger() {
        Filter bobs = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', Set.of(BOB.publicKey().hex()));

        assertThat(reason(visibility, NOBODY, bobs)).startsWith("auth-required: ");
        assertThat(reason(visibility, Set.of(MALLORY.publicKey()), bobs)).startsWith("restricted: ");
        assertThat(reason(visibility, Set.of(BOB.publicKey()), bobs)).isEmpty();
    }

    @Test
    void B42_8_whatIsMixedIsServedInSilence() {
        Event wrap = message(Kind.GIFT_WRAP, ALICE, BOB.publicKey());
        Filter mixed = Filter.ALL.kinds(Kind.TEXT_NOTE, Kind.GIFT_WRAP);
        Event note = signed(ALICE, 1_700_000_000, Kind.TEXT_NOTE, Tags.NONE, "");

        assertThat(reason(visibility, NOBODY, mixed)).isEmpty();
        assertThat(shows(visibility, mixed, NOBODY, note)).isTrue();
        assertThat(shows(visibility, mixed, NOBODY, wrap)).isFalse();
        assertThat(reason(visibility, NOBODY, Filter.ALL.ids(Set.of(wrap.id()))))
                .isEmpty();
        assertThat(reason(visibility, NOBODY, Filter.ALL.kinds(Kind.GIFT_WRAP), Filter.ALL.kinds(Kind.TEXT_NOTE)))
                .isEmpty();
    }

    @Test
    void decoysInAFilterChangeNothing() {
        Filter filter = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', Set.of(BOB.publicKey().hex(), MALLORY.publicKey().hex()));

        assertThat(shows(visibility, filter, Set.of(BOB.publicKey()), message(1059, ALICE, BOB.publicKey())))
                .isTrue();
        assertThat(shows(visibility, filter, Set.of(BOB.publicKey()), message(1059, ALICE, MALLORY.publicKey())))
                .isFalse();
    }

    @Test
    void whoCannotAuthenticateNamesTheirKeyIfThatIsConfigured() {
        Access open = new Access(Set.of(), Set.of(), Access.WrapSenders.ANYONE, 0, false, true, true, false);
        var lenient = new Visibility(open, Limits.DEFAULT);
        Event wrap = message(Kind.GIFT_WRAP, ALICE, BOB.publicKey());
        Filter named = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', Set.of(BOB.publicKey().hex()));

        assertThat(shows(lenient, named, NOBODY, wrap)).isTrue();
        assertThat(shows(lenient, named, Set.of(MALLORY.publicKey()), wrap)).isFalse();
        for (Filter unnamed : List.of(Filter.ALL, Filter.ALL.kinds(1059), Filter.ALL.ids(Set.of(wrap.id())))) {
            assertThat(shows(lenient, unnamed, NOBODY, wrap)).isFalse();
        }
        assertThat(reason(lenient, NOBODY, Filter.ALL.kinds(Kind.GIFT_WRAP))).startsWith("auth-required: ");
    }

    @Test
    void B01_21_limitsAreClampedAndHaveADefault() {
        assertThat(limit(Filter.ALL)).isEqualTo(Limits.DEFAULT.defaultLimit());
        assertThat(limit(Filter.ALL.limit(0))).isZero();
        assertThat(limit(Filter.ALL.limit(1_000_000))).isEqualTo(Limits.DEFAULT.maxLimit());
        assertThat(visibility.whole(List.of(Filter.ALL), NOBODY))
                .isEqualTo(new Some(List.of(new Selection(List.of(Filter.ALL), Visibility.HIDDEN, Integer.MAX_VALUE))));
    }

    private int limit(Filter filter) {
        return visibility.page(List.of(filter), NOBODY) instanceof Some(var selections)
                ? selections.getFirst().limit()
                : -1;
    }

    /// Against the rule written down naively: it matches the filter, and it is not private or concerns a viewer.
    @Test
    void B17_1_anyFilterByAnyViewerShowsJustWhatMatchesAndMayBeSeen() {
        var random = new Random(17);
        var people = List.of(ALICE, BOB, MALLORY);
        var events = new ArrayList<Event>();
        for (SecretKey author : people) {
            for (SecretKey recipient : people) {
                for (int kind : PRIVATE) events.add(message(kind, author, recipient.publicKey()));
                events.add(message(Kind.TEXT_NOTE, author, recipient.publicKey()));
                events.add(message(Kind.REACTION, author, recipient.publicKey()));
            }
        }
        int shown = 0;
        for (int i = 0; i < 20_000; i++) {
            Filter filter = randomFilter(random, people, events);
            var viewers = Set.copyOf(
                    some(random, people.stream().map(SecretKey::publicKey).toList()));
            Event event = events.get(random.nextInt(events.size()));
            boolean expected = filter.matches(event) && maySee(viewers, event);
            assertThat(shows(visibility, filter, viewers, event))
                    .as("%s by %s", filter, viewers)
                    .isEqualTo(expected);
            if (expected) shown++;
        }
        assertThat(shown).isGreaterThan(1000);
    }

    private static boolean maySee(Set<PublicKey> viewers, Event event) {
        boolean author = viewers.contains(event.author());
        boolean recipient =
                viewers.contains(PublicKey.parse(event.tags().value("p").orElseThrow()));
        return switch (event.kind()) {
            case Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP -> recipient;
            case Kind.LEGACY_DIRECT_MESSAGE -> recipient || author;
            case Kind.PUSH_SUBSCRIPTION -> author;
            default -> true;
        };
    }

    private static Filter randomFilter(Random random, List<SecretKey> people, List<Event> events) {
        Filter filter = Filter.ALL;
        List<PublicKey> keys = people.stream().map(SecretKey::publicKey).toList();
        if (random.nextBoolean()) {
            var kinds = some(random, List.of(1, 4, 7, 1059, 21_059, 30_390));
            if (!kinds.isEmpty())
                filter = filter.kinds(kinds.stream().mapToInt(Integer::intValue).toArray());
        }
        var authors = some(random, keys);
        if (random.nextInt(3) == 0 && !authors.isEmpty()) filter = filter.authors(authors);
        var recipients = some(random, keys.stream().map(PublicKey::hex).toList());
        if (random.nextInt(3) == 0 && !recipients.isEmpty()) filter = filter.tagged('p', recipients);
        var ids = some(random, events.stream().map(Event::id).toList());
        if (random.nextInt(5) == 0 && !ids.isEmpty()) filter = filter.ids(ids);
        return filter;
    }

    private static <T> List<T> some(Random random, List<T> all) {
        return all.stream().filter(_ -> random.nextBoolean()).toList();
    }
}
