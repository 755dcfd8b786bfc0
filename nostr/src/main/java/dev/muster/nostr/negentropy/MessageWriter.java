package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.Arrays;

/// A message as it goes out: ranges are added from the first to the last.
final class MessageWriter {
    private static final int MAX_BOUND_LENGTH = Varint.MAX_LENGTH + 1 + EventId.LENGTH;

    private byte[] bytes = new byte[1024];
    private int length;
    private long lastTimestamp;

    MessageWriter() {
        bytes[length++] = Message.VERSION;
    }

    int length() {
        return length;
    }

    void skip(Bound end) {
        begin(end, Message.SKIP, 0);
    }

    void fingerprint(Bound end, Fingerprint fingerprint) {
        begin(end, Message.FINGERPRINT, Fingerprint.LENGTH);
        System.arraycopy(fingerprint.bytes(), 0, bytes, length, Fingerprint.LENGTH);
        length += Fingerprint.LENGTH;
    }

    /// Lists the ids of the records in `from..to`.
    void ids(Bound end, Records records, int from, int to) {
        begin(end, Message.ID_LIST, Varint.MAX_LENGTH + (to - from) * EventId.LENGTH);
        length = Varint.write(to - from, bytes, length);
        for (int i = from; i < to; i++) {
            records.copyId(i, bytes, length);
            length += EventId.LENGTH;
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void begin(Bound end, int mode, int payloadLength) {
        int needed = Math.addExact(length, MAX_BOUND_LENGTH + 1 + payloadLength);
        if (needed > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));

        boolean infinite = end.timestamp() == Bound.INFINITE_TIME;
        length = Varint.write(infinite ? 0 : end.timestamp() - lastTimestamp + 1, bytes, length);
        lastTimestamp = end.timestamp();
        length = Varint.write(end.prefixLength(), bytes, length);
        end.copyPrefix(bytes, length);
        length += end.prefixLength();
        length = Varint.write(mode, bytes, length);
    }
}
