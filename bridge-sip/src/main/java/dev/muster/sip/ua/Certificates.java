package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Reads whom to trust, and who we are.
final class Certificates {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("EC", "RSA", "EdDSA");

    /// The key store never leaves memory.
    private static final char[] NO_PASSWORD = {};

    private Certificates() {}

    /// @throws IOException if a file can't be read, without what is in it
    static SSLContext context(TlsConfig config) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    config.certificate().isPresent()
                            ? ours(config.certificate().get(), config.key().orElseThrow())
                            : null,
                    trusting(config.trusted()),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate for SIP and its key can't be used together", e);
        }
    }

    private static TrustManager @Nullable [] trusting(Optional<Path> file)
            throws GeneralSecurityException, IOException {
        if (file.isEmpty()) return null;
        KeyStore trusted = empty();
        int count = 0;
        for (Certificate authority : read(file.get())) trusted.setCertificateEntry("ca" + count++, authority);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static KeyManager[] ours(Path chain, Path key) throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        own.setKeyEntry("own", privateKey(key), NO_PASSWORD, read(chain).toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> read(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> all =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (!all.isEmpty()) return all;
        } catch (CertificateException | IOException e) {
            throw unreadable(file, e);
        }
        throw new IOException(file + " holds no certificate");
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher text = KEY.matcher(text(file));
        if (!text.find())
            throw new IOException(file + " isn't a key without a password in PEM format, PKCS#8: openssl pkcs8 -topk8"
                    + " -nocrypt makes one of others");
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
        for (String kind : KINDS) {
            Optional<PrivateKey> key = of(kind, encoded);
            if (key.isPresent()) return key.get();
        }
        throw new IOException(file + " is a key of a kind that isn't known");
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, US_ASCII);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// What is wrong about a file, and nothing of what is in it.
    private static IOException unreadable(Path file, Exception e) {
        String why = switch (e) {
            case NoSuchFileException _ -> " isn't there";
            case AccessDeniedException _ -> " may not be read by this user";
            case CertificateException _ -> " isn't a certificate in PEM format";
            default -> " can't be read";
        };
        return new IOException(file + why, e);
    }

    private static Optional<PrivateKey> of(String kind, PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(encoded));
        } catch (InvalidKeySpecException another) {
            return Optional.empty();
        }
    }
}
