package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trunks that are spoken to in secret, and only if they are who was meant.
@Timeout(60)
class TlsTest {
    @TempDir
    private static Path folder;

    private static Authority authority;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private @Nullable SSLServerSocket opened;
    private @Nullable House lived;

    @BeforeAll
    static void certify() throws Exception {
        authority = new Authority(folder.resolve("good"), "ca");
    }

    @AfterEach
    void close() throws IOException {
        if (lived != null) lived.close();
        if (opened != null) opened.close();
    }

    /// A trunk that shows this certificate, and says yes to everything.
    private House trunk(Authority.Identity shown, boolean wantsOurs) throws Exception {
        var server = (SSLServerSocket) Certificates.context(new TlsConfig(
                        Optional.of(authority.certificate()),
                        Optional.of(shown.certificate()),
                        Optional.of(shown.key())))
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        opened = server;
        server.setNeedClientAuth(wantsOurs);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var socket = (SSLSocket) server.accept()) {
                    byte[] room = new byte[65_535];
                    int read = socket.getInputStream().read(room);
                    if (read > 0) heard.add(new String(room, 0, read, UTF_8));
                    while (read > 0) read = socket.getInputStream().read(room);
                } catch (IOException refused) {
                    heard.add("");
                }
            }
        });
        Authority.Identity ours = authority.identity("localhost");
        var house = new House(
                House.QUICK,
                Optional.empty(),
                new TlsConfig(
                        Optional.of(authority.certificate()), Optional.of(ours.certificate()), Optional.of(ours.key())),
                List.of(Transport.TLS),
                House.quiet(TrunkConfig.to("trunk", new Server("localhost", server.getLocalPort()), Transport.TLS)));
        lived = house;
        return house;
    }

    private String heard() throws InterruptedException {
        String text = heard.poll(10, TimeUnit.SECONDS);
        if (text == null) throw new AssertionError("nobody has connected");
        return text;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sip_S3_whoIsMeantIsCalled(boolean wantsOurs) throws Exception {
        trunk(authority.identity("localhost"), wantsOurs).call();
        assertThat(heard()).startsWith("INVITE sip:+12025550123@localhost");
    }

    @Test
    void sip_S3_anotherNameHearsNothing() throws Exception {
        refused(trunk(authority.identity("evil.example"), false));
    }

    @Test
    void sip_S3_whatHasExpiredHearsNothing() throws Exception {
        refused(trunk(authority.expired("localhost"), false));
    }

    @Test
    void sip_S3_whoIsntTrustedHearsNothing() throws Exception {
        refused(trunk(new Authority(folder.resolve("other"), "other").identity("localhost"), false));
    }

    private void refused(House house) throws InterruptedException {
        house.call();
        assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.NETWORK_FAILURE);
        assertThat(heard()).isEmpty();
    }
}
