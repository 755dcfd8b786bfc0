package dev.muster.sip.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// A client that lacks something.
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // BouncyCastle's interface is older than generics.
final class OddClient extends DefaultTlsClient {
    private final Identity identity;
    private final Lack lack;

    enum Lack {
        CERTIFICATE,
        SRTP,
        /// It has, but only one that nobody should use.
        GOOD_SRTP,
        MASTER_SECRET,
        VERSION,
        ENCRYPTION,
        NOTHING,
        /// It has only the second one.
        GCM
    }

    OddClient(Identity identity, Lack lack) {
        super(new BcTlsCrypto(new SecureRandom()));
        this.identity = identity;
        this.lack = lack;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return (lack == Lack.VERSION ? ProtocolVersion.DTLSv10 : ProtocolVersion.DTLSv12).only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return switch (lack) {
            case ENCRYPTION -> new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_NULL_SHA};
            case VERSION -> new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA};
            default -> super.getSupportedCipherSuites();
        };
    }

    @Override
    public boolean shouldUseExtendedMasterSecret() {
        return lack != Lack.MASTER_SECRET;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        // 2 is AES128_CM_HMAC_SHA1_32, whose short tags were for radio, and 5 does without encryption.
        int[] profiles = switch (lack) {
            case SRTP -> new int[0];
            case GOOD_SRTP -> new int[] {2, 5};
            case GCM -> new int[] {2, 1};
            default -> new int[] {2, 1, 7};
        };
        if (profiles.length > 0) TlsSRTPUtils.addUseSRTPExtension(extensions, Terms.data(profiles));
        return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) {}

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                return lack == Lack.CERTIFICATE ? null : identity.signer(context);
            }
        };
    }
}
