package dev.muster.sms.thread;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.SecretKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keys for those who have none: made of the bridge's own and of both numbers, so that nothing of them needs to be
/// kept.
final class Ghosts {
    private static final byte[] SALT = "muster".getBytes(UTF_8);

    private final byte[] secret;
    private final SecretKeySpec naming;

    Ghosts(SecretKey bot) {
        secret = bot.bytes();
        naming = new SecretKeySpec(derived("sms-thread"), "HmacSHA256");
    }

    /// Who somebody is to operators, who texts one of our numbers.
    SecretKey of(String our, String their) {
        return IntStream.iterate(0, attempt -> attempt + 1)
                .mapToObj(attempt -> key(derived("sms", our, their, Integer.toString(attempt))))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    /// One of 2^128 is none.
    static Optional<SecretKey> key(byte[] bytes) {
        try {
            return Optional.of(new SecretKey(bytes));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }

    /// What the thread of two numbers is called, whichever of them is ours. It tells neither.
    String thread(String our, String their) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(naming);
            byte[] name = mac.doFinal(joined(Stream.of(our, their).sorted().toArray(String[]::new)));
            var bits = ByteBuffer.wrap(name);
            // A UUID of one's own making (RFC 9562, version 8), since BuildIt wants one.
            long first = (bits.getLong() & ~0xf000L) | 0x8000L;
            long second = (bits.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new UUID(first, second).toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    private byte[] derived(String... parts) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addSalt(SALT)
                    .addIKM(secret)
                    .thenExpand(joined(parts), SecretKey.LENGTH);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
        }
    }

    /// With something between them: no two pairs are the same.
    private static byte[] joined(String... parts) {
        return String.join("\0", parts).getBytes(UTF_8);
    }
}
