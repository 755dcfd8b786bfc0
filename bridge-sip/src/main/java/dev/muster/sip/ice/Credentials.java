package dev.muster.sip.ice;

import java.security.SecureRandom;

/// What our description tells the other side, so that its checks can show that it has read it.
public record Credentials(String ufrag, String password) {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// 48 bits: no two calls have the same by chance. RFC 8445, section 5.3, asks for 24.
    private static final int UFRAG = 8;

    /// 144 bits; 128 are asked for.
    private static final int PASSWORD = 24;

    static Credentials random(SecureRandom random) {
        return new Credentials(characters(random, UFRAG), characters(random, PASSWORD));
    }

    private static String characters(SecureRandom random, int count) {
        var characters = new StringBuilder(count);
        for (int i = 0; i < count; i++) characters.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        return characters.toString();
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Credentials[" + ufrag + "]";
    }
}
