package dev.muster.sip.room;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.SecureRandom;

/// What one enters on a telephone to come into a room: which room, and that one may.
///
/// @param door three digits that no other room has; who guesses is known by them to guess at this room
/// @param secret six digits
record Pin(String door, String secret) {
    static final int DOOR = 3;
    static final int LENGTH = 9;
    private static final int DOORS = 1000;
    private static final int SECRETS = 1_000_000;

    static Pin random(SecureRandom random) {
        return new Pin(String.format("%03d", random.nextInt(DOORS)), String.format("%06d", random.nextInt(SECRETS)));
    }

    /// Which door somebody stands at.
    static String door(String digits) {
        return digits.substring(0, Math.min(DOOR, digits.length()));
    }

    /// Takes as long for a wrong one as for the right one, wherever they differ.
    boolean opensWith(String digits) {
        return MessageDigest.isEqual((door + secret).getBytes(US_ASCII), digits.getBytes(US_ASCII));
    }

    String digits() {
        return door + secret;
    }

    /// It may end up in a log.
    @Override
    public String toString() {
        return "a PIN";
    }
}
