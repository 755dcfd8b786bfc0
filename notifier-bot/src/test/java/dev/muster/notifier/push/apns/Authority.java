package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.notifier.device.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/// Issues what Apple issues: certificates for apps, and that of its servers.
public final class Authority {
    /// What every file of ours is locked with, if it is locked.
    public static final String PASSWORD = "lab";

    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
    private static final String APPLE = "1.2.840.113635.100.6.3.";

    private final KeyPair keys = pair("EC");

    /// Apps renew their certificates with the key that they have.
    private final KeyPair apps = pair("RSA");

    private final X509Certificate itself;
    private final AtomicLong serial = new AtomicLong(1);

    public Authority() {
        itself = sign(
                "CN=Pretend Apple Authority",
                keys,
                Instant.now().minus(Duration.ofDays(1)),
                Instant.now().plus(Duration.ofDays(3650)),
                List.of(extension("2.5.29.19", new BasicConstraints(true))));
    }

    /// A certificate and its key.
    public record Issued(X509Certificate certificate, PrivateKey key) {
        /// As macOS exports it.
        public Path p12(Path file) {
            try (var out = Files.newOutputStream(file)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("app", key, PASSWORD.toCharArray(), new Certificate[] {certificate});
                store.store(out, PASSWORD.toCharArray());
                return file;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String certificatePem() {
            try {
                return pem("CERTIFICATE", certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /// PKCS#1 or SEC 1, as older programs write them.
        String oldKeyPem() {
            try {
                ASN1Encodable old = key instanceof ECPrivateKey onCurve
                        ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                                256, onCurve.getS(), SECObjectIdentifiers.secp256r1)
                        : PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey();
                return pem(
                        key.getAlgorithm() + " PRIVATE KEY",
                        old.toASN1Primitive().getEncoded());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    public X509Certificate itself() {
        return itself;
    }

    /// Its certificate, as a file.
    public Path ca(Path file) throws IOException {
        return Files.writeString(file, new Issued(itself, keys.getPrivate()).certificatePem());
    }

    /// For a server on this machine.
    public Issued server() {
        var names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
        return issue("CN=localhost", pair("EC"), Duration.ofDays(30), List.of(extension("2.5.29.17", names)));
    }

    /// For an app, with a list of topics, as Apple has issued them for years.
    ///
    /// @param life negative for one that has expired
    public Issued app(String kind, String app, List<String> topics, Set<Environment> environments, Duration life) {
        var list = new ASN1EncodableVector();
        for (String topic : topics) {
            list.add(new DERUTF8String(topic));
            list.add(new DERSequence(new DERUTF8String("app")));
        }
        var extensions = new ArrayList<Extension>();
        if (environments.contains(Environment.SANDBOX)) extensions.add(extension(APPLE + 1, DERNull.INSTANCE));
        if (environments.contains(Environment.PRODUCTION)) extensions.add(extension(APPLE + 2, DERNull.INSTANCE));
        if (!topics.isEmpty()) extensions.add(extension(APPLE + 6, new DERSequence(list)));
        return issue("UID=" + app + ",CN=" + kind + ": " + app + ",C=US", apps, life, extensions);
    }

    /// With nothing but a subject, and a key for `RSA` or `EC`.
    public Issued plain(String subject, String algorithm) {
        return issue(subject, pair(algorithm), Duration.ofDays(365), List.of());
    }

    private Issued issue(String subject, KeyPair pair, Duration life, List<Extension> extensions) {
        Instant now = Instant.now();
        X509Certificate certificate = sign(subject, pair, now.minus(Duration.ofDays(2)), now.plus(life), extensions);
        return new Issued(certificate, pair.getPrivate());
    }

    private static Extension extension(String id, ASN1Encodable value) {
        try {
            return Extension.create(new ASN1ObjectIdentifier(id), false, value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            String subject, KeyPair pair, Instant from, Instant until, List<Extension> extensions) {
        var body = new V3TBSCertificateGenerator();
        body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial.getAndIncrement())));
        body.setSignature(ECDSA);
        body.setIssuer(new X500Name("CN=Pretend Apple Authority"));
        body.setSubject(new X500Name(subject));
        body.setStartDate(new Time(Date.from(from)));
        body.setEndDate(new Time(Date.from(until)));
        body.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        if (!extensions.isEmpty()) body.setExtensions(new Extensions(extensions.toArray(Extension[]::new)));
        try {
            var signed = body.generateTBSCertificate();
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getEncoded("DER"));
            var parts = new ASN1EncodableVector();
            parts.add(signed);
            parts.add(ECDSA);
            parts.add(new DERBitString(signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(parts).getEncoded("DER")));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair pair(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
