package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/// Certificates and keys in a file, as `openssl` writes them: PEM, or PKCS#12.
record Pem(List<X509Certificate> certificates, List<PrivateKey> keys) {
    /// Between the blocks there may be anything: `openssl pkcs12` tells in front of each what it is.
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----END)[^-]*)*)-----END \\1-----");

    /// @throws Unreadable if it is neither, or locked with another password
    static Pem read(byte[] file, String password) throws Unreadable {
        String text = new String(file, ISO_8859_1);
        return text.contains("-----BEGIN ") ? blocks(text, password) : store(file, password);
    }

    /// Says what is wrong with a file.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    private static Pem blocks(String text, String password) throws Unreadable {
        var certificates = new ArrayList<X509Certificate>();
        var keys = new ArrayList<PrivateKey>();
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            String kind = block.group(1);
            try {
                switch (kind) {
                    case "CERTIFICATE" -> certificates.add(certificate(bytes(block)));
                    case "PRIVATE KEY" -> keys.add(pkcs8(bytes(block)));
                    case "ENCRYPTED PRIVATE KEY" -> keys.add(pkcs8(unlocked(bytes(block), password)));
                    case "RSA PRIVATE KEY" -> keys.add(rsa(block));
                    case "EC PRIVATE KEY" -> keys.add(ec(block));
                    default -> {} // parameters of a curve, a request, a public key: nothing that Apple is shown
                }
            } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
                throw new Unreadable("its block " + kind + " can't be read", e);
            }
        }
        if (certificates.isEmpty() && keys.isEmpty()) throw new Unreadable("has neither a certificate nor a key");
        return new Pem(certificates, keys);
    }

    private static byte[] bytes(MatchResult block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }

    private static X509Certificate certificate(byte[] bytes) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static PrivateKey pkcs8(byte[] bytes) throws GeneralSecurityException {
        String algorithm = PrivateKeyInfo.getInstance(bytes)
                        .getPrivateKeyAlgorithm()
                        .getAlgorithm()
                        .equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? "EC"
                : "RSA";
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    private static byte[] unlocked(byte[] bytes, String password)
            throws GeneralSecurityException, IOException, Unreadable {
        if (password.isEmpty()) throw new Unreadable("its key is locked, and there is no password");
        var locked = new EncryptedPrivateKeyInfo(bytes);
        // Only its parameters say how it is encrypted; its name is just "PBES2".
        String how = locked.getAlgName().equals("PBES2") || locked.getAlgName().equals("1.2.840.113549.1.5.13")
                ? locked.getAlgParameters().toString()
                : locked.getAlgName();
        var cipher = Cipher.getInstance(how);
        var spec = new PBEKeySpec(password.toCharArray());
        cipher.init(
                Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(how).generateSecret(spec), locked.getAlgParameters());
        try {
            return locked.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new Unreadable("its key is locked with another password", e);
        }
    }

    /// PKCS#1, as older versions of openssl write.
    private static PrivateKey rsa(MatchResult block) throws GeneralSecurityException, IOException, Unreadable {
        refuseLockedTheOldWay(block);
        var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return pkcs8(new PrivateKeyInfo(algorithm, RSAPrivateKey.getInstance(bytes(block))).getEncoded());
    }

    /// SEC 1, likewise.
    private static PrivateKey ec(MatchResult block) throws GeneralSecurityException, IOException, Unreadable {
        refuseLockedTheOldWay(block);
        ECPrivateKey key = ECPrivateKey.getInstance(bytes(block));
        var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
        return pkcs8(new PrivateKeyInfo(algorithm, key).getEncoded());
    }

    /// Its key is derived with one round of MD5.
    private static void refuseLockedTheOldWay(MatchResult block) throws Unreadable {
        if (block.group(2).contains("Proc-Type:"))
            throw new Unreadable(
                    "its key is locked in a way that is not safe: write it anew with openssl pkcs8 -topk8");
    }

    private static Pem store(byte[] file, String password) throws Unreadable {
        char[] word = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), word);
            var certificates = new ArrayList<X509Certificate>();
            var keys = new ArrayList<PrivateKey>();
            for (String name : Collections.list(store.aliases())) {
                Key key = store.getKey(name, word);
                if (!(key instanceof PrivateKey secret)) continue;
                keys.add(secret);
                // Nothing, if it was packed without its certificate.
                Certificate @Nullable [] chain = store.getCertificateChain(name);
                if (chain != null)
                    Arrays.stream(chain).map(X509Certificate.class::cast).forEach(certificates::add);
            }
            if (keys.isEmpty()) throw new Unreadable("has no key");
            return new Pem(certificates, keys);
        } catch (IOException | GeneralSecurityException e) {
            boolean isLocked = e.getCause() instanceof GeneralSecurityException;
            String lock =
                    password.isEmpty() ? "is locked, and there is no password" : "is locked with another password";
            throw new Unreadable(isLocked ? lock : "is neither PEM nor PKCS#12", e);
        }
    }
}
