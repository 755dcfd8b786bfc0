package dev.muster.relay.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// What permessage-deflate makes of a message, and back (RFC 7692, section 7.2), in the simplest way.
public final class Deflated {
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private Deflated() {}

    public static byte[] deflate(byte[] message) {
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(message);
            byte[] room = new byte[message.length + message.length / 100 + 64];
            int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(room, length - TAIL.length);
        }
    }

    public static byte[] inflate(byte[] message) throws IOException {
        byte[] whole = Arrays.copyOf(message, message.length + TAIL.length);
        System.arraycopy(TAIL, 0, whole, message.length, TAIL.length);
        var plain = new ByteArrayOutputStream();
        byte[] room = new byte[4096];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(whole);
            while (!inflater.needsInput()) plain.write(room, 0, inflater.inflate(room));
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
        return plain.toByteArray();
    }
}
