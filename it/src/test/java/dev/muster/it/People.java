package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Backoff;
import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// People with our client, who talk to a bot and hear at once what it says to them; also over a relay that comes and
/// goes.
final class People implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Otherwise a relay that is killed again and again is believed less and less.
    private static final Backoff BACK_SOON = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));

    private final PublicKey bot;
    private final AtomicLong typed = new AtomicLong();
    private final Map<PublicKey, SecretKey> keys = new HashMap<>();
    private final Map<PublicKey, ConversationKeys> conversations = new ConcurrentHashMap<>();
    private final RelayClient client;
    private final Subscription wraps;
    private final Thread listening;
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Map<Arrival, Letter> opened = new ConcurrentHashMap<>();

    /// A wrap that has come.
    ///
    /// @param at by the clock that counts nanoseconds
    record Arrival(Event wrap, long at) {
        PublicKey to() {
            return wrap.tags().value("p").map(PublicKey::parse).orElseThrow();
        }
    }

    /// What the bot says to somebody.
    record Letter(PublicKey to, Rumor rumor, long at) {
        boolean is(String name, String value) {
            return rumor.tags().values(name).contains(value);
        }

        /// The link in it.
        URI link() {
            return URI.create(rumor.tags().value("r").orElseThrow());
        }

        boolean hasLink() {
            return is("t", "training-start");
        }

        /// What it counts of that name.
        long count(String name) {
            return rumor.tags().stream()
                    .filter(tag -> tag.isNamed("count") && tag.value().equals(name))
                    .mapToLong(tag -> Long.parseLong(tag.at(2)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    People(URI relay, PublicKey bot, List<SecretKey> people) throws InterruptedException {
        this.bot = bot;
        people.forEach(person -> keys.put(person.publicKey(), person));
        client = RelayClient.to(relay)
                .keys(people)
                .authenticatingFirst()
                .timing(Timing.DEFAULT.retry(BACK_SOON))
                .open();
        wraps = client.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', keys.keySet().stream().map(PublicKey::hex).toList()));
        listening = Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                Incoming next = wraps.next();
                if (next instanceof Arrived(var wrap)) arrivals.add(new Arrival(wrap, System.nanoTime()));
                if (next instanceof Incoming.Ended) return;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says something to the bot, and returns when the relay has it, however long that takes.
    Rumor say(SecretKey who, int kind, Tags tags, String content) throws InterruptedException {
        var rumor = new Rumor(who.publicKey(), Instant.now().getEpochSecond(), kind, tags, content);
        say(who, rumor);
        return rumor;
    }

    void say(SecretKey who, Rumor rumor) throws InterruptedException {
        deliver(wrap(who, rumor));
    }

    /// Types something to the bot. The same words within one second would be the same message, which is heard once.
    Rumor type(SecretKey who, String words) throws InterruptedException {
        var tags = Tags.of(Tag.of("p", bot.hex()), Tag.of("nonce", Long.toString(typed.incrementAndGet())));
        return say(who, Kind.CHAT_MESSAGE, tags, words);
    }

    Event wrap(SecretKey who, Rumor rumor) {
        var own = conversations.computeIfAbsent(who.publicKey(), _ -> new ConversationKeys(2));
        return new Sender(who, own, InstantSource.system(), Events.RANDOM).wrap(rumor, bot, Delivery.stored());
    }

    void deliver(Event event) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Outcome outcome = client.publish(event, Duration.ofSeconds(10));
            if (outcome.isKept()) return;
            if (outcome instanceof Outcome.Refused(var reason)) throw new AssertionError(reason);
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
    }

    /// All wraps that have come, to whomever.
    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /// All that the bot has said to all.
    Stream<Letter> letters() {
        return arrivals.stream().map(arrival -> opened.computeIfAbsent(arrival, this::open));
    }

    Stream<Letter> lettersTo(SecretKey who) {
        return arrivals.stream()
                .filter(arrival -> arrival.to().equals(who.publicKey()))
                .map(arrival -> opened.computeIfAbsent(arrival, this::open));
    }

    private Letter open(Arrival arrival) {
        SecretKey who = person(arrival.to());
        var own = conversations.computeIfAbsent(who.publicKey(), _ -> new ConversationKeys(2));
        Opened inside = new Recipient(who, own).open(arrival.wrap());
        if (!(inside instanceof Opened.Sealed(var message))) throw new AssertionError(inside.toString());
        assertThat(message.author()).isEqualTo(bot);
        return new Letter(who.publicKey(), message.rumor(), arrival.at());
    }

    private SecretKey person(PublicKey key) {
        return Objects.requireNonNull(keys.get(key));
    }

    /// What the bot answers to what somebody has said.
    Letter answer(Rumor said) throws InterruptedException {
        return answers(said, 1).getFirst();
    }

    /// All that it answers, as soon as there is so much.
    List<Letter> answers(Rumor said, int least) throws InterruptedException {
        SecretKey who = person(said.author());
        String id = said.id().hex();
        await("an answer", () -> answersTo(who, id).count() >= least);
        return answersTo(who, id).toList();
    }

    private Stream<Letter> answersTo(SecretKey who, String id) {
        return lettersTo(who)
                .filter(letter -> letter.rumor().kind() == Kind.CHAT_MESSAGE)
                .filter(letter -> letter.rumor().tags().first("result").isPresent() && letter.is("e", id));
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline for " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        listening.interrupt();
        client.close();
    }
}
