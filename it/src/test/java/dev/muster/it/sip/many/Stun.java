package dev.muster.it.sip.many;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// As much of STUN (RFC 8489) as somebody needs who looks for a way to a bridge on this machine, and decides on it.
final class Stun {
    private static final int REQUEST = 0x0001;
    private static final int SUCCESS = 0x0101;
    private static final int COOKIE = 0x2112A442;
    private static final int HEADER = 20;
    private static final int TRANSACTION_AT = 8;
    private static final int USERNAME = 0x0006;
    private static final int INTEGRITY = 0x0008;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int PRIORITY = 0x0024;
    private static final int USE_CANDIDATE = 0x0025;
    private static final int FINGERPRINT = 0x8028;
    private static final int CONTROLLING = 0x802A;
    private static final int HIGHEST = 0x7effffff;
    private static final int FINGERPRINT_XOR = 0x5354554e;
    private static final int WITH_INTEGRITY = 24;
    private static final int WITH_FINGERPRINT = 8;

    private final ByteBuffer message = ByteBuffer.allocate(512);

    private Stun(int type, byte[] transaction) {
        message.putShort((short) type).putShort((short) 0).putInt(COOKIE).put(transaction);
    }

    /// Asks for a way, and has it taken.
    static ByteBuffer check(String username, String password) {
        byte[] transaction = new byte[12];
        ThreadLocalRandom.current().nextBytes(transaction);
        return new Stun(REQUEST, transaction)
                .put(USERNAME, username.getBytes(UTF_8))
                .put(PRIORITY, ByteBuffer.allocate(4).putInt(HIGHEST).array())
                .put(CONTROLLING, new byte[8])
                .put(USE_CANDIDATE)
                .sealed(password);
    }

    /// Answers one who looks for a way to us.
    static ByteBuffer answer(byte[] asked, InetSocketAddress from, String password) {
        ByteBuffer mapped = ByteBuffer.allocate(8)
                .putShort((short) 1)
                .putShort((short) (from.getPort() ^ COOKIE >>> 16))
                .putInt(ByteBuffer.wrap(from.getAddress().getAddress()).getInt() ^ COOKIE);
        return new Stun(SUCCESS, Arrays.copyOfRange(asked, TRANSACTION_AT, HEADER))
                .put(XOR_MAPPED_ADDRESS, mapped.array())
                .sealed(password);
    }

    static boolean isCheck(byte[] bytes, int length) {
        return length >= HEADER && ByteBuffer.wrap(bytes).getShort() == REQUEST;
    }

    static boolean isAnswer(byte[] bytes, int length) {
        return length >= HEADER && ByteBuffer.wrap(bytes).getShort() == SUCCESS;
    }

    private Stun put(int attribute, byte... value) {
        message.putShort((short) attribute).putShort((short) value.length).put(value);
        while (message.position() % 4 != 0) message.put((byte) 0);
        return this;
    }

    /// Both count with their own length in the header.
    private ByteBuffer sealed(String password) {
        count(WITH_INTEGRITY);
        put(INTEGRITY, mac(password));
        count(WITH_FINGERPRINT);
        var crc = new CRC32();
        crc.update(message.array(), 0, message.position());
        put(
                FINGERPRINT,
                ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue() ^ FINGERPRINT_XOR)
                        .array());
        return message.flip();
    }

    private void count(int more) {
        message.putShort(2, (short) (message.position() + more - HEADER));
    }

    private byte[] mac(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA1"));
            mac.update(message.array(), 0, message.position());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
