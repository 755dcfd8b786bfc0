package dev.muster.relay;

import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Any filters by any viewers, compared with a naive reference: all events, those that match, those that may be seen.
@Timeout(600)
class VisibilityDifferenceTest {
    private static final boolean LONG = Boolean.getBoolean("muster.long");
    private static final Comparator<Event> NEWEST_FIRST = Comparator.comparingLong(Event::createdAt)
            .reversed()
            .thenComparing(event -> event.id().hex());
    private static final List<Integer> KINDS =
            List.of(Kind.TEXT_NOTE, Kind.REACTION, Kind.LEGACY_DIRECT_MESSAGE, Kind.GIFT_WRAP, Kind.PUSH_SUBSCRIPTION);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback()
            .set(
                    "limits.requests_per_second=0",
                    "limits.events_per_second=0",
                    "limits.wraps_per_second=0",
                    "limits.max_limit=100",
                    "push.per_author=10000");

    private final long seed = LONG ? new Random().nextLong() : 17;
    private final Random random = new Random(seed);
    private final List<SecretKey> people =
            Stream.generate(() -> SecretKey.random(Events.RANDOM)).limit(4).toList();
    private final List<Event> stored = new ArrayList<>();
    private final Map<Set<SecretKey>, Wire> wires = new HashMap<>();

    private record Question(Set<SecretKey> viewers, List<Filter> filters) {}

    @Test
    void B17_1_anyFiltersByAnyViewersGiveWhatANaiveReferenceGives() {
        for (int i = 0; i < 300; i++) publish(any(KINDS));
        for (int round = 0; round < (LONG ? 20_000 : 300); round++) check(question());
    }

    @Test
    void B17_1_anyOpenSubscriptionGetsWhatItsViewersMaySeeAndNothingElse() {
        for (int round = 0; round < (LONG ? 200 : 5); round++) checkLive();
    }

    // What is published and asked

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private List<PublicKey> somePeople() {
        return people.stream()
                .filter(_ -> random.nextInt(3) == 0)
                .map(SecretKey::publicKey)
                .toList();
    }

    private Event publish(int kind) {
        var tags = new ArrayList<Tag>();
        tags.add(to(any(people).publicKey()));
        if (random.nextBoolean()) tags.add(Tag.of("t", any(List.of("x", "y"))));
        // No two are the same, nor versions of each other.
        tags.add(Tag.of("d", Long.toHexString(random.nextLong())));
        if (kind == Kind.PUSH_SUBSCRIPTION) {
            tags.add(Tag.of("relay", relay.url().toString()));
            tags.add(Tag.of("callback", "https://push.example.org/x"));
            tags.add(Tag.of("filter", "{\"kinds\":[1]}"));
            // Nothing goes out, and none is removed for it.
            tags.add(Tag.of("ignore", "{}"));
        }
        Event event = Events.signed(any(people), THEN + random.nextInt(20), kind, new Tags(tags), "");
        wires.computeIfAbsent(Set.of(), _ -> relay.client()).store(event);
        if (kind != Kind.EPHEMERAL_GIFT_WRAP) stored.add(event);
        return event;
    }

    private Question question() {
        var viewers = new HashSet<SecretKey>();
        for (int i = random.nextInt(3); i > 0; i--) viewers.add(any(people));
        Supplier<Filter> filter = this::filter;
        return new Question(
                Set.copyOf(viewers),
                Stream.generate(filter).limit(1 + random.nextInt(3)).toList());
    }

    private Filter filter() {
        Filter filter = Filter.ALL;
        if (random.nextInt(3) == 0) {
            int[] kinds = KINDS.stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .mapToInt(Integer::intValue)
                    .toArray();
            if (kinds.length > 0) filter = filter.kinds(kinds);
        }
        if (random.nextInt(5) == 0 && !stored.isEmpty()) {
            filter = filter.ids(Stream.generate(() -> any(stored).id())
                    .limit(1 + random.nextInt(40))
                    .toList());
        }
        List<PublicKey> authors = somePeople();
        if (random.nextInt(4) == 0 && !authors.isEmpty()) filter = filter.authors(authors);
        List<String> recipients = somePeople().stream().map(PublicKey::hex).toList();
        if (random.nextInt(3) == 0 && !recipients.isEmpty()) filter = filter.tagged('p', recipients);
        if (random.nextInt(5) == 0) filter = filter.tagged('t', List.of("x"));
        if (random.nextInt(5) == 0) filter = filter.since(THEN + random.nextInt(20));
        if (random.nextInt(5) == 0) filter = filter.until(THEN + random.nextInt(20));
        if (random.nextInt(2) == 0) filter = filter.limit(1 + random.nextInt(30));
        return filter;
    }

