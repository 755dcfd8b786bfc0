package dev.muster.sip.ua.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Nonces that need no memory until they are used: each says when it was made, and that it was made here.
public final class Nonces {
    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int TIME_DIGITS = 16;
    private static final int SALT_DIGITS = 16;

    /// Longer than an app waits between two registrations is too long to remember.
    private static final int MOST_USED = 10_000;

    private final InstantSource clock;
    private final Duration fresh;
    private final RandomGenerator random;
    private final SecretKeySpec secret;

    /// How often each was used. The oldest goes first, and with it the right to use it.
    private final Map<String, Long> used = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_USED;
        }
    };

    /// What somebody shows by the nonce in his [Proof].
    public enum Use {
        FRESH,
        /// Was one of ours. A new one helps.
        STALE,
        /// Never was.
        FOREIGN
    }

    /// @param fresh so long one can be used
    public Nonces(InstantSource clock, Duration fresh, RandomGenerator random) {
        this.clock = clock;
        this.fresh = fresh;
        this.random = random;
        byte[] key = new byte[SECRET_BYTES];
        random.nextBytes(key);
        secret = new SecretKeySpec(key, HMAC);
    }

    /// A new one.
    public String next() {
        HexFormat hex = HexFormat.of();
        String made = hex.toHexDigits(clock.instant().toEpochMilli()) + hex.toHexDigits(random.nextLong());
        return made + seal(made);
    }

    private String seal(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)), 0, SALT_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /// Takes note of a use. No proof counts twice, so that nobody can repeat what he has overheard.
    public Use use(Proof proof) {
        String nonce = proof.nonce();
        int length = TIME_DIGITS + SALT_DIGITS;
        if (nonce.length() <= length
                || !MessageDigest.isEqual(
                        seal(nonce.substring(0, length)).getBytes(UTF_8),
                        nonce.substring(length).getBytes(UTF_8))) return Use.FOREIGN;
        Instant made = Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(nonce, 0, TIME_DIGITS));
        if (made.plus(fresh).isBefore(clock.instant())) return Use.STALE;
        long count = proof.counted().orElse(1L);
        synchronized (used) {
            if (used.getOrDefault(nonce, 0L) >= count) return Use.STALE;
            used.put(nonce, count);
        }
        return Use.FRESH;
    }
}
