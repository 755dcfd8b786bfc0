package dev.muster.nostr.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, one digest a thread: looking one up costs about as much as hashing a short event.
final class Sha256 {
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    });

    private Sha256() {}

    /// This thread's digest, at its start.
    static MessageDigest digest() {
        MessageDigest digest = DIGEST.get();
        digest.reset();
        return digest;
    }

    static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }
}
