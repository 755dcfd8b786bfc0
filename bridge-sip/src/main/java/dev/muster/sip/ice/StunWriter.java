package dev.muster.sip.ice;

import static dev.muster.sip.ice.StunMessage.ATTRIBUTE_HEADER;
import static dev.muster.sip.ice.StunMessage.HEADER;
import static dev.muster.sip.ice.StunMessage.TRANSACTION_AT;
import static dev.muster.sip.ice.StunMessage.TRANSACTION_LENGTH;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/// Writes STUN messages, one after the other, into the same bytes.
final class StunWriter {
    /// More than an answer ever needs: even the codes of all attributes of a request are half of it.
    private static final int ROOM = 2048;

    private static final int COOKIE_HIGH = StunMessage.COOKIE >>> 16;
    private static final byte IPV4 = 1;
    private static final byte IPV6 = 2;

    private final ByteBuffer message = ByteBuffer.allocate(ROOM);

    /// Begins one of the same transaction as what was asked.
    StunWriter begin(int type, byte[] asked) {
        message.clear();
        message.putShort((short) type).putShort((short) 0).putInt(StunMessage.COOKIE);
        message.put(asked, TRANSACTION_AT, TRANSACTION_LENGTH);
        return this;
    }

    StunWriter put(Attribute attribute, byte... value) {
        return put(attribute.code(), value);
    }

    StunWriter put(int code, byte... value) {
        message.putShort((short) code).putShort((short) value.length).put(value);
        while (message.position() % 4 != 0) message.put((byte) 0);
        return this;
    }

    /// Where a request came from, disguised from middleboxes that rewrite addresses they see (RFC 8489, section
    /// 14.2).
    StunWriter mapped(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        // The cookie and the transaction, as they stand at the begin of the message.
        for (int i = 0; i < ip.length; i++) ip[i] ^= message.get(4 + i);
        int port = address.getPort() ^ COOKIE_HIGH;
        byte[] value = ByteBuffer.allocate(4 + ip.length)
                .put((byte) 0)
                .put(ip.length == 4 ? IPV4 : IPV6)
                .putShort((short) port)
                .put(ip)
                .array();
        return put(Attribute.XOR_MAPPED_ADDRESS, value);
    }

    StunWriter error(int code, String reason) {
        byte[] phrase = reason.getBytes(UTF_8);
        byte[] value = ByteBuffer.allocate(4 + phrase.length)
                .putShort((short) 0)
                .put((byte) (code / 100))
                .put((byte) (code % 100))
                .put(phrase)
                .array();
        return put(Attribute.ERROR_CODE, value);
    }

    StunWriter unknown(List<Integer> codes) {
        var value = ByteBuffer.allocate(2 * codes.size());
        codes.forEach(code -> value.putShort(code.shortValue()));
        return put(Attribute.UNKNOWN_ATTRIBUTES, value.array());
    }

    /// Ends it with the two attributes that every check and every answer has (RFC 8445, section 7). What is
    /// returned is good until the next one begins.
    ByteBuffer sealed(Integrity integrity) {
        int at = message.position();
        put(Attribute.MESSAGE_INTEGRITY, integrity.of(message.array(), at));
        int end = message.position();
        // The length is part of what the fingerprint is about.
        message.putShort(2, (short) (end + ATTRIBUTE_HEADER + StunMessage.FINGERPRINT_LENGTH - HEADER));
        int fingerprint = StunMessage.fingerprint(message.array(), end);
        message.putShort((short) Attribute.FINGERPRINT.code())
                .putShort((short) StunMessage.FINGERPRINT_LENGTH)
                .putInt(fingerprint);
        return message.flip();
    }
}
