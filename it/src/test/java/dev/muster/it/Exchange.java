package dev.muster.it;

import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.push.apns.Authority;
import dev.muster.notifier.push.apns.PretendApple;
import dev.muster.notifier.push.fcm.TestGoogle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A relay and a bot that wake phones: both are processes, only Apple and Google are pretended.
final class Exchange implements AutoCloseable {
    static final String APP = "org.example.phone";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String KEY_ID = "KEYID67890";
    private static final String TEAM_ID = "TEAMID1234";
    private static final int STREAMS = 100;

    private final NodePeer library;
    private final NodePeer google = new NodePeer(NodeScript.PUSH);
    private final NodePeer computing = new NodePeer(NodeScript.PEER);
    private final PretendApple apple;
    private final House house;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger tokens = new AtomicInteger();

    /// Where browsers and apps are pushed to that use neither Apple nor Google.
    private final JsonNode service = google.ask("service");

    /// Guarded by itself.
    private final List<JsonNode> toGoogle = new ArrayList<>();

    /// Guarded by itself.
    private final List<JsonNode> toService = new ArrayList<>();

    /// @param settings of the relay and the bot, besides those that they need to find the gateways
    Exchange(NodePeer library, Path folder, String... settings) throws Exception {
        this(library, folder, House.SOON_READY, settings);
    }

    /// The same.
    ///
    /// @param java what Java itself is told
    Exchange(NodePeer library, Path folder, List<String> java, String... settings) throws Exception {
        this.library = library;
        var authority = new Authority();
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair signing = generator.generateKeyPair();
        apple = PretendApple.start(authority).trusts(KEY_ID, TEAM_ID, signing.getPublic());
        String server = "localhost" + apple.server().substring(apple.server().indexOf(':'));
        Path gateways = Files.createDirectory(folder.resolve("gateways"));
        Path key = gateways.resolve("AuthKey.p8");
        Files.writeString(key, AppleTest.pem("PRIVATE KEY", signing.getPrivate().getEncoded()));
        TestGoogle.makeKeys(gateways);
        int port = google.ask(
                        "google",
                        Files.readString(gateways.resolve("google.key")),
                        Files.readString(gateways.resolve("google.pem")),
                        STREAMS)
                .asInt();
        house = House.in(
                Files.createDirectory(folder.resolve("house")),
                java,
                Stream.concat(
                                Stream.of(
                                        "notifier.push.apns.key=" + key,
                                        "notifier.push.apns.key_id=" + KEY_ID,
                                        "notifier.push.apns.team_id=" + TEAM_ID,
                                        "notifier.push.apns.production_server=" + server,
                                        "notifier.push.apns.sandbox_server=" + server,
                                        "notifier.push.apns.ca=" + authority.ca(gateways.resolve("ca.pem")),
                                        "notifier.push.fcm.service_account=" + gateways.resolve("account.json"),
                                        "notifier.push.fcm.server=https://localhost:" + port,
                                        "notifier.push.fcm.token_server=https://localhost:" + port + "/token",
                                        "notifier.push.fcm.ca=" + gateways.resolve("google.pem")),
                                Stream.of(settings))
                        .toArray(String[]::new));
        house.relay().start();
        house.bot().start();
    }

    House house() {
        return house;
    }

    PretendApple apple() {
        return apple;
    }

    /// What Google has got, in order.
    List<JsonNode> google() {
        synchronized (toGoogle) {
            google.ask("messages").forEach(toGoogle::add);
            return List.copyOf(toGoogle);
        }
    }

    /// What the push service has got, in order.
    List<JsonNode> service() {
        synchronized (toService) {
            google.ask("pushes").forEach(toService::add);
            return List.copyOf(toService);
        }
    }

    /// What nostr-tools computes.
    NodePeer computing() {
        return computing;
    }

    /// Somebody comes, with a client of nostr-tools.
    Person person() {
        return new Person(this, library);
    }

    /// A phone that rings by a token of its own, and shows and hears all else by another.
    Phone iPhone(String name) {
        var phone = new Phone.Apple(this, name, token(), token());
        apple.knows(phone.ringing(), APP + ".voip").knows(phone.showing(), APP);
        return phone;
    }

    Phone android(String name) {
        return new Phone.Android(this, name, "fcm-" + token());
    }

    /// A browser, at an address that nobody else knows. The bot has to be allowed to go there.
    Phone.Web browser(String name) {
        return new Phone.Web(this, name, "webpush", address("browser-"), Optional.of(keys()));
    }

    /// An app with UnifiedPush, likewise.
    Phone.Web unified(String name) {
        return new Phone.Web(this, name, "unifiedpush", address("unified-"), Optional.of(keys()));
    }

    /// One whose distributor gives no keys yet, so that nothing can be encrypted for it.
    Phone.Web unifiedWithoutKeys(String name) {
        return new Phone.Web(this, name, "unifiedpush", address("plain-"), Optional.empty());
    }

    private String address(String kind) {
        return service.path("endpoint").asString("") + kind + token();
    }

    private Phone.Keys keys() {
        return new Phone.Keys(
                service.path("p256dh").asString(""), service.path("auth").asString(""));
    }

    private String token() {
        return String.format("%08x", tokens.incrementAndGet()) + "5e".repeat(28);
    }

    /// Asks the bot something.
    HttpResponse<String> ask(String method, String path, Optional<String> authorization, Optional<JsonNode> body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url(path))
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofString(json.toString()))
                                .orElseGet(BodyPublishers::noBody));
        authorization.ifPresent(proof -> request.header("authorization", proof));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    URI url(String path) {
        return URI.create(house.pages() + path);
    }

    static JsonNode json(Map<String, ?> fields) {
        return JSON.valueToTree(fields);
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /// Where somebody receives messages.
    void isAt(NodeClient client) {
        client.publish(
                Kind.INBOX_RELAYS, Tags.NONE.with("relay", house.relayUrl().toString()), "");
    }

    @Override
    public void close() {
        house.close();
        apple.close();
        google.close();
        computing.close();
        http.close();
    }
}
