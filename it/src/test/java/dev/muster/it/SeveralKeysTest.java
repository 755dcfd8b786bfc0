package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.inbox.Inbox;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Reach;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import dev.muster.relay.TestRelay;
import dev.muster.relay.Wire;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A bot that speaks for people who have no key of their own, at our relay; whoever writes to them has nostr-tools.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(240)
class SeveralKeysTest {
    @RegisterExtension
    final TestLedger data = new TestLedger();

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private final NodePeer library;
    private final SecretKey bot = SecretKey.random(Events.RANDOM);
    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final ConversationKeys conversations = new ConversationKeys(2000);
    private final BlockingQueue<Said> heard = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable Inbox inbox;

    record Said(PublicKey to, String text) {}

    SeveralKeysTest(NodePeer library) {
        this.library = library;
    }

    private final class Noting implements Handler {
        @Override
        public void message(Change change, Message message) {
            throw new IllegalStateException("to whom?");
        }

        @Override
        public void message(Change change, Message message, PublicKey to) {
            change.afterwards(() -> heard.add(new Said(to, message.text())));
        }
    }

    private final class Doors implements Inbox.Doors {
        @Override
        public List<RelayClient> open(List<SecretKey> keys) {
            return List.of(
                    RelayClient.to(relay.url()).keys(keys).authenticatingFirst().open());
        }

        @Override
        public Recipient recipient(SecretKey key) {
            return new Recipient(key, conversations);
        }
    }

    private Inbox listen(List<SecretKey> keys) {
        var opened = new Inbox(new Doors(), data.ledger(), InstantSource.system(), new Noting(), _ -> {});
        inbox = opened;
        opened.hearFor(keys);
        return opened;
    }

    @AfterEach
    void close() throws Exception {
        if (inbox != null) inbox.close();
        for (AutoCloseable part : parts) part.close();
    }

    /// Says where a ghost receives, and nothing else about it.
    private void announce(SecretKey ghost) {
        var reach = new Reach(List.of(relay.url()), List.of(), true, Optional.<URI>empty());
        var connections = new Connections(bot, reach, InstantSource.system(), Events.RANDOM);
        var directory = new Directory(connections, InstantSource.system());
        var outbox = new Outbox(data.ledger(), InstantSource.system(), Events.RANDOM);
        var post = new Post(sender(bot), connections, directory, outbox);
        parts.addAll(List.of(outbox, directory, connections));
        outbox.start();
        Tags relays = Tags.NONE.with("relay", relay.url().toString());
        Event where = new Rumor(ghost.publicKey(), Instant.now().getEpochSecond(), Kind.INBOX_RELAYS, relays, "")
                .sign(ghost, Events.RANDOM);
        data.ledger()
                .alter(change -> post.publish(
                        change, ghost.publicKey().hex(), where, Instant.now().plusSeconds(600)));
        Wire reader = relay.client();
        Await.until(() -> reader.stored(Filter.ALL.ids(List.of(where.id()))).events(), events -> !events.isEmpty());
    }

    private Sender sender(SecretKey key) {
        return new Sender(key, conversations, InstantSource.system(), Events.RANDOM);
    }

    private Said next() throws InterruptedException {
        Said next = heard.poll(60, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing more was heard");
        return next;
    }

    @Test
    void C8_aChatToAGhostIsHeardWheneverItIsWritten() throws Exception {
        SecretKey first = SecretKey.random(Events.RANDOM);
        SecretKey second = SecretKey.random(Events.RANDOM);
        announce(first);
        try (NodeClient client = NodeClient.open(library, relay.url(), alice)) {
            client.publish(
                    Kind.INBOX_RELAYS, Tags.NONE.with("relay", relay.url().toString()), "");
            client.send(first.publicKey(), "before it runs");
            Inbox running = listen(List.of(bot, first));
            assertThat(next()).isEqualTo(new Said(first.publicKey(), "before it runs"));

            announce(second);
            running.hearFor(second);
            client.send(second.publicKey(), "to one that came later");
            assertThat(next()).isEqualTo(new Said(second.publicKey(), "to one that came later"));
            client.send(first.publicKey(), "and to the first");
            assertThat(next()).isEqualTo(new Said(first.publicKey(), "and to the first"));

            running.close();
            client.send(second.publicKey(), "while it is down");
            listen(List.of(bot, first, second));
            assertThat(next()).isEqualTo(new Said(second.publicKey(), "while it is down"));
            client.send(first.publicKey(), "when it is back");
            assertThat(next()).isEqualTo(new Said(first.publicKey(), "when it is back"));
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void C8_whatIsSaidToHundredsOfGhostsIsAllHeard() throws Exception {
        List<SecretKey> early = Stream.generate(() -> SecretKey.random(Events.RANDOM))
                .limit(600)
                .toList();
        List<SecretKey> late = Stream.generate(() -> SecretKey.random(Events.RANDOM))
                .limit(100)
                .toList();
        Sender writer = sender(alice);
        try (RelayClient client = RelayClient.to(relay.url()).open()) {
            say(client, writer, early);
            Inbox running = listen(early);
            assertThat(heardBy(early.size())).containsExactlyInAnyOrderElementsOf(names(early));
            late.forEach(running::hearFor);
            say(client, writer, late);
            assertThat(heardBy(late.size())).containsExactlyInAnyOrderElementsOf(names(late));
        }
    }

    private static void say(RelayClient client, Sender writer, List<SecretKey> keys) throws InterruptedException {
        Rumor rumor = writer.rumor(Kind.CHAT_MESSAGE, Tags.NONE, "hello");
        for (SecretKey key : keys)
            assertThat(client.publish(writer.wrap(rumor, key.publicKey(), Delivery.stored()))
                            .isKept())
                    .isTrue();
    }

    private List<PublicKey> heardBy(int count) throws InterruptedException {
        var all = new ArrayList<PublicKey>();
        for (int i = 0; i < count; i++) all.add(next().to());
        return all;
    }

    private static List<PublicKey> names(List<SecretKey> keys) {
        return keys.stream().map(SecretKey::publicKey).toList();
    }
}
