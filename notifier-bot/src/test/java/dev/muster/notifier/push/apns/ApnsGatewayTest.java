package dev.muster.notifier.push.apns;

import static dev.muster.notifier.device.Environment.PRODUCTION;
import static dev.muster.notifier.device.Environment.SANDBOX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.apns.PretendApple.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Apple gets, and what we make of what it says.
@Timeout(60)
class ApnsGatewayTest {
    private static final String TOKEN = "a1".repeat(32);
    private static final String APP = Parcels.APP;
    private static final String VOIP = APP + ".voip";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(1500);

    private static Authority authority;
    private static KeyPair signing;

    @TempDir
    private Path folder;

    private PretendApple production;
    private PretendApple sandbox;
    private volatile Instant now = Instant.now();
    private SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<ApnsGateway> gateways = new ArrayList<>();

    @BeforeAll
    static void makeKeys() {
        authority = new Authority();
        signing = Authority.pair("EC");
    }

    @BeforeEach
    void startServers() throws IOException {
        production = server().knows(TOKEN, VOIP);
        sandbox = server();
    }

    private static PretendApple server() throws IOException {
        return PretendApple.start(authority).trusts("KEYID67890", "TEAMID1234", signing.getPublic());
    }

    @AfterEach
    void close() {
        gateways.forEach(ApnsGateway::close);
        production.close();
        sandbox.close();
    }

    private ApnsConfig config(boolean hasKey, List<Path> certificates, Duration patience) throws IOException {
        Path p8 = Files.writeString(
                folder.resolve("AuthKey_KEYID67890.p8"),
                Authority.pem("PRIVATE KEY", signing.getPrivate().getEncoded()));
        return new ApnsConfig(
                hasKey ? Optional.of(p8) : Optional.empty(),
                "KEYID67890",
                "TEAMID1234",
                certificates,
                Authority.PASSWORD,
                production.server(),
                sandbox.server(),
                Optional.empty(),
                Optional.of(authority.ca(folder.resolve("ca.pem"))),
                patience);
    }

    private ApnsGateway gateway(ApnsConfig config) {
        metrics = new SimpleMeterRegistry();
        var gateway = new ApnsGateway(config, () -> now, metrics);
        gateways.add(gateway);
        return gateway;
    }

    private ApnsGateway withKey() throws IOException {
        return gateway(config(true, List.of(), PATIENCE));
    }

    private ApnsGateway withCertificates(Path... files) throws IOException {
        return gateway(config(false, List.of(files), PATIENCE));
    }

    private Authority.Issued forCalls(Duration life) {
        var issued = authority.app("VoIP Services", VOIP, List.of(VOIP), EnumSet.allOf(Environment.class), life);
        production.trusts(issued.certificate(), Set.of(VOIP));
        sandbox.trusts(issued.certificate(), Set.of(VOIP));
        return issued;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never happened").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private double count(String name) {
        return metrics.get("muster.notifier.push.apns." + name).counter().count();
    }

    // What Apple gets

