package dev.muster.sip.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes many keys of one (RFC 3711, 4.3.3): the key stream of AES from a place that the label tells. Nobody
/// derives them anew in the middle of a stream.
final class KeyDerivation {
    static final int RTP_CIPHER = 0;
    static final int RTP_MAC = 1;
    static final int RTP_SALT = 2;
    static final int RTCP_CIPHER = 3;
    static final int RTCP_MAC = 4;
    static final int RTCP_SALT = 5;

    private static final int LABEL_AT = 7;
    private static final int BLOCK = 16;

    private KeyDerivation() {}

    static byte[] derive(byte[] key, byte[] salt, int label, int length) {
        // A shorter salt (RFC 7714, 11) has zeros behind it.
        byte[] place = Arrays.copyOf(salt, BLOCK);
        place[LABEL_AT] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(place));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }
}
