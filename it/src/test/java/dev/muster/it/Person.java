package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Somebody who calls and is called, with a client of nostr-tools that listens all the time.
final class Person implements AutoCloseable {
    private final Exchange exchange;
    private final SecretKey key = SecretKey.random(Events.RANDOM);
    private final NodeClient client;

    /// Guarded by itself.
    private final List<Rumor> heard = new ArrayList<>();

    Person(Exchange exchange, NodePeer library) {
        this.exchange = exchange;
        client = NodeClient.open(library, exchange.house().relayUrl(), key);
        exchange.isAt(client);
        client.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP)
                .tagged('p', List.of(key.publicKey().hex())));
    }

    SecretKey key() {
        return key;
    }

    String hex() {
        return key.publicKey().hex();
    }

    /// Says something to the bot. The relay has it when this returns.
    Event says(int kind, Tags tags, String content, boolean isSigned) throws IOException {
        Event wrap = client.wrap(exchange.house().botKey(), kind, tags, content, isSigned);
        repeats(wrap);
        return wrap;
    }

    /// The very same once more, as who hears nothing does.
    void repeats(Event wrap) {
        client.deliver(exchange.house().relayUrl(), wrap);
    }

    /// Begins a command of `muster` that speaks to the bot.
    MusterCommand.Underway begins(String... arguments) throws IOException {
        House house = exchange.house();
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bot", new Npub(house.botKey()).encode()));
        all.addAll(List.of("--relay", house.relayUrl().toString()));
        return new MusterCommand(house.folder(), Map.of("MUSTER_KEY", key.hex())).begin(all.toArray(String[]::new));
    }

    /// All that has been said to them so far.
    List<Rumor> heard() {
        synchronized (heard) {
            client.heard().forEach(json -> heard.add(read(json)));
            return List.copyOf(heard);
        }
    }

    private Rumor read(String json) {
        try {
            EventFields fields = EventFields.parse(json.getBytes(UTF_8));
            return fields.rumor(exchange.house().botKey());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Registers a phone in letters, and waits for the answers.
    Person has(Phone phone, Map<String, String> more) throws IOException {
        int answered = answers();
        List<Map<String, Object>> all = phone.registrations(more);
        for (Map<String, Object> registration : all)
            says(Kind.PUSH_REGISTRATION, Tags.NONE, Exchange.json(registration).toString(), false);
        Await.until(this::answers, answers -> answers >= answered + all.size());
        return this;
    }

    /// Registers a phone in signed events that everybody can see, and waits for the answers.
    Person publishes(Phone phone) throws IOException {
        int answered = answers();
        String bot = exchange.house().botKey().hex();
        List<Map<String, Object>> all = phone.registrations(Map.of());
        for (Map<String, Object> registration : all) {
            String content = exchange.computing()
                    .text("encrypt", key.hex(), bot, Exchange.json(registration).toString());
            client.publish(Kind.PUSH_REGISTRATION, Tags.of(Tag.of("p", bot)), content);
        }
        Await.until(this::answers, answers -> answers >= answered + all.size());
        return this;
    }

    Person has(Phone phone) throws IOException {
        return has(phone, Map.of());
    }

    /// Registers a phone by HTTP, and says what its last token was answered.
    JsonNode registers(Phone phone, Map<String, String> more) throws IOException, InterruptedException {
        HttpResponse<String> answer = null;
        for (Map<String, Object> registration : phone.registrations(more)) {
            answer = signed("PUT", "/v1/devices/" + phone.name(), Exchange.json(registration));
            if (answer.statusCode() != 200) throw new AssertionError(answer.body());
        }
        if (answer == null) throw new IllegalStateException("a phone without tokens");
        return Exchange.json(answer.body());
    }

    /// Asks the bot something, signed by nostr-tools (NIP-98).
    HttpResponse<String> signed(String method, String path, JsonNode body) throws IOException, InterruptedException {
        String proof =
                exchange.computing().text("token", key.hex(), exchange.url(path).toString(), method, body);
        return exchange.ask(method, path, Optional.of(proof), Optional.of(body));
    }

    /// Has the bot let somebody ring, and more if that is wanted.
    Person lets(Person caller, Map<String, ?> more) throws IOException {
        int answered = answers();
        var wishes = new LinkedHashMap<String, Object>(more);
        wishes.put("allow", List.of(caller.hex()));
        says(
                Kind.PUSH_PREFERENCES,
                Tags.NONE,
                Exchange.json(Map.of("prefs", wishes)).toString(),
                false);
        Await.until(this::answers, answers -> answers > answered);
        return this;
    }

    Person lets(Person caller) throws IOException {
        return lets(caller, Map.of());
    }

    private int answers() {
        return (int) heard().stream()
                .filter(rumor ->
                        rumor.tags().value("result").filter("ok"::equals).isPresent())
                .count();
    }

    /// The letters about calls that were missed.
    Stream<Rumor> missed(Call call) {
        return heard().stream()
                .filter(rumor -> rumor.kind() == Kind.CHAT_MESSAGE)
                .filter(rumor -> rumor.tags().values("t").contains("missed-call"))
                .filter(rumor -> call.isIn(rumor));
    }

    @Override
    public void close() {
        client.close();
    }
}
