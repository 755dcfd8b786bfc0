package dev.muster.it;

import dev.muster.nostr.client.Answer;
import dev.muster.nostr.client.Differences;
import dev.muster.nostr.client.Fetched;
import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.wrap.ChatMessage;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ours.
final class OurClient implements Client {
    private final SecretKey person;
    private final RelayClient client;
    private @Nullable Subscription subscription;
    private final List<Event> stored = new ArrayList<>();

    OurClient(URI relay, SecretKey person) {
        this.person = person;
        client = RelayClient.to(relay).keys(person).open();
    }

    @Override
    public Event publish(int kind, Tags tags, String content) throws InterruptedException {
        Event event = Events.signed(person, Instant.now().getEpochSecond(), kind, tags, content);
        deliver(event);
        return event;
    }

    private void deliver(Event event) throws InterruptedException {
        Outcome outcome = client.publish(event);
        if (!outcome.isKept()) throw new IllegalStateException(outcome.toString());
    }

    @Override
    public List<Event> read(Filter filter) throws InterruptedException {
        Fetched fetched = client.fetch(filter);
        if (fetched.ending() instanceof Fetched.Ending.Refused(var reason)) throw new IllegalStateException(reason);
        return fetched.events();
    }

    @Override
    public void subscribe(Filter filter) throws InterruptedException {
        subscription = client.subscribe(filter);
        while (true) {
            switch (subscription.next()) {
                case Arrived(var event) -> stored.add(event);
                case EndOfStored _ -> {
                    return;
                }
                case Ended(var reason) -> throw new IllegalStateException(reason);
            }
        }
    }

    @Override
    public Event next() throws InterruptedException {
        if (!stored.isEmpty()) return stored.removeFirst();
        Incoming incoming = Objects.requireNonNull(subscription).next();
        if (incoming instanceof Arrived(var event)) return event;
        throw new IllegalStateException(incoming.toString());
    }

    @Override
    public void send(PublicKey recipient, String text) throws InterruptedException {
        var sender = new Sender(person, new ConversationKeys(2), InstantSource.system(), Events.RANDOM);
        for (Event wrap : sender.send(ChatMessage.to(recipient, text)).wraps().values()) deliver(wrap);
    }

    @Override
    public List<String> inbox() throws InterruptedException {
        var recipient = new Recipient(person, new ConversationKeys(2));
        return read(Filter.ALL.kinds(Kind.GIFT_WRAP)).stream()
                .map(recipient::open)
                .map(Opened.Sealed.class::cast)
                .map(opened -> opened.message().rumor().content())
                .toList();
    }

    @Override
    public List<Event> sync(Filter filter, List<Event> events) throws InterruptedException {
        var records = RecordArray.builder();
        for (Event event : events) records.add(event.createdAt(), event.id());
        Differences differences = switch (client.sync(filter, records.build())) {
            case Answer.Given(var found) -> found;
            case Answer.Refused(var reason) -> throw new IllegalStateException(reason);
            case Answer.Unanswered() -> throw new IllegalStateException("no answer");
        };
        for (Event event : events) if (differences.ours().contains(event.id())) deliver(event);
        return differences.theirs().isEmpty() ? List.of() : read(Filter.ALL.ids(differences.theirs()));
    }

    @Override
    public void close() {
        client.close();
    }
}
