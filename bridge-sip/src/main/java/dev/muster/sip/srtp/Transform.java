package dev.muster.sip.srtp;

import java.security.GeneralSecurityException;

/// Encrypts and decrypts packets whose index is known.
sealed interface Transform permits Gcm, CounterMode {
    /// The first bit before the index of a report: it is encrypted.
    int ENCRYPTED = 0x8000_0000;

    /// What of a report isn't encrypted.
    int RTCP_HEADER = 8;

    int INDEX = 4;

    static Transform of(MasterKey key) {
        try {
            return switch (key.profile()) {
                case AEAD_AES_128_GCM -> new Gcm(key);
                case AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32 -> new CounterMode(key);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES and SHA-1", e);
        }
    }

    /// Encrypts a packet, and says how long it is now.
    int protect(byte[] bytes, int from, int header, int length, int ssrc, long index) throws GeneralSecurityException;

    /// Decrypts a packet, and says how long it is now; -1 if it isn't genuine.
    int unprotect(byte[] bytes, int from, int header, int length, int ssrc, long index) throws GeneralSecurityException;

    int protectRtcp(byte[] bytes, int from, int length, int ssrc, int index) throws GeneralSecurityException;

    /// Decrypts a report, from which the index has been read.
    int unprotectRtcp(byte[] bytes, int from, int length, int ssrc, int index) throws GeneralSecurityException;

    /// Where the index of a report is, counted from its end.
    int rtcpIndexFromEnd();

    /// By how much a packet and a report get longer.
    int overhead();

    int rtcpOverhead();
}
