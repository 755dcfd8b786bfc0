package dev.muster.sip.dtls;

import java.io.IOException;
import java.util.BitSet;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.HandshakeType;

/// Keeps a client's "change cipher spec" back until its "certificate verify" is here, which it must follow.
///
/// BouncyCastle 1.84 begins to decrypt with the first, and then doesn't hear the second any more, however often
/// it is sent again (https://github.com/bcgit/bc-java/issues/229). Of 100 handshakes over a line that loses one
/// datagram of twenty, six failed for that. What is kept back is sent again with everything else.
final class Gate implements DatagramTransport {
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;

    /// More than any signature; of a longer one we wait for nothing.
    private static final int LONGEST = 4096;

    private final DatagramTransport inside;
    private final BitSet heard = new BitSet();
    private boolean isOpen;

    Gate(DatagramTransport inside) {
        this.inside = inside;
    }

    @Override
    public int receive(byte[] target, int offset, int length, int waitMillis) throws IOException {
        int received = inside.receive(target, offset, length, waitMillis);
        return isOpen ? received : admit(target, offset, offset + received) - offset;
    }

    /// Until where there is what may come in, moved together.
    private int admit(byte[] bytes, int start, int end) {
        int kept = start;
        int at = start;
        while (at + RECORD_HEADER <= end) {
            int next = Math.min(end, at + RECORD_HEADER + int16(bytes, at + 11));
            boolean isPlain = int16(bytes, at + 3) == 0;
            if (isPlain && bytes[at] == ContentType.handshake) listen(bytes, at + RECORD_HEADER, next);
            // What is encrypted already can't be read yet, and BouncyCastle passes over all that follows it.
            if (isOpen || (isPlain && bytes[at] != ContentType.change_cipher_spec)) {
                System.arraycopy(bytes, at, bytes, kept, next - at);
                kept += next - at;
            }
            at = next;
        }
        return kept;
    }

    private void listen(byte[] bytes, int start, int end) {
        int at = start;
        while (at + MESSAGE_HEADER <= end) {
            int length = int24(bytes, at + 1);
            int from = int24(bytes, at + 6);
            int to = from + int24(bytes, at + 9);
            if (bytes[at] == HandshakeType.certificate_verify) {
                if (to <= length && length <= LONGEST) heard.set(from, to);
                isOpen = length > LONGEST || heard.nextClearBit(0) >= length;
            }
            at += MESSAGE_HEADER + to - from;
        }
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static int int24(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | int16(bytes, at + 1);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        inside.send(bytes, offset, length);
    }

    @Override
    public int getReceiveLimit() throws IOException {
        return inside.getReceiveLimit();
    }

    @Override
    public int getSendLimit() throws IOException {
        return inside.getSendLimit();
    }

    @Override
    public void close() throws IOException {
        inside.close();
    }
}
