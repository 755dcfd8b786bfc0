package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;

/// What stands beside a delivery, whatever its length is.
final class Parameters {
    private Parameters() {}

    static Optional<byte[]> bytes(DeliverSm delivery, Tag tag) {
        OptionalParameter[] all = delivery.getOptionalParameters();
        if (all == null) return Optional.empty();
        return Arrays.stream(all)
                .filter(parameter -> parameter.tag == tag.code())
                .findFirst()
                .map(OptionalParameter::serialize)
                // Two bytes of tag and two of length go before the value.
                .map(whole -> Arrays.copyOfRange(whole, Math.min(4, whole.length), whole.length));
    }

    static Optional<Integer> number(DeliverSm delivery, Tag tag) {
        return bytes(delivery, tag)
                .filter(value -> value.length >= 1 && value.length <= 2)
                .map(value -> {
                    int number = 0;
                    for (byte octet : value) number = number << 8 | (octet & 0xff);
                    return number;
                });
    }

    /// Whether a zero ends it or not.
    static Optional<String> text(DeliverSm delivery, Tag tag) {
        return bytes(delivery, tag)
                .map(value -> new String(value, US_ASCII).replace("\0", "").strip())
                .filter(text -> !text.isEmpty());
    }
}
