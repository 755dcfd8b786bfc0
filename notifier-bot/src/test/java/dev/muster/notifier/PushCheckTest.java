package dev.muster.notifier;

import static dev.muster.notifier.device.Environment.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.notifier.PushCheck.Finding;
import dev.muster.notifier.push.apns.ApnsConfig;
import dev.muster.notifier.push.apns.Authority;
import dev.muster.notifier.push.apns.PretendApple;
import dev.muster.notifier.push.fcm.FcmConfig;
import dev.muster.notifier.push.fcm.TestGoogle;
import dev.muster.notifier.push.web.WebPushConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever has to find out why no phone rings is told what is wrong, and what to do.
@NullMarked
@Timeout(60)
class PushCheckTest {
    private static final String APP = "org.example.app";
    private static final String VOIP = APP + ".voip";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration YEAR = Duration.ofDays(365);

    private static Authority authority;
    private static KeyPair signing;

    @TempDir
    private static Path googles;

    @TempDir
    private Path folder;

    private PretendApple apple;

    @BeforeAll
    static void makeKeys() throws Exception {
        authority = new Authority();
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        signing = generator.generateKeyPair();
        TestGoogle.makeKeys(googles);
    }

    @BeforeEach
    void startApple() throws IOException {
        apple = PretendApple.start(authority).trusts("KEYID67890", "TEAMID1234", signing.getPublic());
    }

    @AfterEach
    void stopApple() {
        apple.close();
    }

    private Path key() throws IOException {
        String base64 =
                Base64.getMimeEncoder().encodeToString(signing.getPrivate().getEncoded());
        String pem = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
        return Files.writeString(folder.resolve("AuthKey_KEYID67890.p8"), pem);
    }

    /// A certificate that rings one app, whose file Apple hasn't heard of yet.
    private Authority.Issued certificate(Duration life) {
        return authority.app("VoIP Services", VOIP, List.of(VOIP), EnumSet.of(PRODUCTION), life);
    }

    private ApnsConfig apns(String teamId, Optional<Path> key, Path... certificates) throws IOException {
        return new ApnsConfig(
                key,
                "KEYID67890",
                teamId,
                List.of(certificates),
                Authority.PASSWORD,
                apple.server(),
                apple.server(),
                Optional.empty(),
                Optional.of(authority.ca(folder.resolve("ca.pem"))),
                PATIENCE);
    }

    private List<Finding> check(String app, ApnsConfig apns, FcmConfig fcm, Optional<String> subject) throws Exception {
        var web = new WebPushConfig(folder.resolve("vapid.key"), subject, false, PATIENCE);
        var none = NotifierConfig.DEFAULT;
        var config = new NotifierConfig(
                none.bot(), none.sessions(), none.devices(), none.rings(), new PushConfig(apns, fcm, web));
        return PushCheck.findings(config, app, InstantSource.system(), PATIENCE);
    }

    private List<Finding> apple(String app, ApnsConfig apns) throws Exception {
        return of("apns", check(app, apns, FcmConfig.DEFAULT, Optional.empty()));
    }

    private List<Finding> google(FcmConfig fcm) throws Exception {
        return of("fcm", check("", ApnsConfig.DEFAULT, fcm, Optional.empty()));
    }

