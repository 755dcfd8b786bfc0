package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.Style;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.apns.ApnsConfig;
import dev.muster.notifier.push.apns.ApnsGateway;
import dev.muster.notifier.push.apns.Authority;
import dev.muster.notifier.push.apns.PretendApple;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What Apple gets from us, told by a server that others wrote; and what others send, taken by ours.
@Timeout(120)
class AppleTest {
    private static final String APP = "com.yourcompany.yourapp";
    private static final String VOIP = APP + ".voip";
    private static final String TOKEN = "a1".repeat(32);
    private static final Instant UNTIL = Instant.parse("2033-01-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final PublicKey OWNER =
            PublicKey.parse("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    @TempDir
    private Path folder;

    private Authority authority;
    private KeyPair signing;
    private Authority.Issued voip;

    @BeforeEach
    void makeKeys() throws Exception {
        authority = new Authority();
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        signing = generator.generateKeyPair();
        voip = authority.app(
                "VoIP Services", VOIP, List.of(APP, VOIP), EnumSet.allOf(Environment.class), Duration.ofDays(365));
    }

    static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    private ApnsGateway gateway(String server, Optional<Path> key, List<Path> certificates) throws IOException {
        var config = new ApnsConfig(
                key,
                "KEYID67890",
                "TEAMID1234",
                certificates,
                Authority.PASSWORD,
                server,
                server,
                Optional.empty(),
                Optional.of(authority.ca(folder.resolve("ca.pem"))),
                PATIENCE);
        return new ApnsGateway(config, InstantSource.system(), new SimpleMeterRegistry());
    }

    private static Parcel parcel(Sort sort, Platform platform, String body) {
        var id = new Device.Id(OWNER, APP, "phone", platform);
        var address = Address.token(TOKEN, Environment.PRODUCTION);
        var device = new Device(id, address, Style.CAMEL, "", Optional.empty(), Instant.EPOCH, Instant.MAX);
        return new Parcel(UUID.randomUUID(), device, sort, body.getBytes(UTF_8), Optional.of("call-1"), UNTIL);
    }

    private String start(NodePeer apple) throws IOException {
        Authority.Issued own = authority.server();
        String ca = Files.readString(authority.ca(folder.resolve("ca.pem")));
        String verifies = pem("PUBLIC KEY", signing.getPublic().getEncoded());
        return "127.0.0.1:"
                + apple.ask("start", own.keyPem(), own.certificatePem(), ca, verifies)
                        .asInt();
    }

    private static JsonNode only(NodePeer apple) {
        JsonNode pushes = apple.ask("pushes");
        assertThat(pushes).hasSize(1);
        return pushes.get(0);
    }

    private static String header(JsonNode push, String name) {
        return push.path("headers").path(name).asString("");
    }

    private static void isRing(JsonNode push, Parcel parcel) {
        assertThat(header(push, ":method")).isEqualTo("POST");
        assertThat(header(push, ":path")).isEqualTo("/3/device/" + TOKEN);
        assertThat(header(push, "apns-push-type")).isEqualTo("voip");
        assertThat(header(push, "apns-topic")).isEqualTo(VOIP);
        assertThat(header(push, "apns-priority")).isEqualTo("10");
        assertThat(header(push, "apns-expiration")).isEqualTo("0");
        assertThat(header(push, "apns-id")).isEqualTo(parcel.id().toString());
        assertThat(push.path("headers").has("apns-collapse-id")).isFalse();
        assertThat(push.path("body").asString()).isEqualTo(new String(parcel.body(), UTF_8));
    }

    @Test
    @NeedsNode(NodeScript.APNS)
    void push_R20_R25_nodeSeesWhatAKeySends(NodePeer apple) throws Exception {
        Path p8 = Files.writeString(
                folder.resolve("AuthKey.p8"),
                pem("PRIVATE KEY", signing.getPrivate().getEncoded()));
        try (var gateway = gateway(start(apple), Optional.of(p8), List.of())) {
            var ring = parcel(Sort.RING, Platform.APNS_VOIP, "{\"aps\":{},\"callerName\":\"Ana Dvořáková\"}");
            assertThat(gateway.hand(ring, PATIENCE)).isEqualTo(new Verdict.Taken(Environment.PRODUCTION));
            JsonNode push = only(apple);
            isRing(push, ring);
            JsonNode proof = push.path("proof");
            assertThat(proof.path("signed").asBoolean()).isTrue();
            assertThat(proof.path("header").path("alg").asString()).isEqualTo("ES256");
            assertThat(proof.path("header").path("kid").asString()).isEqualTo("KEYID67890");
            assertThat(proof.path("claims").path("iss").asString()).isEqualTo("TEAMID1234");
            assertThat(Instant.ofEpochSecond(proof.path("claims").path("iat").asLong()))
                    .isBetween(Instant.now().minusSeconds(120), Instant.now());
            assertThat(push.path("certificate").isNull()).isTrue();

            var alert = parcel(Sort.ALERT, Platform.APNS, "{\"aps\":{\"alert\":{},\"mutable-content\":1}}");
            assertThat(gateway.hand(alert, PATIENCE)).isEqualTo(new Verdict.Taken(Environment.PRODUCTION));
            JsonNode shown = only(apple);
            assertThat(header(shown, "apns-push-type")).isEqualTo("alert");
            assertThat(header(shown, "apns-topic")).isEqualTo(APP);
            assertThat(header(shown, "apns-priority")).isEqualTo("10");
            assertThat(header(shown, "apns-collapse-id")).isEqualTo("call-1");
            assertThat(header(shown, "apns-expiration")).isEqualTo(String.valueOf(UNTIL.getEpochSecond()));
            assertThat(header(shown, "authorization")).isEqualTo(header(push, "authorization"));

            var over = parcel(Sort.RING_OVER, Platform.APNS, "{\"aps\":{\"content-available\":1}}");
            assertThat(gateway.hand(over, PATIENCE)).isEqualTo(new Verdict.Taken(Environment.PRODUCTION));
            JsonNode unseen = only(apple);
            assertThat(header(unseen, "apns-push-type")).isEqualTo("background");
            assertThat(header(unseen, "apns-topic")).isEqualTo(APP);
            assertThat(header(unseen, "apns-priority")).isEqualTo("5");
        }
    }

    @Test
    @NeedsNode(NodeScript.APNS)
    void push_R20_R27_nodeSeesWhatACertificateSends(NodePeer apple) throws Exception {
        Path p12 = voip.p12(folder.resolve("voip_cert.p12"));
        try (var gateway = gateway(start(apple), Optional.empty(), List.of(p12))) {
            var ring = parcel(Sort.RING, Platform.APNS_VOIP, "{\"aps\":{},\"hasVideo\":false}");
            assertThat(gateway.hand(ring, PATIENCE)).isEqualTo(new Verdict.Taken(Environment.PRODUCTION));
            JsonNode push = only(apple);
            isRing(push, ring);
            assertThat(push.path("certificate").asString()).isEqualTo("VoIP Services: " + VOIP);
            assertThat(push.path("headers").has("authorization")).isFalse();
        }
    }

    @Test
    @NeedsNode(NodeScript.APNS)
    void push_R30_R31_whatNodeSaysIsUnderstood(NodePeer apple) throws Exception {
        Path p12 = voip.p12(folder.resolve("voip_cert.p12"));
        try (var gateway = gateway(start(apple), Optional.empty(), List.of(p12))) {
            var ring = parcel(Sort.RING, Platform.APNS_VOIP, "{\"aps\":{}}");
            apple.ask("says", 410, "ExpiredToken", 1_700_000_000_123L);
            assertThat(gateway.hand(ring, PATIENCE))
                    .isEqualTo(new Verdict.Dead("ExpiredToken", Optional.of(Instant.ofEpochMilli(1_700_000_000_123L))));
            apple.ask("says", 429, "TooManyRequests");
            assertThat(gateway.hand(ring, PATIENCE)).isEqualTo(new Verdict.Later("TooManyRequests"));
            apple.ask("says", 400, "BadDeviceToken");
            assertThat(gateway.hand(ring, PATIENCE)).isEqualTo(new Verdict.Taken(Environment.SANDBOX));
        }
    }

    /// The command of the manual that comes with people's apps, with the certificate that we'd use.
    @Test
    void seed001_curlSendsTheSame() throws Exception {
        assumeTrue(curlHasHttp2(), "curl with HTTP/2 is missing");
        Path pem = Files.writeString(folder.resolve("voip_cert.pem"), voip.certificatePem() + voip.keyPem());
        try (var apple = PretendApple.start(authority)) {
            apple.trusts(voip.certificate(), Set.of(VOIP)).knows(TOKEN, VOIP);
            String data = "{\"callId\":\"abc-123\",\"callerName\":\"John Doe\",\"handle\":\"+1234567890\"}";
            Process curl = new ProcessBuilder(
                            "curl",
                            "-v",
                            "--cert",
                            "voip_cert.pem",
                            "--header",
                            "apns-topic: com.yourcompany.yourapp.voip",
                            "--header",
                            "apns-push-type: voip",
                            "--header",
                            "apns-priority: 10",
                            "--header",
                            "apns-expiration: 0",
                            "--data",
                            data,
                            "--cacert",
                            authority.ca(folder.resolve("ca.pem")).toString(),
                            "https://" + apple.server() + "/3/device/" + TOKEN)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
            assertThat(curl.waitFor()).as(said).isZero();
            assertThat(said).contains("HTTP/2 200");
            assertThat(apple.last().body()).isEqualTo(data);

            try (var gateway = gateway(apple.server(), Optional.empty(), List.of(pem))) {
                var ring = parcel(Sort.RING, Platform.APNS_VOIP, data);
                assertThat(gateway.hand(ring, PATIENCE)).isEqualTo(new Verdict.Taken(Environment.PRODUCTION));
            }
            var theirs = apple.pushes().getFirst();
            var ours = apple.pushes().getLast();
            for (String each :
                    List.of(":method", ":path", "apns-topic", "apns-push-type", "apns-priority", "apns-expiration"))
                assertThat(ours.header(each)).as(each).isEqualTo(theirs.header(each));
            assertThat(ours.body()).isEqualTo(theirs.body());
        }
    }

    private static boolean curlHasHttp2() throws InterruptedException {
        try {
            Process version = new ProcessBuilder("curl", "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(version.getInputStream().readAllBytes(), UTF_8);
            return version.waitFor() == 0 && said.contains("HTTP2");
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
