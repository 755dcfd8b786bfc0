package dev.muster.sip.dtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.nostr.client.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Agrees with OpenSSL, in either role, and on the same keys.
@Timeout(120)
class OpensslTest {
    private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]+)");

    private final Identity identity = Identity.create(new SecureRandom(), InstantSource.system());
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Side bridge = new Side(identity, this::send);
    private volatile @Nullable InetSocketAddress peer;
    private @Nullable Process openssl;

    @TempDir
    Path folder;

    OpensslTest() throws IOException {}

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(isThere(), "OpenSSL is missing: install openssl");
        run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem")
                .waitFor();
        Thread.ofVirtual().start(this::receive);
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @AfterEach
    void end() {
        bridge.connection.close();
        socket.close();
        if (openssl != null) openssl.destroyForcibly();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void asServer(SrtpProfile profile) throws Exception {
        bridge.connection.start(Role.SERVER, List.of(opensslsFingerprint()));
        openssl = speak(profile, "s_client", "-connect", "127.0.0.1:" + socket.getLocalPort());
        agrees(profile);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void asClient(SrtpProfile profile) throws Exception {
        int port = freePort();
        openssl = speak(profile, "s_server", "-Verify", "1", "-accept", "127.0.0.1:" + port);
        peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        bridge.connection.start(Role.CLIENT, List.of(opensslsFingerprint()));
        agrees(profile);
    }

    private void agrees(SrtpProfile profile) throws Exception {
        SrtpKeys keys = bridge.keys();
        var material = new String[1];
        Await.until(() -> {
            Matcher printed = MATERIAL.matcher(output());
            if (printed.find()) material[0] = printed.group(1);
            return material[0] != null;
        });
        assertThat(keys)
                .isEqualTo(new SrtpKeys(profile, keys.role(), HexFormat.of().parseHex(material[0])));
    }

    private Process speak(SrtpProfile profile, String... role) throws IOException {
        String name = switch (profile) {
            case AEAD_AES_128_GCM -> "SRTP_AEAD_AES_128_GCM";
            case AES128_CM_HMAC_SHA1_80 -> "SRTP_AES128_CM_SHA1_80";
        };
        List<String> command = new ArrayList<>(List.of(role));
        command.addAll(List.of("-dtls1_2", "-use_srtp", name, "-cert", "certificate.pem", "-key", "key.pem"));
        command.addAll(List.of("-keymatexport", "EXTRACTOR-dtls_srtp"));
        command.addAll(List.of("-keymatexportlen", Integer.toString(profile.exportLength())));
        return run(command.toArray(String[]::new));
    }

    /// Its input stays open: else it would end.
    private Process run(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(command));
        if (command[0].equals("req")) all.addAll(List.of("-out", "certificate.pem", "-subj", "/CN=peer", "-days", "2"));
        return new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Fingerprint opensslsFingerprint() throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(folder.resolve("certificate.pem"))) {
            return Fingerprint.of(CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded());
        }
    }

    private static int freePort() throws IOException {
        try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        InetSocketAddress to = peer;
        try {
            if (to != null) socket.send(new DatagramPacket(bytes, offset, length, to));
        } catch (IOException notYetThere) {
            // It is sent again.
        }
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
                peer = (InetSocketAddress) packet.getSocketAddress();
                byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
                bridge.connection.arrived(datagram, datagram.length);
            }
        } catch (SocketException closed) {
            // This is its end.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
