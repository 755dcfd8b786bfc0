package dev.muster.sip.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.stream.IntStream;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/// Begins, with a server that has the certificate it should have, and speaks of SRTP.
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // BouncyCastle's interface is older than generics.
final class SrtpClient extends DefaultTlsClient {
    /// A server's certificate may be of RSA.
    private static final int[] WITH_RSA = {
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    };

    private final Terms terms;

    SrtpClient(Terms terms) {
        super(terms.identity().crypto());
        this.terms = terms;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return Terms.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return IntStream.concat(IntStream.of(Terms.cipherSuites()), IntStream.of(WITH_RSA))
                .toArray();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return Terms.TIMEOUT_MS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return Terms.RESEND_MS;
    }

    /// Without it, no keys may be exported (RFC 7627, section 5.4).
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, Terms.data(SrtpProfile.codes()));
        return extensions;
    }

    @Override
    public void processServerExtensions(@Nullable Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        var _ = terms.choose(extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                terms.check(server.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return terms.identity().signer(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        terms.complete(context);
    }
}
