package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.client.RelayClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The relay with a certificate of its own.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class TlsTest {
    private static final String PASSWORD = "loopback";
    private static KeyStore first;
    private static KeyStore second;

    @TempDir
    private Path folder;

    private Path chain;
    private Path key;

    @BeforeAll
    static void makeKeys(@TempDir Path stores) throws Exception {
        first = makeKey(stores.resolve("first.p12"));
        second = makeKey(stores.resolve("second.p12"));
    }

    private static KeyStore makeKey(Path store) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "relay",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new IOException(said);
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    @BeforeEach
    void writeFirst() throws Exception {
        chain = folder.resolve("chain.pem");
        key = folder.resolve("key.pem");
        write(first, Instant.EPOCH);
    }

    private void write(KeyStore store, Instant time) throws Exception {
        write(chain, "CERTIFICATE", store.getCertificate("relay").getEncoded(), time);
        write(key, "PRIVATE KEY", store.getKey("relay", PASSWORD.toCharArray()).getEncoded(), time);
    }

    private static void write(Path file, String what, byte[] content, Instant time) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Path next = file.resolveSibling("next");
        Files.writeString(next, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
        Files.setLastModifiedTime(next, FileTime.from(time));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private TestServer start() throws IOException {
        return TestServer.start(setting -> {
            setting.publicUrl = "wss://localhost";
            setting.certificate = Optional.of(chain);
            setting.key = Optional.of(key);
        });
    }

    @Test
    void aClientConnectsOverTls() throws Exception {
        try (TestServer relay = start();
                RelayClient client = RelayClient.to(URI.create(
                                "wss://localhost:" + relay.server.address().getPort()))
                        .tls(trusting(first))
                        .open()) {
            client.connect();
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aNewCertificateIsUsedWithoutARestart() throws Exception {
        try (TestServer relay = start()) {
            assertThat(shown(relay)).isEqualTo(first.getCertificate("relay"));

            write(second, Instant.EPOCH.plusSeconds(1));
            relay.server.lookAtCertificate();

            assertThat(shown(relay)).isEqualTo(second.getCertificate("relay"));
        }
    }

    @Test
    void aNewCertificateThatIsBrokenIsNotUsed() throws Exception {
        try (TestServer relay = start()) {
            Files.writeString(chain, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
            relay.server.lookAtCertificate();
            assertThat(shown(relay)).isEqualTo(first.getCertificate("relay"));

            Files.delete(chain);
            relay.server.lookAtCertificate();
            assertThat(shown(relay)).isEqualTo(first.getCertificate("relay"));
        }
    }

    @Test
    void withoutItsFilesTheRelayDoesNotStart() throws Exception {
        Files.delete(key);
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining(key.toString());

        Files.writeString(key, "nonsense");
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining(key.toString());
    }

    @Test
    void aCertificateWithoutAKeyIsAMistake() {
        assertThatThrownBy(() -> TestServer.start(setting -> setting.certificate = Optional.of(chain)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("both");
    }

    private static Certificate shown(TestServer relay) throws Exception {
        int port = relay.server.address().getPort();
        SSLContext both = trusting(first, second);
        try (var socket = (SSLSocket) both.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext trusting(KeyStore... stores) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (int i = 0; i < stores.length; i++)
            trusted.setCertificateEntry("relay" + i, stores[i].getCertificate("relay"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
