package dev.muster.kit.desk;

import static dev.muster.nostr.event.Events.RANDOM;

import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Reach;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.client.ScriptedRelay;
import dev.muster.nostr.client.SmallRelay;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Where a bot's rooms are tried out: a ledger, a relay, and what lies between; the clock is the test's.
public abstract class Premises implements BeforeEachCallback, AfterEachCallback {
    public static final SecretKey BOT = SecretKey.random(RANDOM);

    private final TestLedger data = new TestLedger();
    private final SmallRelay relay = new SmallRelay();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T12:00:00Z"));
    private final Map<EventId, Rumor> opened = new ConcurrentHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private @Nullable ScriptedRelay door;

    /// What rooms are made with.
    protected record Ground(
            Ledger ledger,
            Timers timers,
            Outbox outbox,
            ConversationKeys conversations,
            Sender sender,
            Post post,
            Replies replies) {}

    /// Makes the rooms that are tried out.
    protected abstract void furnish(Ground ground);

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

    public void start() {
        if (door == null) throw new IllegalStateException("not within a test");
        Ledger ledger = data.ledger();
        var timers = new Timers(ledger, now::get);
        var outbox = new Outbox(ledger, now::get, new Random(1));
        var reach = new Reach(List.of(door.uri()), List.of(), true, Optional.empty());
        var connections = new Connections(BOT, reach, Instant::now, RANDOM);
        var directory = new Directory(connections, Instant::now);
        var conversations = new ConversationKeys(1000);
        var sender = new Sender(BOT, conversations, now::get, RANDOM);
        var post = new Post(sender, connections, directory, outbox);
        furnish(new Ground(ledger, timers, outbox, conversations, sender, post, new Replies(sender, post, now::get)));
        parts.addAll(List.of(timers, outbox, directory, connections));
        timers.start();
        outbox.start();
    }

    public void stop() throws Exception {
        for (AutoCloseable part : parts) part.close();
        parts.clear();
    }

    /// Everything made anew over what is on the disk.
    public void restart() throws Exception {
        stop();
        data.reopened();
        start();
    }

    public TestLedger data() {
        return data;
    }

    public Instant now() {
        return now.get();
    }

    public void passes(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    public void comes(Instant time) {
        now.set(time);
    }

    /// Why what people said was not done.
    public List<String> refusals() {
        return refusals;
    }

    /// What somebody can read of what the bot has sent them so far, in the order in which it was decided.
    public List<Rumor> heard(SecretKey who) {
        String hex = who.publicKey().hex();
        var recipient = new Recipient(who, new ConversationKeys(10));
        return relay.stored().stream()
                .filter(event -> event.tags().values("p").contains(hex))
                .map(wrap -> opened.computeIfAbsent(wrap.id(), _ -> open(recipient, wrap)))
                .sorted(Comparator.comparingLong(Rumor::createdAt))
                .toList();
    }

    /// What everybody can read of somebody.
    public List<Event> published(PublicKey author) {
        return relay.stored().stream()
                .filter(event -> event.author().equals(author))
                .toList();
    }

    private static Rumor open(Recipient recipient, Event wrap) {
        return switch (recipient.open(wrap)) {
            case Opened.Sealed(var message) -> message.rumor();
            case Opened.SignedCall(var call) -> call.unsigned();
            case Opened.UnsignedCall _, Opened.CoverTraffic _, Opened.Refused _ ->
                throw new AssertionError("the bot sent a wrap that can't be opened");
        };
    }

    /// Waits until all that was decided has been carried out.
    public void settles() {
        Await.until(
                () -> data.ledger().under(new Shelf<>("errand", Map.class).at()).isEmpty());
    }
}
