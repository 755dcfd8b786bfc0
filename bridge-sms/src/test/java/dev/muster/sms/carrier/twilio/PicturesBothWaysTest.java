package dev.muster.sms.carrier.twilio;

import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.inbox.InboxConfig;
import dev.muster.kit.metrics.Metrics;
import dev.muster.kit.roles.RolesConfig;
import dev.muster.kit.vault.Vault;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.client.ScriptedRelay;
import dev.muster.nostr.client.SmallRelay;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import dev.muster.sms.SmsBridge;
import dev.muster.sms.SmsConfig;
import dev.muster.sms.carrier.Media;
import dev.muster.sms.picture.Lock;
import dev.muster.sms.picture.PicturesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole bridge between a Twilio, a relay, and a server where an operator's client puts things.
@Timeout(120)
class PicturesBothWaysTest {
    private static final SecretKey BOT = SecretKey.random(RANDOM);
    private static final SecretKey OLGA = SecretKey.random(RANDOM);
    private static final String ANA = "+420601123467";
    private static final String SIGHT = "a picture of the river, 35x19";
    private static final Media RIVER =
            Media.read(("\u00ff\u00d8\u00ff" + SIGHT).getBytes(ISO_8859_1)).orElseThrow();
    private static final String MESSAGE = "MM" + "1".repeat(32);
    private static final String MEDIA =
            "/2010-04-01/Accounts/" + TestTwilio.ACCOUNT + "/Messages/" + MESSAGE + "/Media/ME" + "2".repeat(32);

    @TempDir
    private Path folder;

    private final SmallRelay relay = new SmallRelay();
    private final Lock.Locked map = Lock.lock(RIVER, RANDOM);
    private final HttpClient client = HttpClient.newHttpClient();
    private TestTwilio twilio;
    private ScriptedRelay door;
    private HttpServer uploads;
    private SmsBridge bridge;

    @BeforeEach
    void start() throws Exception {
        twilio = new TestTwilio();
        twilio.has(MEDIA, RIVER);
        door = ScriptedRelay.playing(relay);
        uploads = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Serving.DEFAULT,
                new Routes().get("/map", _ -> Response.of(200, "application/octet-stream", map.bytes())));
        Vault.create(folder.resolve("vault.key"), RANDOM);
        var bot = BotConfig.of("sms", "Texts", "", 0);
        var here = new BotConfig(
                folder.resolve("data"),
                folder.resolve("sms.key"),
                folder.resolve("vault.key"),
                bot.name(),
                bot.about(),
                bot.listen(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                new InboxConfig(List.of(door.uri()), false));
        var roles = new RolesConfig(Set.of(), Set.of(), Set.of(), Set.of(OLGA.publicKey()), Set.of(), Set.of());
        SmsConfig usual = SmsConfig.DEFAULT;
        var config = new SmsConfig(
                here,
                usual.region(),
                usual.mode(),
                usual.plain(),
                usual.keep(),
                usual.footer(),
                usual.quiet(),
                usual.ceilings(),
                usual.words(),
                usual.tenDlc(),
                usual.threads(),
                new PicturesConfig(Duration.ofDays(1), 10, 10, true),
                usual.smpp(),
                twilio.config(),
                usual.http());
        bridge = SmsBridge.start(config, new Surroundings(BOT, () -> roles, Instant::now, RANDOM, new Metrics()));
        twilio.knows(bridge.url());
    }

    @AfterEach
    void stop() throws IOException {
        bridge.close();
        uploads.close();
        door.close();
        twilio.close();
        client.shutdownNow();
    }

    /// What an operator's client can show, of that kind.
    private List<Rumor> shown(int kind) {
        var recipient = new Recipient(OLGA, new ConversationKeys(10));
        return relay.stored().stream()
                .filter(event -> event.kind() == Kind.GIFT_WRAP)
                .filter(wrap ->
                        wrap.tags().values("p").contains(OLGA.publicKey().hex()))
                .flatMap(wrap -> recipient.open(wrap) instanceof Opened.Sealed(var message)
                        ? Stream.of(message.rumor())
                        : Stream.empty())
                .filter(rumor -> rumor.kind() == kind)
                .toList();
    }

    private Rumor awaits(int kind) {
        Await.until(() -> !shown(kind).isEmpty());
        return shown(kind).getFirst();
    }

    private HttpResponse<byte[]> fetch(String at) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(at)).build(), BodyHandlers.ofByteArray());
    }

    private Rumor arrives() throws Exception {
        HttpResponse<String> heard = twilio.text(
                bridge.url(),
                MESSAGE,
                ANA,
                "Look!",
                Map.of("NumMedia", "1", "MediaUrl0", "https://api.twilio.com" + MEDIA));
        assertThat(heard.statusCode()).isEqualTo(200);
        return awaits(Kind.FILE_MESSAGE);
    }

    private List<Path> filesWith(String letters) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            var found = new ArrayList<Path>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(letters)) found.add(file);
            }
            return found;
        }
    }

    @Test
    void R48_whatIsSentByMmsIsSeenByOperatorsAndGoneAtTwilio() throws Exception {
        Rumor picture = arrives();

        HttpResponse<byte[]> locked = fetch(picture.content());
        assertThat(locked.statusCode()).isEqualTo(200);
        assertThat(Lock.of(picture.tags()).open(locked.body()).bytes()).isEqualTo(RIVER.bytes());
        assertThat(awaits(Kind.CHAT_MESSAGE).content()).startsWith("Look! [a picture follows]");
        Await.until(() -> twilio.deleted().contains(MESSAGE));
        assertThat(filesWith(SIGHT)).isEmpty();
        assertThat(filesWith(ANA.substring(1))).isEmpty();
    }

    @Test
    void R47_whatAnOperatorShowsGoesOutAsMmsAndIsPurgedWhenItHasArrived() throws Exception {
        PublicKey ghost = arrives().author();
        var olga = new Sender(OLGA, new ConversationKeys(10), Instant::now, RANDOM);
        Tags tags = new Tags(map.lock().tags()).with("p", ghost.hex());
        Rumor said = olga.rumor(Kind.FILE_MESSAGE, tags, uploads.url() + "/map");
        relay.take(olga.wrap(said, ghost, Delivery.stored()));
        relay.take(olga.wrap(said, ghost, Delivery.stored()));
        Await.until(() -> !twilio.taken().isEmpty());

        TestTwilio.Taken mms = twilio.taken().getFirst();
        assertThat(mms.field("To")).isEqualTo(ANA);
        HttpResponse<byte[]> fetched = fetch(mms.field("MediaUrl"));
        assertThat(fetched.body()).isEqualTo(RIVER.bytes());
        assertThat(fetched.headers().firstValue("content-type")).hasValue("image/jpeg");
        assertThat(filesWith(SIGHT)).isEmpty();

        assertThat(twilio.report(bridge.url(), mms, "delivered", Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(fetch(mms.field("MediaUrl")).statusCode()).isEqualTo(404);
        Await.until(
                () -> shown(Kind.REACTION).stream().map(Rumor::content).toList().contains("✓✓"));
        assertThat(twilio.taken()).hasSize(1);
    }
}
