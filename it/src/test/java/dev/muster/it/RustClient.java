package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import rust.nostr.sdk.ClientBuilder;
import rust.nostr.sdk.Events;
import rust.nostr.sdk.HandleNotification;
import rust.nostr.sdk.NostrDatabase;
import rust.nostr.sdk.NostrSdkException;
import rust.nostr.sdk.NostrSigner;
import rust.nostr.sdk.ReconciliationOutput;
import rust.nostr.sdk.RelayMessage;
import rust.nostr.sdk.RelayUrl;
import rust.nostr.sdk.SaveEventStatus;
import rust.nostr.sdk.SendEventOutput;
import rust.nostr.sdk.SubscribeOutput;
import rust.nostr.sdk.SyncDirection;
import rust.nostr.sdk.SyncOptions;
import rust.nostr.sdk.UnsignedEvent;
import rust.nostr.sdk.UnwrappedGift;

/// rust-nostr's client. It authenticates when a relay says `auth-required`.
final class RustClient implements Client {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PublicKey person;
    private final NostrSigner signer;
    private final NostrDatabase database;
    private final rust.nostr.sdk.Client client;
    private final LinkedBlockingQueue<Event> arrived = new LinkedBlockingQueue<>();
    private final Semaphore ends = new Semaphore(0);

    /// @param folder for the events that it remembers
    RustClient(URI relay, SecretKey person, Path folder) throws Exception {
        this.person = person.publicKey();
        database = NostrDatabase.Companion.lmdb(folder.toString());
        signer = RustNostr.signer(person);
        client = new ClientBuilder().signer(signer).database(database).build();
        RelayUrl url = RelayUrl.Companion.parse(relay.toString());
        RustNostr.<Boolean>await(continuation -> client.addRelay(url, continuation));
        RustNostr.run(client::connect);
    }

    @Override
    public Event publish(int kind, Tags tags, String content) throws Exception {
        var rumor = new Rumor(person, Instant.now().getEpochSecond(), kind, tags, content);
        UnsignedEvent unsigned = RustNostr.unsigned(rumor);
        rust.nostr.sdk.Event event = RustNostr.await(continuation -> unsigned.sign(signer, continuation));
        check(RustNostr.await(continuation -> client.sendEvent(event, continuation)));
        return RustNostr.event(event);
    }

    private static void check(SendEventOutput output) {
        if (output.getSuccess().isEmpty()) {
            throw new IllegalStateException(output.getFailed().values().toString());
        }
    }

    private static rust.nostr.sdk.Filter filter(Filter filter) throws Exception {
        return rust.nostr.sdk.Filter.Companion.fromJson(new String(filter.json(), UTF_8));
    }

    @Override
    public List<Event> read(Filter filter) throws Exception {
        rust.nostr.sdk.Filter theirs = filter(filter);
        Events events = RustNostr.await(continuation -> RustNostr.call(
                client, "fetchEvents", Object.class, theirs, RustNostr.duration(PATIENCE), continuation));
        return events(events);
    }

    private static List<Event> events(Events theirs) throws Exception {
        var events = new ArrayList<Event>();
        for (rust.nostr.sdk.Event event : theirs.toVec()) events.add(RustNostr.event(event));
        return events;
    }

    @Override
    public void subscribe(Filter filter) throws Exception {
        Thread.ofVirtual().start(this::listen);
        rust.nostr.sdk.Filter theirs = filter(filter);
        RustNostr.<SubscribeOutput>await(continuation -> client.subscribe(theirs, null, continuation));
        if (!ends.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) throw new IllegalStateException("no EOSE");
    }

    private void listen() {
        try {
            RustNostr.run(continuation -> client.handleNotifications(new Listener(), continuation));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Listener implements HandleNotification {
        @Override
        public Object handle(
                RelayUrl relay, String subscription, rust.nostr.sdk.Event event, Continuation<? super Unit> done) {
            arrived.add(Event.parse(json(event::asJson)));
            return Unit.INSTANCE;
        }

        @Override
        public Object handleMsg(RelayUrl relay, RelayMessage message, Continuation<? super Unit> done) {
            if (dev.muster.nostr.message.RelayMessage.parse(json(message::asJson)) instanceof EndOfStored)
                ends.release();
            return Unit.INSTANCE;
        }
    }

    private interface Said {
        String json() throws NostrSdkException;
    }

    private static byte[] json(Said said) {
        try {
            return said.json().getBytes(UTF_8);
        } catch (NostrSdkException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Event next() throws InterruptedException {
        return Objects.requireNonNull(arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing came");
    }

    @Override
    public void send(PublicKey recipient, String text) throws Exception {
        List<Event> lists = read(Filter.ALL.kinds(Kind.INBOX_RELAYS).authors(List.of(recipient)));
        var relays = new ArrayList<RelayUrl>();
        for (String relay : lists.getFirst().tags().values("relay")) relays.add(RelayUrl.Companion.parse(relay));
        rust.nostr.sdk.PublicKey theirs = RustNostr.publicKey(recipient);
        check(RustNostr.await(continuation -> client.sendPrivateMsgTo(relays, theirs, text, List.of(), continuation)));
    }

    @Override
    public List<String> inbox() throws Exception {
        var texts = new ArrayList<String>();
        for (Event wrap : read(Filter.ALL.kinds(Kind.GIFT_WRAP).tagged('p', List.of(person.hex())))) {
            rust.nostr.sdk.Event theirs = RustNostr.event(wrap);
            UnwrappedGift gift = RustNostr.await(continuation -> client.unwrapGiftWrap(theirs, continuation));
            texts.add(gift.rumor().content());
        }
        return texts;
    }

    @Override
    public List<Event> sync(Filter filter, List<Event> events) throws Exception {
        for (Event event : events) {
            rust.nostr.sdk.Event theirs = RustNostr.event(event);
            RustNostr.<SaveEventStatus>await(continuation -> database.saveEvent(theirs, continuation));
        }
        rust.nostr.sdk.Filter theirs = filter(filter);
        SyncOptions bothWays = new SyncOptions().direction(SyncDirection.BOTH);
        RustNostr.<ReconciliationOutput>await(continuation -> client.sync(theirs, bothWays, continuation));
        Events all = RustNostr.await(continuation -> database.query(theirs, continuation));
        var come = new ArrayList<>(events(all));
        come.removeAll(events);
        return come;
    }

    @Override
    public void close() {
        try {
            RustNostr.run(client::shutdown);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        client.close();
        database.close();
    }
}
