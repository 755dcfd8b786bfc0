package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// A client in JavaScript: `peers/node/client.mjs` with a library.
///
/// @param name what the person is called in the process, which holds those of a whole test
record NodeClient(NodePeer library, String name) implements Client {
    static NodeClient open(NodePeer library, URI relay, SecretKey person) {
        var client = new NodeClient(library, UUID.randomUUID().toString());
        library.ask("open", client.name, relay.toString(), person.hex());
        return client;
    }

    @Override
    public Event publish(int kind, Tags tags, String content) {
        return event(library.text("publish", name, template(kind, tags, content)));
    }

    private static String template(int kind, Tags tags, String content) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "kind", kind, "tags", tags.stream().map(Tag::elements).toList(), "content", content));
    }

    /// Says something private, of any kind. With nostr-tools alone.
    void say(PublicKey recipient, int kind, Tags tags, String content) {
        library.ask("say", name, recipient.hex(), template(kind, tags, content));
    }

    /// The same, wrapped and not yet delivered: `isSigned` as NIP-AC's calls are. With nostr-tools alone.
    Event wrap(PublicKey recipient, int kind, Tags tags, String content, boolean isSigned) {
        return event(library.text("wrap", name, recipient.hex(), template(kind, tags, content), isSigned));
    }

    void deliver(URI relay, Event wrap) {
        library.ask("deliver", name, relay.toString(), new String(wrap.json(), UTF_8));
    }

    /// What has come of the subscription since this was last asked, as the JSON that it has unwrapped.
    List<String> heard() {
        return library.texts("heard", name);
    }

    /// All that others have said, as the JSON that it has unwrapped.
    List<String> letters() {
        return library.texts("letters", name);
    }

    /// Waits for the next of the subscription.
    String nextLetter() {
        return library.text("nextLetter", name);
    }

    @Override
    public List<Event> read(Filter filter) {
        return events(library.texts("read", name, json(filter)));
    }

    @Override
    public void subscribe(Filter filter) {
        library.ask("subscribe", name, json(filter));
    }

    @Override
    public Event next() {
        return event(library.text("next", name));
    }

    @Override
    public void send(PublicKey recipient, String text) {
        library.ask("send", name, recipient.hex(), text);
    }

    @Override
    public List<String> inbox() {
        return library.texts("inbox", name);
    }

    @Override
    public List<Event> sync(Filter filter, List<Event> events) {
        return events(library.texts(
                "sync",
                name,
                json(filter),
                events.stream().map(event -> new String(event.json(), UTF_8)).toList()));
    }

    private static String json(Filter filter) {
        return new String(filter.json(), UTF_8);
    }

    private static Event event(String json) {
        return Event.parse(json.getBytes(UTF_8));
    }

    private static List<Event> events(List<String> texts) {
        return texts.stream().map(NodeClient::event).toList();
    }

    @Override
    public void close() {
        library.ask("close", name);
    }
}
