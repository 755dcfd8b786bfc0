package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Reach;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.client.ScriptedRelay;
import dev.muster.nostr.client.SmallRelay;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import dev.muster.notifier.reply.Replies;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A bot with its relay and its ledger, and people who talk to it; the clock is the test's.
final class Town implements BeforeEachCallback, AfterEachCallback {
    static final SecretKey BOT = SecretKey.random(RANDOM);
    static final SecretKey TINA = SecretKey.random(RANDOM);
    static final SecretKey ADA = SecretKey.random(RANDOM);
    static final String ROOM = "https://meet.example.org/{room}";

    private final TestLedger data = new TestLedger();
    private final SmallRelay relay = new SmallRelay();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T12:00:00Z"));
    private final Map<EventId, Rumor> opened = new ConcurrentHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private @Nullable ScriptedRelay door;
    private @Nullable Sessions sessions;
    private SessionsConfig config = SessionsConfig.DEFAULT;
    private long said;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        data.beforeEach(context);
        door = ScriptedRelay.playing(relay);
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        stop();
        if (door != null) door.close();
        data.afterEach(context);
    }

    private URI relay() {
        if (door == null) throw new IllegalStateException("not within a test");
        return door.uri();
    }

    void start() {
        Ledger ledger = data.ledger();
        var timers = new Timers(ledger, now::get);
        var outbox = new Outbox(ledger, now::get, new Random(1));
        var connections = new Connections(
                BOT, new Reach(List.of(relay()), List.of(), true, Optional.empty()), Instant::now, RANDOM);
        var directory = new Directory(connections, Instant::now);
        var sender = new Sender(BOT, new ConversationKeys(1000), now::get, RANDOM);
        var roles = new RolesConfig(
                Set.of(ADA.publicKey()), Set.of(), Set.of(TINA.publicKey()), Set.of(), Set.of(), Set.of());
        var post = new Post(sender, connections, directory, outbox);
        sessions = new Sessions(
                config,
                new Sessions.Means(
                        ledger,
                        timers,
                        new Roles(() -> roles),
                        sender,
                        post,
                        new Replies(sender, post, now::get),
                        (_, _, _, _, _) -> {},
                        (_, person) -> URI.create("https://join.example.org/app?k=" + person.hex()),
                        () -> URI.create("https://join.example.org"),
                        new Chance(now::get, RANDOM),
                        refusals::add));
        parts.addAll(List.of(timers, outbox, directory, connections));
        timers.start();
        outbox.start();
    }

    void stop() throws Exception {
        for (AutoCloseable part : parts) part.close();
        parts.clear();
    }

    /// Everything made anew over what is on the disk.
    void restart() throws Exception {
        stop();
        data.reopened();
        start();
    }

    void restartWith(SessionsConfig other) throws Exception {
        config = other;
        restart();
    }

    Sessions sessions() {
        if (sessions == null) throw new IllegalStateException("not started");
        return sessions;
    }

    JoinLinks links() {
        return sessions().links();
    }

    Instant now() {
        return now.get();
    }

    void passes(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    void comes(Instant time) {
        now.set(time);
    }

    List<String> refusals() {
        return refusals;
    }

    /// Somebody says something to the bot, in a wrap that it has opened.
    EventId says(SecretKey who, int kind, Tags tags, String content) {
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), kind, tags, content);
        return says(rumor);
    }

    EventId says(Rumor rumor) {
        Handler handler = sessions().handler();
        var message = new Message(rumor.id(), rumor, rumor.content(), Optional.empty());
        data.ledger().alter(change -> handler.message(change, message));
        return rumor.id();
    }

    /// The same text twice is said twice.
    EventId types(SecretKey who, String text, Tag... tags) {
        var all = Stream.concat(Arrays.stream(tags), Stream.of(Tag.of("n", Long.toString(said++))))
                .toList();
        return says(who, Kind.CHAT_MESSAGE, new Tags(all), text);
    }

    /// Somebody publishes something for everybody.
    void publishes(SecretKey who, int kind, Tags tags, String content) {
        var rumor = new Rumor(who.publicKey(), now().getEpochSecond(), kind, tags, content);
        sessions().hear(rumor.sign(who, RANDOM));
    }

    /// Tina announces a training of two hours.
    String announces(String d, Instant starts, Tag... more) {
        return announces(d, starts, List.of(more));
    }

    String announces(String d, Instant starts, List<Tag> more) {
        var tags = new ArrayList<Tag>(more);
        tags.add(Tag.of("d", d));
        tags.add(Tag.of("title", "Training " + d));
        tags.add(Tag.of("start", Long.toString(starts.getEpochSecond())));
        tags.add(Tag.of("end", Long.toString(starts.plus(Duration.ofHours(2)).getEpochSecond())));
        tags.add(Tag.of("service", ROOM));
        says(TINA, Kind.TIME_EVENT, new Tags(tags), "");
        return Kind.TIME_EVENT + ":" + TINA.publicKey().hex() + ":" + d;
    }

    static Tag attendee(SecretKey who) {
        return Tag.of("p", who.publicKey().hex(), "", "attendee");
    }

    EventId answers(SecretKey who, String event, String status) {
        return says(who, Kind.RSVP, Tags.of(Tag.of("a", event), Tag.of("d", "r"), Tag.of("status", status)), "");
    }

    EventId turns(SecretKey who, String event, String status) {
        String d = Address.parse(event).orElseThrow().identifier();
        return says(
                who, Kind.MEETING_SESSION, Tags.of(Tag.of("d", d), Tag.of("a", event), Tag.of("status", status)), "");
    }

    /// What somebody can read of what was sent to them so far, in the order in which it was decided.
    List<Rumor> letters(SecretKey who) {
        String hex = who.publicKey().hex();
        var recipient = new Recipient(who, new ConversationKeys(10));
        return relay.stored().stream()
                .filter(event -> event.kind() == Kind.GIFT_WRAP
                        && event.tags().values("p").contains(hex))
                .map(wrap -> opened.computeIfAbsent(wrap.id(), _ -> open(recipient, wrap)))
                .sorted(Comparator.comparingLong(Rumor::createdAt))
                .toList();
    }

    private static Rumor open(Recipient recipient, Event wrap) {
        if (recipient.open(wrap) instanceof Opened.Sealed(var message)) return message.rumor();
        throw new AssertionError("the bot sent a wrap that can't be opened");
    }

    /// Waits for a letter with this in its text.
    Rumor letter(SecretKey who, String part) {
        Await.until(
                () -> letters(who).stream().anyMatch(letter -> letter.content().contains(part)));
        return letters(who).stream()
                .filter(letter -> letter.content().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /// Waits for the answer to something.
    Rumor answer(SecretKey who, EventId said) {
        Await.until(() -> answers(who, said).findAny().isPresent());
        return answers(who, said).findFirst().orElseThrow();
    }

    private Stream<Rumor> answers(SecretKey who, EventId said) {
        return letters(who).stream()
                .filter(letter -> letter.kind() == Kind.CHAT_MESSAGE
                        && letter.tags().first("result").isPresent()
                        && letter.tags().values("e").contains(said.hex()));
    }

    /// The links that somebody was sent so far.
    List<String> linksOf(SecretKey who) {
        return letters(who).stream()
                .filter(letter -> letter.tags().values("t").contains("training-start"))
                .flatMap(letter -> letter.tags().value("r").stream())
                .toList();
    }

    Link link(SecretKey who) {
        Await.until(() -> !linksOf(who).isEmpty());
        return Link.of(linksOf(who).getLast());
    }

    /// Waits until everything that was decided so far is on its way: who gets this has got all before it.
    void settle() {
        EventId asked = types(ADA, "help");
        answer(ADA, asked);
        Await.until(
                () -> data.ledger().under(new Shelf<>("errand", Map.class).at()).isEmpty());
    }

    record Link(String room, String token) {
        static Link of(String url) {
            assertThat(url).startsWith("https://join.example.org/conference/").contains("?t=");
            String rest = url.substring("https://join.example.org/conference/".length());
            return new Link(rest.substring(0, rest.indexOf('?')), rest.substring(rest.indexOf("?t=") + 3));
        }
    }
}
