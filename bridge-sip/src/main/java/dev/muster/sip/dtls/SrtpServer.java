package dev.muster.sip.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;

/// Waits for a client that has the certificate it should have, and speaks of SRTP.
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // BouncyCastle's interface is older than generics.
final class SrtpServer extends DefaultTlsServer {
    private final Terms terms;
    private @Nullable SrtpProfile profile;

    SrtpServer(Terms terms) {
        super(terms.identity().crypto());
        this.terms = terms;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return Terms.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return Terms.cipherSuites();
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
    public TlsCredentials getCredentials() {
        return terms.identity().signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                null);
    }

    @Override
    public void notifyClientCertificate(@Nullable Certificate chain) throws IOException {
        terms.check(chain);
    }

    @Override
    public void processClientExtensions(@Nullable Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        profile = terms.choose(extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        if (profile != null) TlsSRTPUtils.addUseSRTPExtension(extensions, Terms.data(profile.code()));
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        terms.complete(context);
    }
}
