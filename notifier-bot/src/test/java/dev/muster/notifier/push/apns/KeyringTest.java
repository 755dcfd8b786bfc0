package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.notifier.device.Environment;
import dev.muster.notifier.push.apns.Authority.Issued;
import dev.muster.notifier.push.apns.Credential.Kind;
import dev.muster.notifier.push.apns.Keyring.Identity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which files are understood, and what is said of those that aren't.
@Timeout(60)
class KeyringTest {
    private static final String APP = "com.yourcompany.yourapp";
    private static final String VOIP = APP + ".voip";

    private static Authority authority;
    private static Issued voip;

    @TempDir
    private Path folder;

    @BeforeAll
    static void issue() {
        authority = new Authority();
        voip = authority.app(
                "VoIP Services", VOIP, List.of(APP, VOIP), EnumSet.allOf(Environment.class), Duration.ofDays(365));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<Identity> read(String password, Path... files) {
        ApnsConfig none = ApnsConfig.DEFAULT;
        return new Keyring(new ApnsConfig(
                        none.key(),
                        none.keyId(),
                        none.teamId(),
                        List.of(files),
                        password,
                        none.productionServer(),
                        none.sandboxServer(),
                        none.proxy(),
                        none.ca(),
                        none.patience()))
                .read();
    }

    private static void isOurs(List<Identity> found) {
        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.credential().problem()).isEmpty();
            assertThat(it.credential().kind()).isEqualTo(Kind.CERTIFICATE);
            assertThat(it.credential().topics()).containsExactly(VOIP);
            assertThat(it.proof()).contains(new Proof.Certificate(voip.certificate(), voip.key()));
        });
    }

    private static String problem(Path... files) {
        return read(Authority.PASSWORD, files).stream()
                .map(Identity::credential)
                .flatMap(credential -> credential.problem().stream())
                .findFirst()
                .orElse("");
    }

    @Test
    void push_R27_pkcs12() {
        isOurs(read(Authority.PASSWORD, voip.p12(folder.resolve("voip.p12"))));
    }

    @Test
    void push_R27_pemInOneFileOrTwoInAnyOrder() throws IOException {
        isOurs(read("", file("voip_cert.pem", voip.certificatePem() + voip.keyPem())));
        isOurs(read("", file("voip_cert.pem", voip.keyPem() + voip.certificatePem())));
        Path only = file("voip_cert_only.pem", voip.certificatePem());
        Path key = file("voip_key.pem", voip.keyPem());
        isOurs(read("", only, key));
        isOurs(read("", key, only));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void push_R27_keysAsOlderProgramsWriteThem(String algorithm) throws IOException {
        Issued issued = authority.plain("UID=" + APP + ",CN=Apple Push Services: " + APP, algorithm);
        Path file = file("old.pem", issued.oldKeyPem() + issued.certificatePem());
        assertThat(read("", file)).singleElement().satisfies(it -> {
            assertThat(it.credential().topics()).containsExactly(APP);
            assertThat(it.credential().problem()).isEmpty();
            assertThat(it.proof()).isPresent();
        });
    }

    @Test
    void push_R27_chainsAndRemarksAreNoHindrance() throws IOException {
        var other = new Issued(authority.itself(), voip.key());
        String remarks = "Bag Attributes\n    friendlyName: VoIP Services\nsubject=UID = com.x, CN = a-b--c\n";
        isOurs(read(
                "",
                file(
                        "chain.pem",
                        remarks + other.certificatePem() + remarks + voip.certificatePem() + remarks + voip.keyPem())));
    }

    @Test
    void push_R27_withoutAppleSListTheSubjectCounts() throws IOException {
        Issued issued = authority.plain("UID=" + APP + ",CN=VoIP Services: " + APP, "EC");
        assertThat(read("", file("plain.pem", issued.certificatePem() + issued.keyPem())))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.credential().subject()).isEqualTo("VoIP Services: " + APP);
                    assertThat(it.credential().topics()).as("only calls").containsExactly(VOIP);
                    assertThat(it.credential().environments()).containsExactlyInAnyOrder(Environment.values());
                });
    }

    @Test
    void push_R27_whatIsWrongWithAFileIsSaid() throws IOException {
        Issued nameless = authority.plain("CN=nobody", "EC");
        Issued stranger = authority.plain("UID=" + APP, "EC");
        assertThat(problem(folder.resolve("none.p12"))).isEqualTo("there is no such file");
        assertThat(problem(file("text", "hello"))).isEqualTo("is neither PEM nor PKCS#12");
        assertThat(problem(file("broken.pem", voip.certificatePem().replaceFirst("MII", "XXX"))))
                .isEqualTo("its block CERTIFICATE can't be read");
        assertThat(problem(file("request.pem", Authority.pem("CERTIFICATE REQUEST", new byte[9]))))
                .isEqualTo("has neither a certificate nor a key");
        assertThat(problem(file("alone.pem", voip.certificatePem())))
                .isEqualTo("has a certificate, and no file has the key for it");
        assertThat(problem(file("mixed.pem", voip.certificatePem() + stranger.keyPem())))
                .isEqualTo("has a certificate, and no file has the key for it");
        assertThat(problem(file("key.pem", voip.keyPem())))
                .isEqualTo("has a key, and no file has the certificate for it");
        assertThat(problem(file("nameless.pem", nameless.certificatePem() + nameless.keyPem())))
                .isEqualTo("names no app: it has neither Apple's list of topics nor a UID");
        Path p12 = voip.p12(folder.resolve("voip.p12"));
        assertThat(read("wrong", p12).getFirst().credential().problem()).contains("is locked with another password");
        assertThat(read("", p12).getFirst().credential().problem()).contains("is locked, and there is no password");
    }

    @Test
    void push_R27_oneBadFileLeavesTheOthersAlone() throws IOException {
        var found = read(Authority.PASSWORD, file("text", "hello"), voip.p12(folder.resolve("voip.p12")));
        assertThat(found).hasSize(2);
        assertThat(found).filteredOn(it -> it.proof().isPresent()).hasSize(1);
    }

    @Test
    void aKeyOfApplesSignsForEveryApp() throws IOException {
        var pair = Authority.pair("EC");
        Path p8 = file(
                "AuthKey_ABCDE12345.p8",
                Authority.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        assertThat(withKey(p8)).singleElement().satisfies(it -> {
            assertThat(it.credential().problem()).isEmpty();
            assertThat(it.credential().subject()).isEqualTo("key ABCDE12345 of team TEAM123456");
            assertThat(it.credential().serves("anything.voip", Environment.SANDBOX))
                    .isTrue();
        });
        assertThat(withKey(file("rsa.p8", voip.keyPem()))
                        .getFirst()
                        .credential()
                        .problem())
                .contains("has no key on the curve P-256, as Apple's .p8 files have");
    }

    private static List<Identity> withKey(Path p8) {
        ApnsConfig none = ApnsConfig.DEFAULT;
        return new Keyring(new ApnsConfig(
                        Optional.of(p8),
                        "ABCDE12345",
                        "TEAM123456",
                        List.of(),
                        "",
                        none.productionServer(),
                        none.sandboxServer(),
                        none.proxy(),
                        none.ca(),
                        none.patience()))
                .read();
    }

    // With openssl itself, by the commands that people find in the manuals of their apps

    private void openssl(String command) throws IOException, InterruptedException {
        assumeTrue(hasOpenssl(), "openssl is missing");
        var words = new ArrayList<>(List.of(command.split(" ", -1)));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static boolean hasOpenssl() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl")));
    }

    @Test
    void seed001_exportedByOpenssl() throws Exception {
        voip.p12(folder.resolve("voip_cert.p12"));
        openssl("openssl pkcs12 -in voip_cert.p12 -out voip_cert.pem -nodes -clcerts -passin pass:lab");
        openssl("openssl pkcs12 -in voip_cert.p12 -out voip_cert_only.pem -nodes -nokeys -passin pass:lab");
        openssl("openssl pkcs12 -in voip_cert.p12 -out voip_key.pem -nodes -nocerts -passin pass:lab");
        assertThat(folder.resolve("voip_cert.pem")).content().contains("Bag Attributes");
        isOurs(read("", folder.resolve("voip_cert.pem")));
        isOurs(read("", folder.resolve("voip_cert_only.pem"), folder.resolve("voip_key.pem")));
    }

    @Test
    void seed001_lockedByOpenssl() throws Exception {
        voip.p12(folder.resolve("voip_cert.p12"));
        openssl("openssl pkcs12 -in voip_cert.p12 -out locked.pem -clcerts -passin pass:lab -passout pass:lab");
        assertThat(folder.resolve("locked.pem")).content().contains("ENCRYPTED PRIVATE KEY");
        isOurs(read(Authority.PASSWORD, folder.resolve("locked.pem")));
        assertThat(read("", folder.resolve("locked.pem"))
                        .getFirst()
                        .credential()
                        .problem())
                .contains("its key is locked, and there is no password");
        assertThat(read("wrong", folder.resolve("locked.pem"))
                        .getFirst()
                        .credential()
                        .problem())
                .contains("its key is locked with another password");
    }

    @Test
    void seed001_packedByOpenssl() throws Exception {
        file("cert.pem", voip.certificatePem());
        file("key.pem", voip.keyPem());
        openssl("openssl pkcs12 -export -in cert.pem -inkey key.pem -out packed.p12 -passout pass:lab");
        isOurs(read(Authority.PASSWORD, folder.resolve("packed.p12")));
    }

    /// `-nocerts` in the wrong place.
    @Test
    void seed001_packedByOpensslWithoutItsCertificate() throws Exception {
        file("key.pem", voip.keyPem());
        openssl("openssl pkcs12 -export -nocerts -inkey key.pem -out keyonly.p12 -passout pass:lab");
        assertThat(problem(folder.resolve("keyonly.p12")))
                .isEqualTo("has a key, and no file has the certificate for it");
        isOurs(read(Authority.PASSWORD, folder.resolve("keyonly.p12"), file("only.pem", voip.certificatePem())));
    }

    @Test
    void seed001_convertedByOpensslToOldForms() throws Exception {
        file("key.pem", voip.keyPem());
        openssl("openssl rsa -in key.pem -traditional -out old.pem");
        isOurs(read("", file("cert.pem", voip.certificatePem()), folder.resolve("old.pem")));
        openssl("openssl rsa -in key.pem -traditional -aes128 -passout pass:lab -out oldlocked.pem");
        assertThat(problem(folder.resolve("oldlocked.pem"))).contains("openssl pkcs8 -topk8");
    }
}
