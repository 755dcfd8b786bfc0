package dev.muster.sip.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sip.dtls.OddClient.Lack;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who isn't let in, and what it is told.
@Timeout(60)
class OddClientTest {
    private final Identity bridges = Identity.create(new SecureRandom(), InstantSource.system());
    private final Identity clients = Identity.create(new SecureRandom(), InstantSource.system());
    private final Inbox inbox = new Inbox(this::toServer);
    private final Side server = new Side(bridges, this::toClient);

    private void toServer(byte[] bytes, int offset, int length) {
        server.connection.arrived(Arrays.copyOfRange(bytes, offset, offset + length), length);
    }

    private void toClient(byte[] bytes, int offset, int length) {
        var _ = inbox.put(Arrays.copyOfRange(bytes, offset, offset + length), length);
    }

    private void connect(Lack lack) throws IOException {
        server.connection.start(Role.SERVER, List.of(clients.fingerprint()));
        new DTLSClientProtocol().connect(new OddClient(clients, lack), inbox);
    }

    @ParameterizedTest(name = "no {0}")
    @CsvSource({
        "CERTIFICATE, NO_CERTIFICATE, 40",
        "SRTP, NO_SRTP, 40",
        "GOOD_SRTP, NO_SRTP, 40",
        "MASTER_SECRET, PROTOCOL, 40",
        "VERSION, PROTOCOL, 70",
        "ENCRYPTION, PROTOCOL, 40"
    })
    void sip_W3_whoLacksSomethingIsToldBy(Lack lack, Failure reason, short alert) throws Exception {
        assertThatThrownBy(() -> connect(lack))
                .isInstanceOfSatisfying(
                        TlsFatalAlertReceived.class,
                        it -> assertThat(it.getAlertDescription()).isEqualTo(alert));
        assertThat(server.next()).isEqualTo(new DtlsEvent.Failed(reason));
    }

    @Test
    void sip_W3_whoHasAnotherCertificateIsToldThatItIsBad() throws Exception {
        server.connection.start(Role.SERVER, List.of(bridges.fingerprint()));
        var client = new OddClient(clients, Lack.NOTHING);

        assertThatThrownBy(() -> new DTLSClientProtocol().connect(client, inbox))
                .isInstanceOfSatisfying(
                        TlsFatalAlertReceived.class,
                        it -> assertThat(it.getAlertDescription()).isEqualTo(AlertDescription.bad_certificate));
        assertThat(server.next()).isEqualTo(new DtlsEvent.Failed(Failure.OTHER_CERTIFICATE));
    }

    @ParameterizedTest(name = "no {0}: {1}")
    @CsvSource({"NOTHING, AEAD_AES_128_GCM", "GCM, AES128_CM_HMAC_SHA1_80"})
    void sip_W5_theBestThatBothKnowIsTaken(Lack lack, SrtpProfile expected) throws Exception {
        connect(lack);
        assertThat(server.keys().profile()).isEqualTo(expected);
    }
}
