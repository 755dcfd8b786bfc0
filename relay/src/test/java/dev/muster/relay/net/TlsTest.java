package dev.muster.relay.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
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
    private static SelfSigned first;
    private static SelfSigned second;

    @TempDir
    private Path folder;

    private Path chain;
    private Path key;

    @BeforeAll
    static void makeKeys() throws Exception {
        first = SelfSigned.elliptic("localhost");
        second = SelfSigned.elliptic("localhost");
    }

    @BeforeEach
    void writeFirst() throws Exception {
        chain = folder.resolve("chain.pem");
        key = folder.resolve("key.pem");
        write(first, Instant.EPOCH);
    }

    private void write(SelfSigned server, Instant time) throws Exception {
        write(chain, server.certificatePem(), time);
        write(key, server.keyPem(), time);
    }

    private static void write(Path file, String content, Instant time) throws IOException {
        Path next = file.resolveSibling("next");
        Files.writeString(next, content);
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
                        .tls(SelfSigned.trusting(first))
                        .open()) {
            client.connect();
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aNewCertificateIsUsedWithoutARestart() throws Exception {
        try (TestServer relay = start()) {
            assertThat(shown(relay)).isEqualTo(first.certificate());

            write(second, Instant.EPOCH.plusSeconds(1));
            relay.server.lookAtCertificate();

            assertThat(shown(relay)).isEqualTo(second.certificate());
        }
    }

    @Test
    void aNewCertificateThatIsBrokenIsNotUsed() throws Exception {
        try (TestServer relay = start()) {
            Files.writeString(chain, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
            relay.server.lookAtCertificate();
            assertThat(shown(relay)).isEqualTo(first.certificate());

            Files.delete(chain);
            relay.server.lookAtCertificate();
            assertThat(shown(relay)).isEqualTo(first.certificate());
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
        SSLContext both = SelfSigned.trusting(first, second);
        try (var socket = (SSLSocket) both.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
