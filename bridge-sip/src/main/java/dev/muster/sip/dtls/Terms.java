package dev.muster.sip.dtls;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/// What one handshake asks of the other side, whoever begins. Belongs to the connection's thread.
final class Terms {
    static final int TIMEOUT_MS = 15_000;

    /// At first; then twice as long each time. A second, as RFC 6347 has it, is a long silence for somebody who
    /// has lifted the receiver, and a datagram too many costs nothing.
    static final int RESEND_MS = 200;

    private final Identity identity;
    private final List<Fingerprint> remote;
    private final Role role;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private @Nullable Failure failure;

    Terms(Identity identity, List<Fingerprint> remote, Role role) {
        this.identity = identity;
        this.remote = remote;
        this.role = role;
    }

    Identity identity() {
        return identity;
    }

    /// Named, so that a newer one doesn't come by itself with a newer library.
    static ProtocolVersion[] versions() {
        return ProtocolVersion.DTLSv12.only();
    }

    /// For our certificate.
    static int[] cipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
        };
    }

    /// The one that both know.
    SrtpProfile choose(@Nullable UseSRTPData offered) throws IOException {
        Optional<SrtpProfile> best =
                Optional.ofNullable(offered).flatMap(data -> SrtpProfile.bestOf(data.getProtectionProfiles()));
        if (best.isEmpty()) throw refuse(Failure.NO_SRTP, AlertDescription.handshake_failure);
        profile = best.get();
        return best.get();
    }

    static UseSRTPData data(int... codes) {
        return new UseSRTPData(codes, TlsUtils.EMPTY_BYTES);
    }

    void check(@Nullable Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) throw refuse(Failure.NO_CERTIFICATE, AlertDescription.handshake_failure);
        byte[] shown = chain.getCertificateAt(0).getEncoded();
        if (remote.stream().noneMatch(fingerprint -> fingerprint.isOf(shown)))
            throw refuse(Failure.OTHER_CERTIFICATE, AlertDescription.bad_certificate);
    }

    void complete(TlsContext context) {
        if (profile == null) throw new IllegalStateException("nobody has spoken of SRTP");
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.exportLength());
        keys = new SrtpKeys(profile, role, material);
    }

    private TlsFatalAlert refuse(Failure reason, short alert) {
        failure = reason;
        return new TlsFatalAlert(alert);
    }

    SrtpKeys keys() {
        if (keys == null) throw new IllegalStateException("the handshake isn't complete");
        return keys;
    }

    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }
}
