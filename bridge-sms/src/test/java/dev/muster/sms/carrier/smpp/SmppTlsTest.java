package dev.muster.sms.carrier.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.text.Alphabet;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SmppTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    /// As an SMSC has it that is called so, and vouches for itself.
    private ServerSocketFactory certified(String name) throws Exception {
        Path store = folder.resolve("smsc.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "smsc",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=SMSC",
                        "-ext",
                        "SAN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD);
        }
        String pem = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("smsc").getEncoded());
        Files.writeString(
                folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        var ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private SmppCarrier carrier(PretendSmsc smsc) throws Exception {
        var carrier = new SmppCarrier(
                SubmissionsTest.config(
                        "127.0.0.1",
                        smsc.port(),
                        Alphabet.GSM,
                        LongText.UDH,
                        "",
                        Optional.of(folder.resolve("ca.pem"))),
                InstantSource.system(),
                new Random(1));
        carrier.start(_ -> {});
        return carrier;
    }

    private static void await(BooleanSupplier isSo) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void sms_c_textsGoEncrypted() throws Exception {
        try (var smsc = new PretendSmsc(certified("ip:127.0.0.1"));
                var carrier = carrier(smsc)) {
            await(carrier::isReady);
            var message = Outgoing.text("m1", "", new PhoneNumber("+12025550123"), "hi", Duration.ofHours(1));
            assertThat(carrier.send(message, PATIENCE)).isEqualTo(new Answer.Accepted(List.of("1")));
        }
    }

    @Test
    void sms_c_nobodyElseIsTakenForTheSmsc() throws Exception {
        try (var smsc = new PretendSmsc(certified("dns:smsc.example.org"));
                var carrier = carrier(smsc)) {
            await(() -> smsc.distrusts.get() > 0);
            assertThat(carrier.isReady()).isFalse();
            assertThat(smsc.binds).hasValue(0);
        }
    }
}
