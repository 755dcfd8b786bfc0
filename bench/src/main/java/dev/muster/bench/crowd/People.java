package dev.muster.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.nostr.crypto.SecretKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The people: everybody's number tells their key, so that every run has the same ones.
public final class People {
    /// How many write and are written to.
    public static final int COUNT = 1_000;

    /// Whom 28,000 reactions mention, besides those who write to them privately.
    public static final int POPULAR = COUNT;
    /// To whom as many write privately, and whom nobody mentions.
    public static final int QUIET = COUNT + 1;

    private static final SecretKey[] KEYS =
            IntStream.rangeClosed(0, QUIET).mapToObj(People::make).toArray(SecretKey[]::new);

    private People() {}

    public static SecretKey key(int who) {
        return KEYS[who];
    }

    public static String hex(int who) {
        return KEYS[who].publicKey().hex();
    }

    /// Somebody, some much more often than others: the first tenth is drawn about three times in ten.
    static int draw(RandomGenerator random) {
        double d = random.nextDouble();
        return (int) (COUNT * d * d);
    }

    private static SecretKey make(int who) {
        try {
            byte[] name = ("somebody in Muster's benchmarks: " + who).getBytes(US_ASCII);
            return new SecretKey(MessageDigest.getInstance("SHA-256").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
