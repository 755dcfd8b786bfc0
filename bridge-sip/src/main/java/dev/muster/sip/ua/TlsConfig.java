package dev.muster.sip.ua;

import java.nio.file.Path;
import java.util.Optional;

/// Certificates, in PEM format.
///
/// @param trusted the authorities that sign our peers' certificates; none: those that Java trusts
/// @param certificate ours, with its chain: shown to who connects, and to who asks for it
/// @param key its private key, PKCS#8
public record TlsConfig(Optional<Path> trusted, Optional<Path> certificate, Optional<Path> key) {
    public static final TlsConfig DEFAULT = new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty());

    public TlsConfig {
        if (certificate.isPresent() != key.isPresent())
            throw new IllegalArgumentException("certificate and key: both, or none");
    }
}
