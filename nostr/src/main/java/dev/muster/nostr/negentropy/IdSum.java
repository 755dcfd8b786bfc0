package dev.muster.nostr.negentropy;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.muster.nostr.event.EventId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A sum of ids modulo 2^256, each read as a little-endian number.
///
/// Sums can be subtracted, so a range costs no more than two sums from the start of the set: to its end, and to its
/// beginning.
public final class IdSum {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    // Four digits in base 2^64, the least significant first.
    private long digit0;
    private long digit1;
    private long digit2;
    private long digit3;

    /// Nothing yet.
    public IdSum() {}

    public IdSum(IdSum other) {
        digit0 = other.digit0;
        digit1 = other.digit1;
        digit2 = other.digit2;
        digit3 = other.digit3;
    }

    /// Adds the id that lies in `ids` at `at`.
    public void add(byte[] ids, int at) {
        add(
                (long) LONG.get(ids, at),
                (long) LONG.get(ids, at + 8),
                (long) LONG.get(ids, at + 16),
                (long) LONG.get(ids, at + 24),
                0);
    }

    public void subtract(IdSum other) {
        // The two's complement: all bits turned over, plus one.
        add(~other.digit0, ~other.digit1, ~other.digit2, ~other.digit3, 1);
    }

    private void add(long other0, long other1, long other2, long other3, long carry) {
        long sum0 = digit0 + other0 + carry;
        long sum1 = digit1 + other1 + carry(digit0, other0, sum0);
        long sum2 = digit2 + other2 + carry(digit1, other1, sum1);
        long sum3 = digit3 + other3 + carry(digit2, other2, sum2);
        digit0 = sum0;
        digit1 = sum1;
        digit2 = sum2;
        digit3 = sum3;
    }

    /// What an addition carries over: 1 if both top bits are set, or if one is and the sum has lost it.
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /// The fingerprint of a range of `count` ids with this sum.
    public Fingerprint fingerprint(int count) {
        byte[] sumAndCount = new byte[EventId.LENGTH + Varint.MAX_LENGTH];
        LONG.set(sumAndCount, 0, digit0);
        LONG.set(sumAndCount, 8, digit1);
        LONG.set(sumAndCount, 16, digit2);
        LONG.set(sumAndCount, 24, digit3);
        int length = Varint.write(count, sumAndCount, EventId.LENGTH);
        MessageDigest sha256 = sha256();
        sha256.update(sumAndCount, 0, length);
        return new Fingerprint(Arrays.copyOf(sha256.digest(), Fingerprint.LENGTH));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
