package dev.muster.sms.carrier.smpp;

import java.util.List;
import org.jsmpp.bean.BindType;

/// What a connection to an SMSC is for.
public enum Bind {
    TRANSCEIVER(BindType.BIND_TRX),
    /// Only sends: neither receipts nor answers come.
    TRANSMITTER(BindType.BIND_TX),
    RECEIVER(BindType.BIND_RX),
    /// Two connections, for an SMSC that wants them.
    TRANSMITTER_AND_RECEIVER(BindType.BIND_TX, BindType.BIND_RX);

    @SuppressWarnings("ImmutableEnumChecker") // It is made by List.of.
    private final List<BindType> types;

    Bind(BindType... types) {
        this.types = List.of(types);
    }

    List<BindType> types() {
        return types;
    }
}
