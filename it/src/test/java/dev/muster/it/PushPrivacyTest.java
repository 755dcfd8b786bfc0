package dev.muster.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.it.Call.Dialect;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.push.apns.PretendApple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What Apple and Google get to know of people, and who gets hold of the bot's disk, its logs or its metrics of their
/// devices: nothing.
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
            Call call = Call.from(carl, bea, Dialect.BUILDIT);
            call.offer();
            for (Phone phone : List.of(iPhone, android, sealed))
                Await.until(() -> phone.rings(call), rings -> !rings.isEmpty());
            call.cancel();
            for (Phone phone : List.of(iPhone, android, sealed)) Await.until(phone::notes, notes -> !notes.isEmpty());
            Training training = start(exchange, bea);
            for (Phone phone : List.of(iPhone, android, sealed)) Await.until(phone::notes, notes -> notes.size() > 1);

            tellsNobodyOf(
                    exchange,
                    List.of(
                            carl.key(),
                            bea.key(),
                            device.key(),
                            exchange.house().admin()),
                    training);
            var secrets = new ArrayList<String>();
            Stream.of(iPhone, android, sealed).map(Phone::tokens).forEach(secrets::addAll);
            secrets.add(pass.path("accessToken").asString(""));
            secrets.add(pass.path("refreshToken").asString(""));
            assertThat(secrets).noneMatch(String::isEmpty);
            keepsSecret(exchange.house(), secrets);
        }
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

    private static void tellsNobodyOf(Exchange exchange, List<SecretKey> people, Training training) throws IOException {
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
        for (SecretKey person : people) {
            telling.add(person.publicKey().hex());
            telling.add(new Npub(person.publicKey()).encode());
        }
        List<PretendApple.Push> pushes = exchange.apple().pushes();
        assertThat(pushes).hasSizeGreaterThanOrEqualTo(8);
        for (PretendApple.Push push : pushes)
            assertThat(telling).as("what Apple reads").noneMatch((push.body() + push.headers())::contains);
        List<JsonNode> messages = exchange.google();
        assertThat(messages).hasSizeGreaterThanOrEqualTo(4);
        for (JsonNode message : messages) {
            String bytes = message.path("body").asString("") + message.path("headers");
            assertThat(telling).as("what Google reads").noneMatch(bytes::contains);
        }
    }

    private static void keepsSecret(House house, List<String> secrets) throws Exception {
        assertThat(secrets).as("what is counted").noneMatch(house.metrics()::contains);
        house.does("notifier", "backup", "backups/notifier");
        house.bot().stop();
        assertThat(house.logs()).isNotEmpty();
        assertThat(secrets).as("what is logged").noneMatch(house.logs()::contains);
        for (String kept : List.of("data/notifier", "backups/notifier"))
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
