package dev.muster.notifier.push.apns;

import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import dev.muster.notifier.device.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the files of keys and certificates that the configuration names.
final class Keyring {
    private final ApnsConfig config;

    Keyring(ApnsConfig config) {
        this.config = config;
    }

    /// One of them.
    ///
    /// @param proof nothing if there is a problem
    record Identity(Credential credential, Optional<Proof> proof) {
        static Identity unreadable(String file, String problem) {
            return new Identity(Credential.unreadable(file, problem), Optional.empty());
        }

        private static Identity useless(Credential credential, String problem) {
            return new Identity(credential.with(problem), Optional.empty());
        }
    }

    /// All of them as the files are now. A file that can't be used is one with a problem.
    List<Identity> read() {
        var found = new ArrayList<Identity>();
        config.key().ifPresent(file -> found.add(key(file)));
        var files = new LinkedHashMap<Path, Pem>();
        for (Path file : config.certificates()) {
            try {
                files.put(file, Pem.read(bytes(file), config.certificatePassword()));
            } catch (Pem.Unreadable e) {
                found.add(Identity.unreadable(name(file), e.problem()));
            }
        }
        found.addAll(certificates(files));
        return found;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static byte[] bytes(Path file) throws Pem.Unreadable {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Pem.Unreadable("there is no such file", e);
        } catch (IOException e) {
            throw new Pem.Unreadable("can't be read", e);
        }
    }

    private Identity key(Path file) {
        var credential = new Credential(
                name(file),
                Credential.Kind.KEY,
                "key " + config.keyId() + " of team " + config.teamId(),
                Set.of(),
                EnumSet.allOf(Environment.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try {
            for (PrivateKey each :
                    Pem.read(bytes(file), config.certificatePassword()).keys()) {
                if (!(each instanceof ECPrivateKey key)) continue;
                var _ = new ApnsSigningKey(config.keyId(), config.teamId(), key);
                return new Identity(credential, Optional.of(new Proof.Key(config.keyId(), config.teamId(), key)));
            }
            return Identity.useless(credential, "has no key on the curve P-256, as Apple's .p8 files have");
        } catch (Pem.Unreadable e) {
            return Identity.useless(credential, e.problem());
        } catch (GeneralSecurityException _) {
            return Identity.useless(credential, "has a key that signs nothing");
        }
    }

    /// A certificate's key may be in another file: `openssl pkcs12 -nokeys` and `-nocerts` make two.
    private static List<Identity> certificates(Map<Path, Pem> files) {
        var found = new ArrayList<Identity>();
        var keys = new ArrayList<PrivateKey>();
        for (Pem each : files.values()) keys.addAll(each.keys());
        var used = new HashSet<PrivateKey>();
        files.forEach((file, held) -> {
            if (held.certificates().isEmpty()) return;
            Optional<Proof.Certificate> pair = pair(held.certificates(), keys);
            pair.map(Proof.Certificate::key).ifPresent(used::add);
            found.add(identity(name(file), held.certificates().getFirst(), pair));
        });
        files.forEach((file, held) -> {
            if (held.certificates().isEmpty() && held.keys().stream().noneMatch(used::contains))
                found.add(Identity.unreadable(name(file), "has a key, and no file has the certificate for it"));
        });
        return found;
    }

    /// Chains come along with some of them; the one that we have the key of is ours.
    private static Optional<Proof.Certificate> pair(List<X509Certificate> certificates, List<PrivateKey> keys) {
        for (X509Certificate certificate : certificates) {
            for (PrivateKey key : keys) {
                if (belong(key, certificate.getPublicKey()))
                    return Optional.of(new Proof.Certificate(certificate, key));
            }
        }
        return Optional.empty();
    }

    private static boolean belong(PrivateKey secret, PublicKey open) {
        if (!secret.getAlgorithm().equals(open.getAlgorithm())) return false;
        byte[] something = {1, 2, 3};
        try {
            var signature =
                    Signature.getInstance("SHA256with" + (open.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(secret);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // on different curves
        }
    }

    private static Identity identity(String name, X509Certificate first, Optional<Proof.Certificate> pair) {
        X509Certificate certificate = pair.map(Proof.Certificate::certificate).orElse(first);
        Scope scope;
        try {
            scope = Scope.of(certificate);
        } catch (IllegalArgumentException _) {
            return Identity.unreadable(name, "has a list of topics that can't be read");
        }
        var credential = new Credential(
                name,
                Credential.Kind.CERTIFICATE,
                scope.subject(),
                scope.topics(),
                scope.environments(),
                Optional.of(certificate.getNotBefore().toInstant()),
                Optional.of(certificate.getNotAfter().toInstant()),
                Optional.empty());
        if (pair.isEmpty()) return Identity.useless(credential, "has a certificate, and no file has the key for it");
        if (scope.topics().isEmpty())
            return Identity.useless(credential, "names no app: it has neither Apple's list of topics nor a UID");
        return new Identity(credential, pair.map(Proof.class::cast));
    }
}
