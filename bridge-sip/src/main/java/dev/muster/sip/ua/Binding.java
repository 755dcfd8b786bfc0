package dev.muster.sip.ua;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/// Where an app is.
///
/// @param contact the address that it gave
/// @param source where it really spoke from, which is where it is reached
/// @param callId of the registration, whose requests are numbered
/// @param push how it is woken; none: it doesn't sleep
public record Binding(
        String contact,
        InetSocketAddress source,
        Transport transport,
        String callId,
        long cseq,
        Instant expires,
        Optional<Push> push) {
    /// Whether it is the same device, which may have come to another address meanwhile.
    boolean isSameAs(Binding other) {
        return contact.equals(other.contact)
                || (push.isPresent()
                        && other.push
                                .filter(known ->
                                        known.provider().equals(push.get().provider()))
                                .filter(known -> known.id().equals(push.get().id()))
                                .isPresent());
    }

    /// Without where somebody is.
    @Override
    public String toString() {
        return "Binding[" + transport + ", until " + expires + "]";
    }
}
