package dev.muster.notifier.push.apns;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;

/// What Apple is shown.
sealed interface Proof {
    /// Signs what each request carries.
    record Key(String keyId, String teamId, ECPrivateKey key) implements Proof {
        @Override
        public String toString() {
            return "Key";
        }
    }

    /// Proves itself when the connection is made.
    record Certificate(X509Certificate certificate, PrivateKey key) implements Proof {
        @Override
        public String toString() {
            return "Certificate";
        }
    }
}