    private static List<Finding> of(String gateway, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.gateway().equals(gateway))
                .toList();
    }

    private static Finding onlyWrong(List<Finding> findings) {
        Stream<Finding> wrong = findings.stream().filter(finding -> !finding.isWell());
        return assertThat(wrong).singleElement().actual();
    }

    @Test
    void whatIsNotConfiguredIsNoMistake() throws Exception {
        assertThat(check("", ApnsConfig.DEFAULT, FcmConfig.DEFAULT, Optional.empty()))
                .allMatch(Finding::isWell)
                .filteredOn(finding -> finding.what().equals("not configured"))
                .extracting(Finding::gateway)
                .containsExactly("apns", "fcm", "web");
    }

    @Test
    void whatIsGoodIsSaidToBe() throws Exception {
        Authority.Issued voip = certificate(YEAR);
        apple.trusts(voip.certificate(), Set.of(VOIP));
        ApnsConfig apns = apns("TEAMID1234", Optional.of(key()), voip.p12(folder.resolve("voip_cert.p12")));
        try (var google = new TestGoogle(googles)) {
            List<Finding> findings = check(APP, apns, google.config(), Optional.of("mailto:ana@example.org"));
            assertThat(findings)
                    .allMatch(Finding::isWell)
                    .extracting(Finding::advice)
                    .containsOnly("");
            assertThat(findings)
                    .extracting(finding -> finding.what() + ": " + finding.found())
                    .contains(
                            "AuthKey_KEYID67890.p8: key, key KEYID67890 of team TEAMID1234, all apps of its team,"
                                    + " production and sandbox",
                            "AuthKey_KEYID67890.p8 at " + apple.server() + ": knows it (BadDeviceToken)",
                            "org.example.app: can be rung",
                            "org.example.app: can be shown notes, and told that a ring is over",
                            "account.json: Google knows it")
                    .anyMatch(line -> line.startsWith("voip_cert.p12: certificate, VoIP Services: " + VOIP + ", " + VOIP
                            + ", production, expires "));
        }
    }

    @Test
    void push_R28_anExpiredCertificateIsNotEvenTried() throws Exception {
        Path expired = certificate(Duration.ofDays(-1)).p12(folder.resolve("voip_cert.p12"));
        Finding wrong = onlyWrong(apple("", apns("", Optional.empty(), expired)));
        assertThat(wrong.what()).isEqualTo("voip_cert.p12");
        assertThat(wrong.found()).contains("VoIP Services: " + VOIP).endsWith("has expired");
        assertThat(wrong.advice()).contains("issue a new one", "no restart is needed");
        assertThat(apple.pushes()).isEmpty();
    }

    @Test
    void push_R28_aCertificateThatExpiresSoonIsWrongAlready() throws Exception {
        Authority.Issued voip = certificate(Duration.ofDays(20));
        apple.trusts(voip.certificate(), Set.of(VOIP));
        Finding wrong = onlyWrong(apple("", apns("", Optional.empty(), voip.p12(folder.resolve("voip_cert.p12")))));
        assertThat(wrong.found()).contains("expires").doesNotContain("has expired");
        assertThat(wrong.advice()).contains("issue a new one soon");
    }

    @Test
    void anAppThatNoFileIsForIsNamed() throws Exception {
        Authority.Issued voip = certificate(YEAR);
        apple.trusts(voip.certificate(), Set.of(VOIP));
        ApnsConfig apns = apns("", Optional.empty(), voip.p12(folder.resolve("voip_cert.p12")));
        Finding wrong = onlyWrong(apple("org.example.other", apns));
        assertThat(wrong.what()).isEqualTo("org.example.other");
        assertThat(wrong.found()).contains("no certificate for org.example.other.voip");
        assertThat(wrong.advice()).contains("VoIP Services certificate");

        List<Finding> own = apple(APP, apns);
        assertThat(own).allMatch(Finding::isWell);
        assertThat(own).extracting(Finding::found).contains("is shown no notes, and not told that a ring is over");
    }

    @Test
    void anAppThatAppleDoesNotAllowIsNamed() throws Exception {
        apple.says(new PretendApple.Refusal(400, "TopicDisallowed"), new PretendApple.Refusal(400, "TopicDisallowed"));
        List<Finding> findings = apple("org.example.other", apns("TEAMID1234", Optional.of(key())));
        assertThat(findings).filteredOn(finding -> !finding.isWell()).hasSize(2).allSatisfy(wrong -> {
            assertThat(wrong.found()).isEqualTo("TopicDisallowed: it may not push to org.example.other");
            assertThat(wrong.advice()).contains("same team");
        });
    }

    @Test
    void push_R25_aKeyThatAppleDoesNotKnowMayHaveAnotherName() throws Exception {
        List<Finding> findings = apple("", apns("TEAMID9999", Optional.of(key())));
        assertThat(findings).filteredOn(finding -> !finding.isWell()).hasSize(2).allSatisfy(wrong -> {
            assertThat(wrong.found()).startsWith("InvalidProviderToken");
            assertThat(wrong.advice()).contains("key_id and team_id", "revoked", "clock");
        });
    }

    @Test
    void aRevokedCertificateIsToBeIssuedAnew() throws Exception {
        Finding wrong = onlyWrong(
                apple("", apns("", Optional.empty(), certificate(YEAR).p12(folder.resolve("voip_cert.p12")))));
        assertThat(wrong.found()).startsWith("BadCertificate");
        assertThat(wrong.advice()).contains("issue a new one");
    }

    @Test
    void whenAppleIsNotReachableTheWayThereIsToBeLookedAt() throws Exception {
        apple.shut();
        List<Finding> findings = apple("", apns("TEAMID1234", Optional.of(key())));
        assertThat(findings).filteredOn(finding -> !finding.isWell()).hasSize(2).allSatisfy(wrong -> {
            assertThat(wrong.found()).isEqualTo("no connection");
            assertThat(wrong.advice()).contains(apple.server(), "2197", "proxy");
        });
    }

    @Test
    void push_R27_aFileThatCannotBeReadIsNamedWithoutItsPassword() throws Exception {
        Path none = folder.resolve("voip_cert.p12");
        assertThat(onlyWrong(apple("", apns("", Optional.empty(), none))).found())
                .isEqualTo("there is no such file");
        Files.writeString(none, "no certificate");
        assertThat(onlyWrong(apple("", apns("", Optional.empty(), none))).found())
                .isEqualTo("is neither PEM nor PKCS#12");
    }

    @Test
    void whoHasNoSuchTokenAtGoogleHasKnownUs() throws Exception {
        try (var google = new TestGoogle(googles)) {
            google.answers("muster-check:nobody-has-this-token", TestGoogle.error(404, "NOT_FOUND", "UNREGISTERED"));
            assertThat(google(google.config())).allMatch(Finding::isWell);
            google.answers(
                    "muster-check:nobody-has-this-token",
                    TestGoogle.error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"));
            assertThat(google(google.config())).allMatch(Finding::isWell);
        }
    }

    @Test
    void push_R44_aKeyThatGoogleDoesNotTakeIsToBeMadeAnew() throws Exception {
        try (var google = new TestGoogle(googles)) {
            google.answers("token", TestGoogle.json(400, Map.of("error", "invalid_grant")));
            Finding wrong = onlyWrong(google(google.config()));
            assertThat(wrong.what()).isEqualTo("account.json");
            assertThat(wrong.found()).isEqualTo("access token refused");
            assertThat(wrong.advice()).contains("make a new one", "clock");
        }
    }

    @Test
    void push_R41_anAccountThatMayNotPushNeedsARole() throws Exception {
        try (var google = new TestGoogle(googles)) {
            google.answers(
                    "muster-check:nobody-has-this-token",
                    TestGoogle.json(
                            403, Map.of("error", Map.of("code", 403, "status", "PERMISSION_DENIED", "message", "no"))));
            Finding wrong = onlyWrong(google(google.config()));
            assertThat(wrong.found()).isEqualTo("PERMISSION_DENIED");
            assertThat(wrong.advice()).contains("API is enabled", "role Admin");
        }
    }

    @Test
    void whenGoogleIsNotReachableTheWayThereIsToBeLookedAt() throws Exception {
        FcmConfig gone;
        try (var google = new TestGoogle(googles)) {
            gone = google.config();
        }
        Finding wrong = onlyWrong(google(gone));
        assertThat(wrong.found()).isEqualTo("no access token");
        assertThat(wrong.advice()).contains(gone.server().toString(), "proxy");
    }

    @Test
    void whatIsNoServiceAccountIsNamed() throws Exception {
        FcmConfig none = FcmConfig.DEFAULT;
        Path file = Files.writeString(folder.resolve("firebase.json"), "{}");
        var fcm = new FcmConfig(
                Optional.of(file), none.server(), none.tokenServer(), none.ca(), none.proxy(), none.patience());
        Finding wrong = onlyWrong(google(fcm));
        assertThat(wrong.what()).isEqualTo("firebase.json");
        assertThat(wrong.advice()).contains("Service accounts");
    }
}
