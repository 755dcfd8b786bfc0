package dev.muster.sms.carrier.smpp;

import java.util.Arrays;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter.Tag;

/// What a delivery says, and which part of a longer text that is.
record Piece(Optional<Place> place, byte[] bytes) {
    private static final int EIGHT_BIT_REFERENCE = 0x00;
    private static final int SIXTEEN_BIT_REFERENCE = 0x08;

    /// @param index 1 for the first
    record Place(int reference, int index, int count) {
        /// What makes sense only: everything else is a text of its own, rather than lost.
        static Optional<Place> of(int reference, int index, int count) {
            return count > 1 && index >= 1 && index <= count
                    ? Optional.of(new Place(reference, index, count))
                    : Optional.empty();
        }
    }

    static Piece of(DeliverSm delivery) {
        byte[] all = Parameters.bytes(delivery, Tag.MESSAGE_PAYLOAD)
                .filter(payload -> payload.length > 0)
                .orElseGet(() -> Optional.ofNullable(delivery.getShortMessage()).orElseGet(() -> new byte[0]));
        int length = delivery.isUdhi() && all.length > 0 ? 1 + (all[0] & 0xff) : 0;
        // What says that it is longer than all there is, is no header.
        if (length == 0 || length > all.length) return new Piece(numbered(delivery), all);
        byte[] said = Arrays.copyOfRange(all, length, all.length);
        return new Piece(inHeader(Arrays.copyOf(all, length)).or(() -> numbered(delivery)), said);
    }

    private static Optional<Place> numbered(DeliverSm delivery) {
        Optional<Integer> reference = Parameters.number(delivery, Tag.SAR_MSG_REF_NUM);
        Optional<Integer> count = Parameters.number(delivery, Tag.SAR_TOTAL_SEGMENTS);
        Optional<Integer> index = Parameters.number(delivery, Tag.SAR_SEGMENT_SEQNUM);
        if (reference.isEmpty() || count.isEmpty() || index.isEmpty()) return Optional.empty();
        return Place.of(reference.get(), index.get(), count.get());
    }

    /// A header is a list of elements: what it is, how long it is, what it holds.
    private static Optional<Place> inHeader(byte[] header) {
        for (int at = 1; at + 2 <= header.length; at += 2 + (header[at + 1] & 0xff)) {
            int length = header[at + 1] & 0xff;
            if (at + 2 + length > header.length) return Optional.empty();
            if (header[at] == EIGHT_BIT_REFERENCE && length == 3)
                return Place.of(header[at + 2] & 0xff, header[at + 4] & 0xff, header[at + 3] & 0xff);
            if (header[at] == SIXTEEN_BIT_REFERENCE && length == 4)
                return Place.of(
                        (header[at + 2] & 0xff) << 8 | (header[at + 3] & 0xff),
                        header[at + 5] & 0xff,
                        header[at + 4] & 0xff);
        }
        return Optional.empty();
    }
}
