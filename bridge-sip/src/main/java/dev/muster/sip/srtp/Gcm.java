package dev.muster.sip.srtp;

import dev.muster.sip.rtp.BigEndian;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AEAD_AES_128_GCM (RFC 7714): encrypts and signs in one go, and takes less time than the older one.
final class Gcm implements Transform {
    private static final int TAG = 16;

    /// Longer than any datagram that comes over the Internet.
    static final int MOST = 2048;

    private final Keyed rtp;
    private final Keyed rtcp;
    private final byte[] nonce = new byte[12];
    private final byte[] scratch = new byte[MOST + TAG];

    private record Keyed(SecretKeySpec key, byte[] salt, Cipher cipher) {
        static Keyed of(MasterKey key, int cipherLabel, int saltLabel) throws GeneralSecurityException {
            return new Keyed(
                    new SecretKeySpec(key.derive(cipherLabel, Profile.KEY), "AES"),
                    key.derive(saltLabel, key.profile().saltLength()),
                    Cipher.getInstance("AES/GCM/NoPadding"));
        }
    }

    Gcm(MasterKey key) throws GeneralSecurityException {
        rtp = Keyed.of(key, KeyDerivation.RTP_CIPHER, KeyDerivation.RTP_SALT);
        rtcp = Keyed.of(key, KeyDerivation.RTCP_CIPHER, KeyDerivation.RTCP_SALT);
    }

    /// With keys that are derived already, as the RFC has them.
    Gcm(byte[] key, byte[] salt) throws GeneralSecurityException {
        rtp = new Keyed(new SecretKeySpec(key, "AES"), salt, Cipher.getInstance("AES/GCM/NoPadding"));
        rtcp = rtp;
    }

    @Override
    public int protect(byte[] bytes, int from, int header, int length, int ssrc, long index)
            throws GeneralSecurityException {
        start(rtp, Cipher.ENCRYPT_MODE, ssrc, index);
        rtp.cipher().updateAAD(bytes, from, header);
        return header + finish(rtp, bytes, from + header, length - header);
    }

    @Override
    public int unprotect(byte[] bytes, int from, int header, int length, int ssrc, long index)
            throws GeneralSecurityException {
        start(rtp, Cipher.DECRYPT_MODE, ssrc, index);
        rtp.cipher().updateAAD(bytes, from, header);
        return opened(rtp, bytes, from, header, length);
    }

    @Override
    public int protectRtcp(byte[] bytes, int from, int length, int ssrc, int index) throws GeneralSecurityException {
        int end = from + length + TAG;
        BigEndian.put32(bytes, end, index | ENCRYPTED);
        start(rtcp, Cipher.ENCRYPT_MODE, ssrc, index);
        rtcp.cipher().updateAAD(bytes, from, RTCP_HEADER);
        rtcp.cipher().updateAAD(bytes, end, INDEX);
        return RTCP_HEADER + finish(rtcp, bytes, from + RTCP_HEADER, length - RTCP_HEADER) + INDEX;
    }

    @Override
    public int unprotectRtcp(byte[] bytes, int from, int length, int ssrc, int index) throws GeneralSecurityException {
        start(rtcp, Cipher.DECRYPT_MODE, ssrc, index);
        rtcp.cipher().updateAAD(bytes, from, RTCP_HEADER);
        rtcp.cipher().updateAAD(bytes, from + length - INDEX, INDEX);
        return opened(rtcp, bytes, from, RTCP_HEADER, length - INDEX);
    }

    /// RFC 7714, 8.1 and 9.1: two bytes of nothing, the SSRC and the index, over the salt.
    private void start(Keyed keyed, int mode, int ssrc, long index) throws GeneralSecurityException {
        BigEndian.put16(nonce, 0, 0);
        BigEndian.put32(nonce, 2, ssrc);
        BigEndian.put16(nonce, 6, (int) (index >>> 32));
        BigEndian.put32(nonce, 8, (int) index);
        for (int i = 0; i < nonce.length; i++) nonce[i] ^= keyed.salt()[i];
        keyed.cipher().init(mode, keyed.key(), new GCMParameterSpec(8 * TAG, nonce));
    }

    private int opened(Keyed keyed, byte[] bytes, int from, int header, int length) throws GeneralSecurityException {
        try {
            return header + finish(keyed, bytes, from + header, length - header);
        } catch (AEADBadTagException notGenuine) {
            return -1;
        }
    }

    /// By way of another array: if it is the same, Java makes a copy each time.
    private int finish(Keyed keyed, byte[] bytes, int at, int length) throws GeneralSecurityException {
        int made = keyed.cipher().doFinal(bytes, at, length, scratch, 0);
        System.arraycopy(scratch, 0, bytes, at, made);
        return made;
    }

    @Override
    public int rtcpIndexFromEnd() {
        return INDEX;
    }

    @Override
    public int overhead() {
        return TAG;
    }

    @Override
    public int rtcpOverhead() {
        return TAG + INDEX;
    }
}
