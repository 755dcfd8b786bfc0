package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Sender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Somebody in the demonstration: with a key, a Nostr client that talks to the bot in private messages, and a browser.
final class DemoPerson implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final SecretKey key;
    private final DemoStory.Place place;
    private final Shell shell;
    private final RelayClient client;
    private final Sender sender;
    private final Mailbox mailbox;
    private final Subscription inbox;
    private final HttpClient browser;
    private final List<Message> unread = new ArrayList<>();
    private @Nullable String cookie;

    /// Comes in: says what they are called, and where they receive messages.
    DemoPerson(String name, SecretKey key, DemoStory.Place place, Shell shell) throws InterruptedException {
        this.name = name;
        this.key = key;
        this.place = place;
        this.shell = shell;
        this.client = RelayClient.to(place.relay())
                .keys(key)
                .authenticatingFirst()
                .random(shell.random())
                .open();
        this.sender = new Sender(key, new ConversationKeys(2), shell.clock(), shell.random());
        this.mailbox = new Mailbox(key);
        this.inbox = client.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(key.publicKey().hex())));
        this.browser = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        publish(sender.rumor(
                Kind.PROFILE,
                Tags.NONE,
                new String(new JsonObject().with("name", name).bytes(), UTF_8)));
        publish(sender.rumor(
                Kind.INBOX_RELAYS, Tags.of(Tag.of("relay", place.relay().toString())), ""));
    }

    String name() {
        return name;
    }

    PublicKey publicKey() {
        return key.publicKey();
    }

    private void publish(Rumor rumor) throws InterruptedException {
        if (!client.publish(rumor.sign(key, shell.random())).isKept())
            throw new Failure("the relay doesn't take what " + name + " publishes");
    }

    /// Says something to the bot, as any app for private messages does.
    Rumor say(String words) throws InterruptedException {
        return say(Kind.CHAT_MESSAGE, Tags.of(Tag.of("p", place.bot().hex())), words);
    }

    /// Says something to the bot, as an app does that knows about events.
    Rumor say(int kind, Tags tags, String content) throws InterruptedException {
        Rumor rumor = sender.rumor(kind, tags, content);
        if (!client.publish(sender.wrap(rumor, place.bot(), Delivery.stored())).isKept())
            throw new Failure("the relay doesn't take what " + name + " says");
        return rumor;
    }

    Message answerTo(Rumor said) throws InterruptedException {
        EventId id = said.id();
        return await(
                "an answer", message -> isChat(message) && tags(message, "e").contains(id.hex()));
    }

    /// Waits for a message of the bot's, among those that were not looked at yet.
    Message await(String what, Predicate<Message> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Message> found = unread.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                unread.remove(found.get());
                return found.get();
            }
            Optional<Incoming> next = inbox.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (next.isEmpty()) throw new Failure(name + " has waited in vain for " + what);
            if (next.get() instanceof Arrived(var wrap)) unread.addAll(mailbox.open(List.of(wrap)));
        }
    }

    /// Whether something of the kind has come so far.
    boolean has(Predicate<Message> wanted) {
        return unread.stream().anyMatch(wanted);
    }

    private static boolean isChat(Message message) {
        return message.kind() == Kind.CHAT_MESSAGE;
    }

    private static List<String> tags(Message message, String name) {
        return message.rumor().tags().values(name);
    }

    static boolean isLink(Message message) {
        return tags(message, "t").contains("training-start");
    }

    static boolean isCertificate(Message message) {
        return message.rumor().tags().first("certificate").isPresent();
    }

    /// Opens a page.
    HttpResponse<byte[]> open(URI page) throws InterruptedException {
        return send(HttpRequest.newBuilder(page));
    }

    /// Presses the button on the page behind a link.
    ///
    /// @return where that leads, if it does
    Optional<String> join(URI link) throws InterruptedException {
        return submit(link, "join").headers().firstValue("location");
    }

    /// What the page does by itself while it is open.
    void stay(URI link) throws InterruptedException {
        var _ = submit(link, "here");
    }

    /// Closes the page.
    void leave(URI link) throws InterruptedException {
        var _ = submit(link, "leave");
    }

    private HttpResponse<byte[]> submit(URI link, String what) throws InterruptedException {
        URI target = link.resolve(link.getPath() + "/" + what);
        return send(HttpRequest.newBuilder(target)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(link.getRawQuery())));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws InterruptedException {
        // As browsers send it; Java's own cookies are of a form that only Java speaks.
        if (cookie != null) request.header("cookie", cookie);
        try {
            HttpResponse<byte[]> response =
                    browser.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            response.headers().firstValue("set-cookie").ifPresent(set -> cookie = set.replaceFirst(";.*", ""));
            return response;
        } catch (IOException e) {
            throw new Failure("the bot's pages don't answer " + name);
        }
    }

    @Override
    public void close() {
        browser.close();
        inbox.close();
        client.close();
    }
}
