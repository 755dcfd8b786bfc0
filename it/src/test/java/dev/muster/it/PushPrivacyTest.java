package dev.muster.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.it.Call.Dialect;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.push.apns.PretendApple;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What gateways get to know of people, and who gets hold of the bot's disk, its logs or its metrics of their devices:
/// nothing.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PushPrivacyTest {
    private static final String NAME = "Bohumila Kvapilova";

    private final NodePeer library;

    PushPrivacyTest(NodePeer library) {
        this.library = library;
    }

    @Test
    void push_R11_R36_nobodyIsNamedToAGatewayAndNoTokenStandsAnywhere(@TempDir Path folder) throws Exception {
        try (var exchange = new Exchange(library, folder);
                Person carl = exchange.person();
                Person bea = exchange.person();
                Person device = exchange.person()) {
            Phone iPhone = exchange.iPhone("iphone");
            Phone android = exchange.android("android");
            Phone sealed = exchange.iPhone("sealed");
            bea.lets(carl, Map.of("petnames", Map.of(carl.hex(), NAME)))
                    .has(iPhone)
                    .has(android)
                    .has(sealed, Map.of("enc", device.hex()));
            JsonNode pass = bea.registers(android, Map.of());
            Training training = happens(exchange, carl, bea, List.of(iPhone, android, sealed));

            List<PretendApple.Push> pushes = exchange.apple().pushes();
            List<JsonNode> messages = exchange.google();
            assertThat(pushes).hasSizeGreaterThanOrEqualTo(8);
            assertThat(messages).hasSizeGreaterThanOrEqualTo(4);
            List<String> telling = telling(exchange, List.of(carl, bea, device), training);
            for (PretendApple.Push push : pushes)
                assertThat(telling).as("what Apple reads").noneMatch((push.body() + push.headers())::contains);
            for (JsonNode message : messages) {
                String bytes = message.path("body").asString("") + message.path("headers");
                assertThat(telling).as("what Google reads").noneMatch(bytes::contains);
            }
            keepsSecret(exchange.house(), secrets(List.of(iPhone, android, sealed), pass));
        }
    }

    @Test
    void push_R11_R50_R55_aPushServiceReadsNothingAndNoAddressStandsAnywhere(@TempDir Path folder) throws Exception {
        String[] settings = {
            "notifier.push.web.local_endpoints=true", "notifier.push.web.subject=mailto:host@example.com"
        };
        try (var exchange = new Exchange(library, folder, settings);
                Person carl = exchange.person();
                Person bea = exchange.person()) {
            Phone.Web browser = exchange.browser("browser");
            Phone.Web unified = exchange.unified("unified");
            Phone.Web plain = exchange.unifiedWithoutKeys("plain");
            bea.lets(carl, Map.of("petnames", Map.of(carl.hex(), NAME)))
                    .has(unified)
                    .has(plain);
            JsonNode pass = bea.registers(browser, Map.of());
            Training training = happens(exchange, carl, bea, List.of(browser, unified));
            isWoken(exchange, pass, browser);

            assertThat(browser.rings().getFirst().path("callerName").asString(""))
                    .as("what the browser alone reads")
                    .isEqualTo(NAME);
            assertThat(plain.pushes())
                    .isNotEmpty()
                    .allSatisfy(
                            push -> assertThat(push.path("bytes").asString("")).isEqualTo("{\"type\":\"wake\"}"));
            List<String> telling = telling(exchange, List.of(carl, bea), training);
            assertThat(exchange.service()).hasSizeGreaterThanOrEqualTo(8);
            for (JsonNode push : exchange.service()) {
                assertThat(telling).as("what a push service reads").noneMatch(seen(push)::contains);
                assertThat(push.path("headers").propertyNames())
                        .isSubsetOf(
                                "host",
                                "connection",
                                "content-length",
                                "content-type",
                                "content-encoding",
                                "user-agent",
                                "authorization",
                                "ttl",
                                "urgency",
                                "topic");
            }
            List<String> secrets = secrets(List.of(browser, unified, plain), pass);
            browser.rings().forEach(ring -> secrets.add(ring.path("pass").asString("")));
            keepsSecret(exchange.house(), secrets);
        }
    }

    /// A call, its end, and a session; each comes to every phone.
    private static Training happens(Exchange exchange, Person carl, Person bea, List<? extends Phone> phones)
            throws Exception {
        Call call = Call.from(carl, bea, Dialect.BUILDIT);
        call.offer();
        for (Phone phone : phones) Await.until(() -> phone.rings(call), rings -> !rings.isEmpty());
        call.cancel();
        for (Phone phone : phones) Await.until(phone::notes, notes -> !notes.isEmpty());
        Training training = start(exchange, bea);
        for (Phone phone : phones) Await.until(phone::notes, notes -> notes.size() > 1);
        return training;
    }

    /// Her relay tells the bot by the callbacks of her device that something has come; somebody else guesses one.
    private static void isWoken(Exchange exchange, JsonNode pass, Phone.Web browser) throws Exception {
        int before = browser.pushes().size();
        JsonNode news = Exchange.json("{\"id\":\"" + "0a".repeat(32) + "\",\"relay\":\"wss://relay.example.org\"}");
        for (String what : List.of("messages", "calls")) {
            String path =
                    URI.create(pass.path("callbacks").path(what).asString("")).getPath();
            assertThat(exchange.ask("POST", path, Optional.empty(), Optional.of(news))
                            .statusCode())
                    .isBetween(200, 299);
            exchange.ask("GET", path, Optional.empty(), Optional.empty());
            exchange.ask("POST", path + "x", Optional.empty(), Optional.of(news));
        }
        Await.until(browser::pushes, pushes -> pushes.size() > before);
    }

    /// All of a push that isn't encrypted, or looks as if it weren't. What it says of the push service itself is left
    /// out.
    private static String seen(JsonNode push) {
        String authorization = push.path("headers").path("authorization").asString("");
        String claims = authorization.isEmpty()
                ? ""
                : new String(Base64.getUrlDecoder().decode(authorization.split("\\.", -1)[1]), UTF_8)
                        .replace("\"http://" + push.path("headers").path("host").asString(""), "");
        return push.path("path") + " " + push.path("headers") + claims
                + push.path("bytes").asString("");
    }

    private static List<String> secrets(List<? extends Phone> phones, JsonNode pass) {
        var secrets = new ArrayList<String>();
        phones.stream().map(Phone::tokens).forEach(secrets::addAll);
        secrets.add(pass.path("accessToken").asString(""));
        secrets.add(pass.path("refreshToken").asString(""));
        // …/v1/wake/{token}/messages
        secrets.add(pass.path("callbacks").path("messages").asString("").split("/", -1)[5]);
        assertThat(secrets).noneMatch(String::isEmpty);
        return secrets;
    }

    /// A session that she comes to.
    private static Training start(Exchange exchange, Person bea) throws Exception {
        SecretKey organizer = exchange.house().admin();
        Training training = Training.by(organizer, "medic-101");
        try (var organizers =
                new People(exchange.house().relayUrl(), exchange.house().botKey(), List.of(organizer))) {
            organizers.answer(organizers.say(
                    organizer,
                    Kind.TIME_EVENT,
                    training.announcement(List.of(bea.key().publicKey())),
                    ""));
            bea.says(Kind.RSVP, training.answer("accepted"), "", false);
            Await.until(bea::heard, heard -> heard.stream().anyMatch(training::isAbout));
            organizers.answer(organizers.say(organizer, Kind.MEETING_SESSION, training.meeting("live"), ""));
        }
        return training;
    }

    private static List<String> telling(Exchange exchange, List<Person> people, Training training) throws IOException {
        var telling = new ArrayList<>(List.of(
                NAME,
                "Street medic",
                training.id(),
                "npub1",
                "://",
                "meet.example.org",
                exchange.house().botKey().hex(),
                exchange.house().relayUrl().getAuthority(),
                exchange.house().pages().getAuthority()));
        var keys = new ArrayList<>(people.stream().map(Person::key).toList());
        keys.add(exchange.house().admin());
        for (SecretKey key : keys) {
            telling.add(key.publicKey().hex());
            telling.add(new Npub(key.publicKey()).encode());
        }
        return telling;
    }

    private static void keepsSecret(House house, List<String> secrets) throws Exception {
        assertThat(secrets).as("what is counted").noneMatch(house.metrics()::contains);
        house.does("notifier", "backup", "backups/notifier");
        house.bot().stop();
        assertThat(house.logs()).isNotEmpty();
        assertThat(secrets).as("what is logged").noneMatch(house.logs()::contains);
        for (String kept : List.of("data/notifier", "backups/notifier", "data/relay"))
            noneStandsIn(house.folder().resolve(kept), secrets);
    }

    private static void noneStandsIn(Path folder, List<String> secrets) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                String bytes = Files.readString(file, ISO_8859_1);
                assertThat(secrets).as("what stands in " + file.getFileName()).noneMatch(bytes::contains);
            }
        }
    }
}
