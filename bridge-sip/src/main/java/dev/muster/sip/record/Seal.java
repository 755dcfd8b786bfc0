package dev.muster.sip.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals and opens the chunks of one file (AES-256-GCM).
///
/// The file's key comes from the recording's and from a salt that stands before the chunks, so that a file that
/// is written again never uses a nonce twice. The nonce is the chunk's number and whether it is the last:
/// chunks can't be exchanged, and none can be missing at the end.
final class Seal {
    /// A second of a call: the most that a crash takes away.
    static final int CHUNK = 32 * 1024;

    static final int SALT = 16;
    static final int TAG = 16;
    private static final int NONCE = 12;

    private final SecretKeySpec key;
    private final byte[] context;
    private final Cipher cipher;

    /// @param key the recording's, in hex
    /// @param name of the file: its chunks open in no other
    Seal(String key, byte[] salt, String name) {
        context = name.getBytes(UTF_8);
        try {
            byte[] derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(HexFormat.of().parseHex(key))
                            .addSalt(salt)
                            .thenExpand(("muster recording " + name).getBytes(UTF_8), 32));
            this.key = new SecretKeySpec(derived, "AES");
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java of version 25 has HKDF and AES-GCM", e);
        }
    }

    /// Seals the first bytes, and says how long they are then.
    int close(long number, boolean isLast, byte[] plain, int length, byte[] target) {
        try {
            prepare(Cipher.ENCRYPT_MODE, number, isLast);
            return cipher.doFinal(plain, 0, length, target, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a chunk can't be sealed", e);
        }
    }

    /// Opens the first bytes, and says how long they are then; -1 if they are not what was sealed.
    int open(long number, boolean isLast, byte[] sealed, int length, byte[] target) {
        try {
            prepare(Cipher.DECRYPT_MODE, number, isLast);
            return cipher.doFinal(sealed, 0, length, target, 0);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a chunk can't be opened", e);
        }
    }

    private void prepare(int mode, long number, boolean isLast) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE)
                .putInt(isLast ? 1 : 0)
                .putLong(number)
                .array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(context);
    }
}
