package dev.muster.nostr.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/// A key from a key and half of a nonce: what makes XChaCha20 of ChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2).
///
/// It is ChaCha20's block function (RFC 8439) without the addition at its end; the first and the last row are the key.
final class HChaCha20 {
    static final int NONCE_LENGTH = 16;
    private static final int DOUBLE_ROUNDS = 10;

    private final int[] state = new int[16];

    private HChaCha20(byte[] key, byte[] nonce) {
        // "expand 32-byte k"
        state[0] = 0x61707865;
        state[1] = 0x3320646e;
        state[2] = 0x79622d32;
        state[3] = 0x6b206574;
        words(key).get(state, 4, 8);
        words(nonce).get(state, 12, 4);
    }

    /// `key` has 32 bytes, `nonce` [#NONCE_LENGTH].
    static byte[] derive(byte[] key, byte[] nonce) {
        HChaCha20 block = new HChaCha20(key, nonce);
        for (int i = 0; i < DOUBLE_ROUNDS; i++) block.doubleRound();
        byte[] derived = new byte[32];
        words(derived).put(block.state, 0, 4).put(block.state, 12, 4);
        return derived;
    }

    private void doubleRound() {
        quarterRound(0, 4, 8, 12);
        quarterRound(1, 5, 9, 13);
        quarterRound(2, 6, 10, 14);
        quarterRound(3, 7, 11, 15);

        quarterRound(0, 5, 10, 15);
        quarterRound(1, 6, 11, 12);
        quarterRound(2, 7, 8, 13);
        quarterRound(3, 4, 9, 14);
    }

    private void quarterRound(int a, int b, int c, int d) {
        addThenRotate(a, b, d, 16);
        addThenRotate(c, d, b, 12);
        addThenRotate(a, b, d, 8);
        addThenRotate(c, d, b, 7);
    }

    /// `to += by`, then `mixed = (mixed ^ to) <<< bits`.
    private void addThenRotate(int to, int by, int mixed, int bits) {
        state[to] += state[by];
        state[mixed] = Integer.rotateLeft(state[mixed] ^ state[to], bits);
    }

    private static IntBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }
}
