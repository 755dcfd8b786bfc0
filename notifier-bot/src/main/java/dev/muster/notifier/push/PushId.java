package dev.muster.notifier.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// What a push is called where it is brought, always the same for the same thing to the same device (RFC 9562, version
/// 5): so a second attempt is recognized.
final class PushId {
    /// Ours, drawn once.
    private static final UUID NAMESPACE = UUID.fromString("6b1f2c1e-0f0e-4d0a-9a55-1b7c3a3d8f42");

    private PushId() {}

    static UUID of(String name) {
        ByteBuffer digest = ByteBuffer.wrap(digest("SHA-1", name, NAMESPACE));
        long high = (digest.getLong() & ~0xf000L) | 0x5000L;
        long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /// A name of 32 characters that tells nothing of what it was made from.
    static String collapse(String name) {
        return HexFormat.of().formatHex(digest("SHA-256", name, NAMESPACE), 0, 16);
    }

    private static byte[] digest(String algorithm, String name, UUID namespace) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .array());
            return digest.digest(name.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA", e);
        }
    }
}