    @Test
    void push_R20_aRingGoesNowOrNever() throws Exception {
        assertThat(withKey().hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        var push = production.last();
        assertThat(push.token()).isEqualTo(TOKEN);
        assertThat(push.header("apns-push-type")).isEqualTo("voip");
        assertThat(push.header("apns-topic")).isEqualTo(VOIP);
        assertThat(push.header("apns-priority")).isEqualTo("10");
        assertThat(push.header("apns-expiration")).isEqualTo("0");
        assertThat(push.headers()).doesNotContainKey("apns-collapse-id");
        assertThat(push.body()).isEqualTo(Parcels.RING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALERT", "RING_OVER", "WAKE"})
    void push_R20_whatDoesNotRingNeverGoesToATokenForCalls(Sort sort) throws Exception {
        var address = Address.token(TOKEN, PRODUCTION);
        var parcel = Parcels.parcel(sort, Platform.APNS_VOIP, address, Parcels.RING);
        assertThat(withKey().hand(parcel, PATIENCE)).isInstanceOf(Verdict.Refused.class);
        assertThat(production.connections()).isZero();
    }

    @Test
    void push_R20_aRingForAPhoneWithoutATokenForCallsIsShownNowOrNever() throws Exception {
        production.knows(TOKEN, APP);
        var address = Address.token(TOKEN, PRODUCTION);
        var parcel = Parcels.parcel(Sort.RING, Platform.APNS, address, Parcels.ALERT);
        assertThat(withKey().hand(parcel, PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        var push = production.last();
        assertThat(push.header("apns-push-type")).isEqualTo("alert");
        assertThat(push.header("apns-topic")).isEqualTo(APP);
        assertThat(push.header("apns-priority")).isEqualTo("10");
        assertThat(push.header("apns-expiration")).isEqualTo("0");
    }

    @Test
    void push_R21_anAlertIsKeptUntilItsEnd() throws Exception {
        production.knows(TOKEN, APP);
        assertThat(withKey().hand(Parcels.alert(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        var push = production.last();
        assertThat(push.header("apns-push-type")).isEqualTo("alert");
        assertThat(push.header("apns-topic")).isEqualTo(APP);
        assertThat(push.header("apns-priority")).isEqualTo("10");
        assertThat(push.header("apns-collapse-id")).isEqualTo("call-1");
        assertThat(push.header("apns-expiration")).isEqualTo(String.valueOf(Parcels.UNTIL.getEpochSecond()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RING_OVER", "WAKE"})
    void push_R22_whatIsUnseenHasTime(Sort sort) throws Exception {
        production.knows(TOKEN, APP);
        var address = Address.token(TOKEN, PRODUCTION);
        var parcel = Parcels.parcel(sort, Platform.APNS, address, Parcels.UNSEEN);
        assertThat(withKey().hand(parcel, PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        var push = production.last();
        assertThat(push.header("apns-push-type")).isEqualTo("background");
        assertThat(push.header("apns-topic")).isEqualTo(APP);
        assertThat(push.header("apns-priority")).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource({"APNS_VOIP,RING,5120", "APNS,ALERT,4096"})
    void push_R23_sizesAreCheckedInBytesBeforeSending(Platform platform, Sort sort, int most) throws Exception {
        if (platform == Platform.APNS) production.knows(TOKEN, APP);
        var address = Address.token(TOKEN, PRODUCTION);
        String frame = "{\"aps\":{},\"p\":\"\"}";
        // Of two bytes each in UTF-8.
        String letters = "é".repeat((most - frame.length()) / 2);
        String largest = frame.replace("\"\"", '"' + letters + "x".repeat((most - frame.length()) % 2) + '"');
        var gateway = withKey();
        assertThat(gateway.hand(Parcels.parcel(sort, platform, address, largest), PATIENCE))
                .isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(gateway.hand(Parcels.parcel(sort, platform, address, largest + " "), PATIENCE))
                .isEqualTo(new Verdict.Refused("payload too large: more than " + most + " bytes"));
        assertThat(production.pushes()).hasSize(1);
    }

    @Test
    void push_R24_aSecondAttemptHasTheSameId() throws Exception {
        var parcel = Parcels.ring(TOKEN);
        var gateway = withKey();
        production.says(new Refusal(503, "ServiceUnavailable"));
        assertThat(gateway.hand(parcel, PATIENCE)).isEqualTo(new Verdict.Later("ServiceUnavailable"));
        assertThat(gateway.hand(parcel, PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.pushes())
                .hasSize(2)
                .allMatch(push -> push.header("apns-id").equals(parcel.id().toString()));
    }

    // Who we are

    @Test
    void push_R25_manyPushesShareOneConnectionAndOneToken() throws Exception {
        var gateway = withKey();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var verdicts = new ArrayList<Future<Verdict>>();
            for (int i = 0; i < 200; i++)
                verdicts.add(callers.submit(() -> gateway.hand(Parcels.ring(TOKEN), PATIENCE)));
            for (var each : verdicts) assertThat(each.get()).isEqualTo(new Verdict.Taken(PRODUCTION));
        }
        assertThat(production.connections()).isOne();
        assertThat(production.tokens()).isOne();
        assertThat(count("tokens.minted")).isOne();
    }

    @Test
    void push_R25_anExpiredTokenIsReplacedOnAFreshConnection() throws Exception {
        var gateway = withKey();
        gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        production.expireTokens();
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.connections()).isEqualTo(2);
        assertThat(production.tokens()).isEqualTo(2);
    }

    @Test
    void push_R25_itIsReplacedOnceAndNotForEver() throws Exception {
        var expired = new Refusal(403, "ExpiredProviderToken");
        production.says(expired, expired, expired, expired);
        assertThat(withKey().hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Later("ExpiredProviderToken"));
        assertThat(production.pushes()).hasSize(2);
    }

    @Test
    void push_R26_aTokenThatChangesTooOftenIsLeftAlone() throws Exception {
        var gateway = withKey();
        production.says(new Refusal(429, "TooManyProviderTokenUpdates"));
        var first = gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        assertThat(first)
                .isEqualTo(new Verdict.Later("TooManyProviderTokenUpdates", Optional.of(Duration.ofMinutes(1))));
        now = now.plusSeconds(20);
        var second = gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        assertThat(second)
                .isEqualTo(new Verdict.Later("TooManyProviderTokenUpdates", Optional.of(Duration.ofSeconds(40))));
        assertThat(production.pushes()).hasSize(1);
        now = now.plusSeconds(41);
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.connections()).isOne();
        assertThat(production.tokens()).isOne();
        assertThat(count("tokens.refused")).isOne();
    }

    @Test
    void push_R27_aCertificateServesTheTopicsThatItNames() throws Exception {
        Path file = forCalls(Duration.ofDays(100)).p12(folder.resolve("voip.p12"));
        var gateway = withCertificates(file);
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.last().headers()).doesNotContainKey("authorization");
        assertThat(gateway.hand(Parcels.alert(TOKEN), PATIENCE))
                .isEqualTo(new Verdict.Closed("nothing to show to Apple for this app"));
    }

    @Test
    void push_R27_aCertificateComesBeforeAKeyAndTheKeyServesTheRest() throws Exception {
        Path file = forCalls(Duration.ofDays(100)).p12(folder.resolve("voip.p12"));
        var gateway = gateway(config(true, List.of(file), PATIENCE));
        gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        assertThat(production.last().headers()).doesNotContainKey("authorization");
        String other = "b2".repeat(32);
        production.knows(other, APP);
        assertThat(gateway.hand(Parcels.alert(other), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.last().header("authorization")).startsWith("bearer ");
    }

    @Test
    void push_R27_aCertificateForDevelopmentIsNotShownInProduction() throws Exception {
        var issued = authority.app("Apple Push", APP, List.of(APP, VOIP), Set.of(SANDBOX), Duration.ofDays(9));
        sandbox.trusts(issued.certificate(), Set.of(APP, VOIP)).knows(TOKEN, VOIP);
        var gateway = withCertificates(issued.p12(folder.resolve("development.p12")));
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isInstanceOf(Verdict.Closed.class);
        var address = Address.token(TOKEN, SANDBOX);
        var parcel = Parcels.parcel(Sort.RING, Platform.APNS_VOIP, address, Parcels.RING);
        assertThat(gateway.hand(parcel, PATIENCE)).isEqualTo(new Verdict.Taken(SANDBOX));
    }

    @Test
    void push_R28_anExpiredCertificateIsClosedAndTheRestRuns() throws Exception {
        Path file = forCalls(Duration.ofDays(-1)).p12(folder.resolve("voip.p12"));
        var alone = withCertificates(file);
        assertThat(alone.hand(Parcels.ring(TOKEN), PATIENCE))
                .isEqualTo(new Verdict.Closed("the certificate for this app has expired"));
        assertThat(alone.credentials())
                .singleElement()
                .satisfies(it -> assertThat(it.problem()).contains("has expired"));
        var withKey = gateway(config(true, List.of(file), PATIENCE));
        assertThat(withKey.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
    }

    @Test
    void push_R28_oneThatExpiresLaterIsClosedThen() throws Exception {
        Path file = forCalls(Duration.ofHours(49)).p12(folder.resolve("voip.p12"));
        var gateway = withCertificates(file);
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(metrics.get("muster.notifier.push.apns.certificate.days")
                        .tag("file", "voip.p12")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(gateway.credentials().getFirst().reminder(now)).contains(3);
        now = now.plus(Duration.ofDays(3));
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE))
                .isEqualTo(new Verdict.Closed("the certificate for this app has expired"));
    }

    @ParameterizedTest
    @CsvSource({"31,", "30,30", "29,30", "14,14", "8,14", "7,7", "3,3", "2,3", "1,1", "0,1"})
    void push_R28_remindersComeInFiveSteps(int days, Integer reminder) {
        var credential = new Credential(
                "voip.p12",
                Credential.Kind.CERTIFICATE,
                "",
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.of(now.plus(Duration.ofDays(days))),
                Optional.empty());
        assertThat(credential.reminder(now)).isEqualTo(Optional.ofNullable(reminder));
    }

    @Test
    void push_R28_aNewFileIsUsedWithoutARestart() throws Exception {
        Path file = forCalls(Duration.ofDays(2)).p12(folder.resolve("voip.p12"));
        var gateway = withCertificates(file);
        gateway.start();
        gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        forCalls(Duration.ofDays(365)).p12(file);
        now = now.plus(Duration.ofMinutes(2));
        await(() -> gateway.credentials().getFirst().daysLeft(now).orElse(0L) > 300);
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.connections()).isEqualTo(2);
    }

    @Test
    void push_R28_aFileThatIsHalfWrittenChangesNothing() throws Exception {
        Path file = forCalls(Duration.ofDays(200)).p12(folder.resolve("voip.p12"));
        var gateway = withCertificates(file);
        gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        Files.write(file, new byte[] {48, 1, 2});
        now = now.plus(Duration.ofMinutes(2));
        var _ = gateway.look();
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.connections()).isOne();
    }

    // Where the token is from, and whether it lives

    @Test
    void push_R29_aTokenOfTheOtherWorldIsFoundThere() throws Exception {
        String token = "b2".repeat(32);
        sandbox.knows(token, VOIP);
        assertThat(withKey().hand(Parcels.ring(token), PATIENCE)).isEqualTo(new Verdict.Taken(SANDBOX));
        assertThat(production.last().reason()).isEqualTo("BadDeviceToken");
    }

    @Test
    void push_R31_aTokenThatBothRefuseIsDead() throws Exception {
        String token = "b2".repeat(32);
        assertThat(withKey().hand(Parcels.ring(token), PATIENCE))
                .isEqualTo(new Verdict.Dead("BadDeviceToken", Optional.empty()));
        assertThat(sandbox.pushes()).hasSize(1);
    }

    @Test
    void push_R31_aTokenThatHasWorkedIsOnlySuspect() throws Exception {
        String token = "b2".repeat(32);
        var address = Address.token(token, PRODUCTION).provenIn(PRODUCTION);
        var parcel = Parcels.parcel(Sort.RING, Platform.APNS_VOIP, address, Parcels.RING);
        assertThat(withKey().hand(parcel, PATIENCE)).isEqualTo(new Verdict.Refused("BadDeviceToken"));
        assertThat(sandbox.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "403,InvalidProviderToken",
        "403,BadCertificateEnvironment",
        "429,TooManyRequests",
        "429,TooManyProviderTokenUpdates",
        "500,InternalServerError",
        "503,ServiceUnavailable",
        "503,Shutdown"
    })
    void push_R31_aTokenIsNotDeadWhileTheOtherWorldHasNotRefusedIt(int status, String reason) throws Exception {
        sandbox.says(new Refusal(status, reason));
        assertThat(withKey().hand(Parcels.ring("b2".repeat(32)), PATIENCE)).isNotInstanceOf(Verdict.Dead.class);
        assertThat(sandbox.pushes()).hasSize(1);
    }

    @Test
    void push_R31_aTokenIsNotDeadWhileTheOtherWorldIsSilent() throws Exception {
        sandbox.fallSilent();
        var gateway = gateway(config(true, List.of(), SHORT));
        assertThat(gateway.hand(Parcels.ring("b2".repeat(32)), PATIENCE)).isEqualTo(new Verdict.Later("no answer"));
    }

    @Test
    void push_R31_aTokenIsNotDeadWhereThereIsNobodyElseToAsk() throws Exception {
        var issued = authority.app("Apple Push", APP, List.of(VOIP), Set.of(PRODUCTION), Duration.ofDays(9));
        production.trusts(issued.certificate(), Set.of(VOIP));
        var gateway = withCertificates(issued.p12(folder.resolve("production.p12")));
        assertThat(gateway.hand(Parcels.ring("b2".repeat(32)), PATIENCE))
                .isEqualTo(new Verdict.Refused("BadDeviceToken"));
    }

    @Test
    void push_R30_whenTheAppWentIsPassedOn() throws Exception {
        Instant since = Instant.parse("2026-01-02T03:04:05.678Z");
        String token = "b2".repeat(32);
        production.lost(token, since);
        assertThat(withKey().hand(Parcels.ring(token), PATIENCE))
                .isEqualTo(new Verdict.Dead("Unregistered", Optional.of(since)));
        production.says(new Refusal(410, "ExpiredToken", Optional.of(since)));
        assertThat(withKey().hand(Parcels.ring(TOKEN), PATIENCE))
                .isEqualTo(new Verdict.Dead("ExpiredToken", Optional.of(since)));
    }

    @ParameterizedTest
    @CsvSource({
        "400,BadCollapseId,Refused",
        "400,TopicDisallowed,Refused",
        "400,SomethingNew,Refused",
        "410,SomethingNew,Refused",
        "413,PayloadTooLarge,Refused",
        "403,InvalidProviderToken,Closed",
        "403,BadCertificate,Closed",
        "429,TooManyRequests,Later",
        "500,InternalServerError,Later",
        "503,ServiceUnavailable,Later",
        "503,Shutdown,Later"
    })
    void push_R31_nothingElseMakesATokenDead(int status, String reason, String verdict) throws Exception {
        production.says(new Refusal(status, reason));
        var said = withKey().hand(Parcels.ring(TOKEN), PATIENCE);
        assertThat(said.getClass().getSimpleName()).isEqualTo(verdict);
        assertThat(said.reason()).isEqualTo(reason);
    }

    @Test
    void reasonsAreWordsWhateverStandsInTheAnswer() throws Exception {
        production.says(new Refusal(400, "token " + TOKEN + " is bad"));
        assertThat(withKey().hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Refused("HTTP 400"));
    }

    // When Apple doesn't answer

    @Test
    void push_R32_whatIsNotAnsweredInTimeIsGivenUp() throws Exception {
        production.fallSilent();
        var gateway = gateway(config(true, List.of(), SHORT));
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Later("no answer"));
        production.speak();
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        assertThat(production.connections()).as("the silent one is left behind").isEqualTo(2);
    }

    @Test
    void push_R33_aServerThatIsBackIsUsedAtOnce() throws Exception {
        var gateway = gateway(config(true, List.of(), SHORT));
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
        production.shut();
        // Pushy alone would by now wait for 16 seconds before it connects again.
        for (int i = 0; i < 6; i++)
            assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isInstanceOf(Verdict.Later.class);
        production.open();
        await(() -> handed(gateway) instanceof Verdict.Taken);
    }

    private static Verdict handed(ApnsGateway gateway) {
        try {
            return gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void push_R33_aGoodbyeIsNotTheEnd() throws Exception {
        var gateway = withKey();
        gateway.hand(Parcels.ring(TOKEN), PATIENCE);
        production.sayGoodbye();
        await(() -> handed(gateway) instanceof Verdict.Taken && production.connections() == 2);
    }

    @Test
    void push_R33_aConnectionThatIsCutIsTriedLater() throws Exception {
        production.cutNext();
        var gateway = withKey();
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Later("no connection"));
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
    }

    // The road there

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void push_R38_thereMayBeAProxy(String scheme) throws Exception {
        try (var proxy = new Proxy()) {
            ApnsConfig direct = config(true, List.of(), PATIENCE);
            var gateway = gateway(new ApnsConfig(
                    direct.key(),
                    direct.keyId(),
                    direct.teamId(),
                    direct.certificates(),
                    direct.certificatePassword(),
                    direct.productionServer(),
                    direct.sandboxServer(),
                    Optional.of(proxy.address(scheme)),
                    direct.ca(),
                    direct.patience()));
            assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Taken(PRODUCTION));
            assertThat(proxy.asked()).isEqualTo(production.server());
        }
    }

    @Test
    void push_R38_whomThePinnedAuthorityDoesNotKnowGetsNothing() throws Exception {
        var gateway = withKey();
        new Authority().ca(folder.resolve("ca.pem"));
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Later("no connection"));
        assertThat(production.pushes()).isEmpty();
    }

    @Test
    void withoutCredentialsThereIsNoGateway() throws Exception {
        var gateway = gateway(ApnsConfig.DEFAULT);
        assertThat(gateway.hand(Parcels.ring(TOKEN), PATIENCE)).isEqualTo(new Verdict.Closed("APNs is not configured"));
    }

    @Test
    void bothServersCanBeAskedWhetherTheyKnowUs() throws Exception {
        var stranger = authority.app("VoIP Services", VOIP, List.of(VOIP), EnumSet.of(PRODUCTION), Duration.ofDays(9));
        var gateway = gateway(config(true, List.of(stranger.p12(folder.resolve("stranger.p12"))), PATIENCE));
        var trials = gateway.tryServers(APP, PATIENCE);
        assertThat(trials)
                .extracting(trial ->
                        trial.credential().file() + " " + trial.server() + " " + trial.outcome() + " " + trial.answer())
                .containsExactlyInAnyOrder(
                        "AuthKey_KEYID67890.p8 " + production.server() + " KNOWN BadDeviceToken",
                        "AuthKey_KEYID67890.p8 " + sandbox.server() + " KNOWN BadDeviceToken",
                        "stranger.p12 " + production.server() + " REFUSED BadCertificate");
    }
}
