package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for a server on this machine that nobody else has signed, and its key.
public record SelfSigned(Certificate certificate, PrivateKey key) {
    private static final String ALIAS = "server";
    private static final String PASSWORD = "loopback";

    /// With a key on the curve that most servers have theirs on.
    public static SelfSigned elliptic(String host) throws IOException, InterruptedException {
        return elliptic(host, "127.0.0.1");
    }

    /// For a server at another address than most.
    public static SelfSigned elliptic(String host, String address) throws IOException, InterruptedException {
        return made(host, address, "-keyalg", "EC", "-groupname", "secp256r1");
    }

    public static SelfSigned rsa(String host) throws IOException, InterruptedException {
        return made(host, "127.0.0.1", "-keyalg", "RSA");
    }

    /// The JDK makes certificates with this program alone.
    private static SelfSigned made(String host, String address, String... algorithm)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("certificate");
        Path store = folder.resolve("keys.p12");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", ALIAS, "-dname", "CN=" + host));
        command.addAll(List.of("-ext", "san=dns:" + host + ",ip:" + address, "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(algorithm));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) throw new IOException(said);
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            return new SelfSigned(keys.getCertificate(ALIAS), (PrivateKey) keys.getKey(ALIAS, PASSWORD.toCharArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    public String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String what, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /// For a server that shows it.
    public SSLContext shown() throws GeneralSecurityException, IOException {
        KeyStore keys = empty();
        keys.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// For a client that trusts these and no others.
    public static SSLContext trusting(SelfSigned... servers) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        for (int i = 0; i < servers.length; i++) trusted.setCertificateEntry(ALIAS + i, servers[i].certificate());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        return keys;
    }
}
