package dev.muster.cli;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// A bot that answers what a test wants, at one relay.
@NullMarked
final class TestBot implements AutoCloseable {
    static final SecretKey KEY = SecretKey.parse("1d3d7b1f5a3b0f0b6c9a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80");

    private final SecureRandom random = new SecureRandom();
    private final Sender sender = new Sender(KEY, new ConversationKeys(10), InstantSource.fixed(TestShell.NOW), random);
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private final RelayClient client;
    private final Answer answer;

    /// What it answers: tags and words, a message each.
    interface Answer {
        List<Part> to(Message message);
    }

    record Part(int kind, String words, List<Tag> tags) {
        static Part of(String words, Tag... tags) {
            return new Part(Kind.CHAT_MESSAGE, words, List.of(tags));
        }
    }

    TestBot(TestRelay relay, Answer answer) {
        this.answer = answer;
        relay.holding(sign(Kind.INBOX_RELAYS, Tags.of(Tag.of("relay", relay.url())), ""));
        client = RelayClient.to(URI.create(relay.url())).keys(KEY).open();
        Thread.ofVirtual().start(this::listen);
    }

    static Answer saying(String words, Tag... tags) {
        return _ -> List.of(Part.of(words, tags));
    }

    static Event sign(int kind, Tags tags, String content) {
        return new Rumor(KEY.publicKey(), TestShell.NOW.getEpochSecond(), kind, tags, content)
                .sign(KEY, new SecureRandom());
    }

    /// The next thing that was said to it.
    Message heard() throws InterruptedException {
        Message message = heard.poll(30, TimeUnit.SECONDS);
        if (message == null) throw new AssertionError("nothing was said to the bot");
        return message;
    }

    boolean hasHeardAll() {
        return heard.isEmpty();
    }

    private void listen() {
        var recipient = new Recipient(KEY, new ConversationKeys(10));
        var wraps = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(KEY.publicKey().hex()));
        try (Subscription inbox = client.subscribe(wraps)) {
            while (true) {
                switch (inbox.next()) {
                    case Arrived(var wrap) -> {
                        if (recipient.open(wrap) instanceof Sealed(var message)) reply(message);
                    }
                    case EndOfStored _ -> {}
                    case Ended _ -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reply(Message message) throws InterruptedException {
        for (Part part : answer.to(message)) {
            var tags = new ArrayList<Tag>();
            tags.add(Tag.of("p", message.author().hex()));
            tags.add(Tag.of("e", message.id().hex(), "", "reply"));
            tags.addAll(part.tags());
            Rumor rumor = sender.rumor(part.kind(), new Tags(tags), part.words());
            client.publish(sender.wrap(rumor, message.author(), Delivery.stored()));
        }
        heard.add(message);
    }

    @Override
    public void close() {
        client.close();
    }
}
