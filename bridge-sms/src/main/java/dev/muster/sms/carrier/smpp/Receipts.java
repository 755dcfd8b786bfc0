package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.ReceiptText;
import java.util.List;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter.Tag;

/// Reads receipts.
final class Receipts {
    private static final int NETWORK_ERROR_BYTES = 3;

    private final String carrier;
    private final Ids ids;

    Receipts(String carrier, Ids ids) {
        this.carrier = carrier;
        this.ids = ids;
    }

    /// Whether it is one. Nobody's phone can set what tells it.
    static boolean isOne(DeliverSm delivery) {
        return delivery.isSmscDeliveryReceipt()
                || delivery.isIntermediateDeliveryNotification()
                || Parameters.text(delivery, Tag.RECEIPTED_MESSAGE_ID).isPresent();
    }

    /// Empty if it doesn't say of what, or what.
    Optional<Receipt> read(DeliverSm delivery) {
        var text = ReceiptText.of(new String(Piece.of(delivery).bytes(), ISO_8859_1));
        List<String> about = Parameters.text(delivery, Tag.RECEIPTED_MESSAGE_ID)
                .map(id -> List.of(Ids.normal(id)))
                .or(() -> text.id().map(ids::inReceipt))
                .orElse(List.of());
        Optional<State> state = text.state()
                .or(() -> Parameters.number(delivery, Tag.MESSAGE_STATE).flatMap(Receipts::state));
        if (about.isEmpty()) return Optional.empty();
        String code = new ReceiptText(text.id(), text.stat(), text.err().or(() -> networkError(delivery))).code();
        // Dates in receipts have no zone: when it was is when it came.
        return state.map(now -> new Receipt(carrier, Optional.empty(), about, now, code, Optional.empty()));
    }

    /// As SMPP numbers them.
    private static Optional<State> state(int number) {
        return switch (number) {
            case 2 -> Optional.of(State.DELIVERED);
            case 3 -> Optional.of(State.EXPIRED);
            case 4, 5, 8 -> Optional.of(State.FAILED);
            case 1, 6, 7 -> Optional.of(State.SENT);
            default -> Optional.empty();
        };
    }

    private static Optional<String> networkError(DeliverSm delivery) {
        return Parameters.bytes(delivery, Tag.NETWORK_ERROR_CODE)
                .filter(value -> value.length == NETWORK_ERROR_BYTES)
                .map(value -> Integer.toString((value[1] & 0xff) << 8 | (value[2] & 0xff)));
    }
}
