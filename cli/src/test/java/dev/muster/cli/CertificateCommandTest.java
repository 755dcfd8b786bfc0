package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.muster.cli.TestShell.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `muster certificate verify`
@NullMarked
@Timeout(60)
class CertificateCommandTest {
    private final HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    CertificateCommandTest() throws IOException {}

    @AfterEach
    void close() {
        pages.stop(0);
    }

    private Run verify(int status, String json) {
        pages.createContext("/bot/v1/certificates/", exchange -> {
            byte[] body = json.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        pages.start();
        return new TestShell()
                .run(
                        "certificate",
                        "verify",
                        "KF7Q 2MXR",
                        "--at",
                        "http://127.0.0.1:" + pages.getAddress().getPort() + "/bot/");
    }

    @Test
    void aValidOneSaysWhatItIsFor() {
        Run run = verify(200, """
            {"valid":true,"code":"KF7Q-2MXR","title":"Medic 101","pubkey":"ab","npub":"npub1ana","earnedAt":1795198800,
            "expiresAt":null,"revoked":false,"revokedAt":null}\
            """);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("valid      Medic 101, earned 20 November 2026 by npub1ana\n");
    }

    @Test
    void oneThatWasTakenBackIsAFailure() {
        Run run = verify(200, """
            {"valid":false,"title":"Medic 101","npub":"npub1ana","earnedAt":1795198800,"revoked":true}\
            """);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("withdrawn  Medic 101");
    }

    @Test
    void oneThatNobodyKnowsIsAFailure() {
        Run run = verify(404, "{\"valid\":false}");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("unknown");
    }

    @Test
    void whatIsNoBotIsNamedAsSuch() {
        Run run = verify(200, "<html>");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("knows nothing of certificates");
    }
}
