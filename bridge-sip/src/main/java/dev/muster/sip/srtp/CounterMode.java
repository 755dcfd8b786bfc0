package dev.muster.sip.srtp;

import dev.muster.sip.rtp.BigEndian;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES_CM_128_HMAC_SHA1_80 and its like with a shorter tag (RFC 3711, 4): what every phone knows that
/// encrypts at all.
final class CounterMode implements Transform {
    /// The key of the MAC, and what it makes.
    private static final int SHA1 = 20;

    /// Reports always have the longer one (RFC 5764, 4.1.2).
    private static final int RTCP_TAG = 10;

    private static final int SALT = 14;

    private final Keyed rtp;
    private final Keyed rtcp;
    private final int tag;
    private final byte[] counter = new byte[16];
    private final byte[] made = new byte[SHA1];
    private final byte[] rollovers = new byte[4];

    private record Keyed(SecretKeySpec key, byte[] salt, Cipher cipher, Mac mac) {
        static Keyed of(byte[] key, byte[] salt, byte[] macKey) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(macKey, "HmacSHA1"));
            return new Keyed(new SecretKeySpec(key, "AES"), salt, Cipher.getInstance("AES/CTR/NoPadding"), mac);
        }
    }

    CounterMode(MasterKey key) throws GeneralSecurityException {
        rtp = Keyed.of(
                key.derive(KeyDerivation.RTP_CIPHER, Profile.KEY),
                key.derive(KeyDerivation.RTP_SALT, SALT),
                key.derive(KeyDerivation.RTP_MAC, SHA1));
        rtcp = Keyed.of(
                key.derive(KeyDerivation.RTCP_CIPHER, Profile.KEY),
                key.derive(KeyDerivation.RTCP_SALT, SALT),
                key.derive(KeyDerivation.RTCP_MAC, SHA1));
        tag = key.profile().tagLength();
    }

    /// With keys that are derived already, as the RFC has them.
    CounterMode(byte[] key, byte[] salt) throws GeneralSecurityException {
        rtp = Keyed.of(key, salt, new byte[SHA1]);
        rtcp = rtp;
        tag = RTCP_TAG;
    }

    @Override
    public int protect(byte[] bytes, int from, int header, int length, int ssrc, long index)
            throws GeneralSecurityException {
        crypt(rtp, bytes, from + header, length - header, ssrc, index);
        sign(bytes, from, length, index);
        System.arraycopy(made, 0, bytes, from + length, tag);
        return length + tag;
    }

    @Override
    public int unprotect(byte[] bytes, int from, int header, int length, int ssrc, long index)
            throws GeneralSecurityException {
        int signed = length - tag;
        sign(bytes, from, signed, index);
        if (!isGenuine(bytes, from + signed, tag)) return -1;
        crypt(rtp, bytes, from + header, signed - header, ssrc, index);
        return signed;
    }

    @Override
    public int protectRtcp(byte[] bytes, int from, int length, int ssrc, int index) throws GeneralSecurityException {
        crypt(rtcp, bytes, from + RTCP_HEADER, length - RTCP_HEADER, ssrc, index);
        BigEndian.put32(bytes, from + length, index | ENCRYPTED);
        rtcp.mac().update(bytes, from, length + INDEX);
        rtcp.mac().doFinal(made, 0);
        System.arraycopy(made, 0, bytes, from + length + INDEX, RTCP_TAG);
        return length + INDEX + RTCP_TAG;
    }

    @Override
    public int unprotectRtcp(byte[] bytes, int from, int length, int ssrc, int index) throws GeneralSecurityException {
        int signed = length - RTCP_TAG;
        rtcp.mac().update(bytes, from, signed);
        rtcp.mac().doFinal(made, 0);
        if (!isGenuine(bytes, from + signed, RTCP_TAG)) return -1;
        int plain = signed - INDEX;
        crypt(rtcp, bytes, from + RTCP_HEADER, plain - RTCP_HEADER, ssrc, index);
        return plain;
    }

    /// How often the numbers began anew isn't in the packet, but signed with it.
    private void sign(byte[] bytes, int from, int length, long index) throws GeneralSecurityException {
        BigEndian.put32(rollovers, 0, (int) (index >>> 16));
        rtp.mac().update(bytes, from, length);
        rtp.mac().update(rollovers);
        rtp.mac().doFinal(made, 0);
    }

    private boolean isGenuine(byte[] bytes, int at, int length) {
        int difference = 0;
        // All of them, or the time it takes would tell how many were right.
        for (int i = 0; i < length; i++) difference |= made[i] ^ bytes[at + i];
        return difference == 0;
    }

    /// RFC 3711, 4.1.1: the SSRC and the index over the salt, and then what is counted.
    private void crypt(Keyed keyed, byte[] bytes, int at, int length, int ssrc, long index)
            throws GeneralSecurityException {
        BigEndian.put32(counter, 0, 0);
        BigEndian.put32(counter, 4, ssrc);
        BigEndian.put16(counter, 8, (int) (index >>> 32));
        BigEndian.put32(counter, 10, (int) index);
        BigEndian.put16(counter, 14, 0);
        for (int i = 0; i < SALT; i++) counter[i] ^= keyed.salt()[i];
        keyed.cipher().init(Cipher.ENCRYPT_MODE, keyed.key(), new IvParameterSpec(counter));
        keyed.cipher().doFinal(bytes, at, length, bytes, at);
    }

    @Override
    public int rtcpIndexFromEnd() {
        return INDEX + RTCP_TAG;
    }

    @Override
    public int overhead() {
        return tag;
    }

    @Override
    public int rtcpOverhead() {
        return INDEX + RTCP_TAG;
    }
}
