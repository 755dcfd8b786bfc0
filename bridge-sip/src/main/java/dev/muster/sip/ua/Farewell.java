package dev.muster.sip.ua;

import java.util.Optional;

/// How the far side of a call hears that it is over, if we are gone all of a sudden: kept by who is told of it
/// ([CallListener#remember]) until the call ends, and said by [SipAgent#say] when we are there again.
///
/// @param call its [Call#id]
/// @param callId what the far side knows it by
/// @param message SIP, as it is to be sent
/// @param way where it goes; none: the message says so
public record Farewell(String call, String callId, String message, Optional<Way> way) {
    /// A server.
    ///
    /// @param name what its certificate has to say
    public record Way(String address, String name, int port, Transport transport) {}

    /// Without the message, which says who calls whom.
    @Override
    public String toString() {
        return "Farewell[" + call + "]";
    }
}
