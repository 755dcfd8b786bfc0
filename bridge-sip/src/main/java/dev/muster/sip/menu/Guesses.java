package dev.muster.sip.menu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who has guessed PINs, and at which rooms: after a few wrong ones nobody listens for a minute, then for two, four,
/// and so
/// on up to an hour. For all lines together; any thread may.
///
/// It doesn't survive a restart, and of so many different callers it forgets the oldest: to have made that happen one
/// needs more numbers than there are.
public final class Guesses {
    /// As many wrong ones as one call has.
    static final int OF_A_CALLER = 3;

    /// More, or three wrong ones would lock everybody out.
    static final int AT_A_ROOM = 10;

    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(1);

    /// After that long without a wrong one, all is forgotten.
    static final Duration MEMORY = Duration.ofDays(1);

    private static final int MOST = 10_000;

    private final byte[] salt = new byte[16];
    private final Map<String, Wrong> wrong = new LinkedHashMap<>();

    private record Wrong(int count, Instant last, Instant lockedUntil) {}

    public Guesses(SecureRandom random) {
        random.nextBytes(salt);
    }

    /// Whether whoever calls from there isn't listened to now.
    boolean isLocked(String caller, Instant now) {
        return isHeld("caller/" + hash(caller), now);
    }

    /// Whether nobody may try that room now.
    boolean isShut(String door, Instant now) {
        return isHeld("door/" + door, now);
    }

    private synchronized boolean isHeld(String key, Instant now) {
        Wrong known = wrong.get(key);
        return known != null && known.lockedUntil().isAfter(now);
    }

    void failed(String caller, String door, Instant now) {
        count("caller/" + hash(caller), OF_A_CALLER, now);
        count("door/" + door, AT_A_ROOM, now);
    }

    private synchronized void count(String key, int free, Instant now) {
        Wrong before = wrong.remove(key);
        int earlier = before == null || before.last().plus(MEMORY).isBefore(now) ? 0 : before.count();
        int count = earlier + 1;
        int over = count - free;
        Duration pause = over < 0 ? Duration.ZERO : FIRST.multipliedBy(1L << Math.min(over, 10));
        Instant until = now.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
        wrong.put(key, new Wrong(count, now, until));
        if (wrong.size() > MOST) wrong.remove(wrong.keySet().iterator().next());
    }

    /// They knew the PIN. What others have guessed at the room counts on.
    void succeeded(String caller) {
        String key = "caller/" + hash(caller);
        synchronized (this) {
            wrong.remove(key);
        }
    }

    /// No number is kept.
    private String hash(String caller) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return HexFormat.of().formatHex(digest.digest(caller.getBytes(UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
