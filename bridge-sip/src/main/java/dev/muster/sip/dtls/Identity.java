package dev.muster.sip.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// The bridge's key and the certificate that it has made of it: new with each start, so there is none to be
/// stolen from a disk.
public final class Identity {
    private static final String CURVE = "secp256r1";
    private static final X500Name NAME = new X500Name("CN=muster");
    private static final int SERIAL_BITS = 64;

    /// Clocks of others may be wrong, and the bridge may run for long. Nobody relies on either.
    private static final Duration BEFORE = Duration.ofDays(1);

    private static final Duration AFTER = Duration.ofDays(3650);

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter key;
    private final TlsCertificate certificate;
    private final Fingerprint fingerprint;

    private Identity(BcTlsCrypto crypto, AsymmetricKeyParameter key, byte[] certificate) throws IOException {
        this.crypto = crypto;
        this.key = key;
        this.certificate = crypto.createCertificate(certificate);
        fingerprint = Fingerprint.of(certificate);
    }

    public static Identity create(SecureRandom random, InstantSource clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            KeyPair pair = generator.generateKeyPair();
            return new Identity(
                    new BcTlsCrypto(random),
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()),
                    certificate(pair, random, clock.instant()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static byte[] certificate(KeyPair pair, SecureRandom random, Instant now)
            throws OperatorCreationException, IOException {
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new X509v3CertificateBuilder(
                        NAME,
                        new BigInteger(SERIAL_BITS, random),
                        Date.from(now.minus(BEFORE)),
                        Date.from(now.plus(AFTER)),
                        NAME,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                .build(signer)
                .getEncoded();
    }

    /// What our description says.
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                key,
                new Certificate(new TlsCertificate[] {certificate}),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
