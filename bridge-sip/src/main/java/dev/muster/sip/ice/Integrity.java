package dev.muster.sip.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Shows who knows a password (MESSAGE-INTEGRITY, RFC 8489, section 14.5). Belongs to one thread.
final class Integrity {
    static final int LENGTH = 20;

    private static final String HMAC = "HmacSHA1";

    private final Mac mac;
    private final byte[] header = new byte[4];

    Integrity(String password) {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(password.getBytes(UTF_8), HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    /// What belongs at that place of a message.
    byte[] of(byte[] message, int at) {
        // As if the message ended with it.
        int length = at + StunMessage.ATTRIBUTE_HEADER + LENGTH - StunMessage.HEADER;
        header[0] = message[0];
        header[1] = message[1];
        header[2] = (byte) (length >> 8);
        header[3] = (byte) length;
        mac.update(header);
        mac.update(message, header.length, at - header.length);
        return mac.doFinal();
    }

    boolean isRight(byte[] message, int at) {
        int value = at + StunMessage.ATTRIBUTE_HEADER;
        return MessageDigest.isEqual(of(message, at), Arrays.copyOfRange(message, value, value + LENGTH));
    }
}