    private Wire wire(Set<SecretKey> viewers) {
        return wires.computeIfAbsent(viewers, keys -> relay.client().as(keys.toArray(SecretKey[]::new)));
    }

    // What is expected

    private static boolean maySee(Set<SecretKey> viewers, Event event) {
        return switch (event.kind()) {
            case Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP -> viewers.stream().anyMatch(viewer -> isFor(event, viewer));
            case Kind.LEGACY_DIRECT_MESSAGE ->
                viewers.stream().anyMatch(viewer -> isFor(event, viewer) || isBy(event, viewer));
            case Kind.PUSH_SUBSCRIPTION -> viewers.stream().anyMatch(viewer -> isBy(event, viewer));
            default -> true;
        };
    }

    private static boolean isFor(Event event, SecretKey viewer) {
        return event.tags().values("p").contains(viewer.publicKey().hex());
    }

    private static boolean isBy(Event event, SecretKey viewer) {
        return event.author().equals(viewer.publicKey());
    }

    private List<Event> matches(Question question, Filter filter) {
        return stored.stream()
                .filter(filter::matches)
                .filter(event -> maySee(question.viewers(), event))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private void check(Question question) {
        Wire wire = wire(question.viewers());
        Filter[] filters = question.filters().toArray(Filter[]::new);
        List<List<Event>> matches = question.filters().stream()
                .map(filter -> matches(question, filter))
                .toList();
        List<Event> all = matches.stream()
                .flatMap(List::stream)
                .distinct()
                .sorted(NEWEST_FIRST)
                .toList();
        List<Event> sent = IntStream.range(0, filters.length)
                .boxed()
                .flatMap(i -> matches.get(i).stream().limit(limit(filters[i])))
                .distinct()
                .sorted(NEWEST_FIRST)
                .toList();
        boolean isCut =
                IntStream.range(0, filters.length).anyMatch(i -> matches.get(i).size() > limit(filters[i]));

        Wire.Stored answer = wire.stored(filters);
        String about = "seed " + seed + ", " + question.viewers().size() + " viewers";
        if (answer.end() == null) {
            // Refused: then it names nothing but what may not be seen.
            assertThat(sent).as(about).isEmpty();
            assertThat(question.filters())
                    .as(about)
                    .allMatch(filter -> !filter.kinds().isEmpty()
                            && !filter.kinds().contains(Kind.TEXT_NOTE)
                            && !filter.kinds().contains(Kind.REACTION));
            assertThat(wire.counted(filters)).as(about).isEqualTo(-1);
        } else {
            assertThat(answer.events()).as(about).isEqualTo(sent);
            assertThat(answer.end().isComplete()).as(about).isEqualTo(!isCut);
            assertThat(wire.count(filters))
                    .as(about)
                    .isInstanceOfSatisfying(
                            Counted.class,
                            counted -> assertThat(counted.count()).isEqualTo(all.size()));
        }
        Set<EventId> compared = wire.synced(filters[0]);
        assertThat(compared)
                .as(about)
                .containsExactlyInAnyOrderElementsOf(
                        matches.getFirst().stream().map(Event::id).toList());
    }

    private static int limit(Filter filter) {
        return Math.min(filter.limit().orElse(100), 100);
    }

    private record Listener(Question question, Wire wire) {}

    private void checkLive() {
        var listeners = new ArrayList<Listener>();
        while (listeners.size() < 12) {
            Question question = question();
            Wire wire = relay.client().as(question.viewers().toArray(SecretKey[]::new));
            wire.subscribe("live", question.filters().toArray(Filter[]::new));
            if (wire.untilEnd("live").closed() == null) listeners.add(new Listener(question, wire));
        }
        var kinds = new ArrayList<>(KINDS);
        kinds.add(Kind.EPHEMERAL_GIFT_WRAP);
        var published = Stream.generate(() -> publish(any(kinds))).limit(60).toList();

        for (Listener listener : listeners) {
            Question question = listener.question();
            List<Event> expected = published.stream()
                    .filter(event -> maySee(question.viewers(), event))
                    .filter(event -> question.filters().stream().anyMatch(filter -> filter.matches(event)))
                    .toList();
            for (Event event : expected) {
                assertThat(listener.wire().live("live")).as("seed " + seed).isEqualTo(event);
            }
            assertThat(listener.wire().isSilent()).as("seed " + seed).isTrue();
        }
    }
}
