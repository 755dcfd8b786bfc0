package dev.muster.sip.app;

import dev.muster.sip.ua.Binding;
import dev.muster.sip.ua.Push;
import dev.muster.sip.ua.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A binding, as it is kept.
///
/// @param isAsked whether the app has been woken already so that it registers again
record Whereabouts(
        String account,
        String contact,
        String host,
        int port,
        Transport transport,
        String callId,
        long cseq,
        Instant since,
        Instant until,
        Optional<Push> push,
        boolean isAsked) {
    /// It still has time enough to do so, and isn't woken without need.
    private static final int ASKED_AT_PERCENT = 75;

    static Whereabouts of(String account, Binding binding, Instant now) {
        return new Whereabouts(
                account,
                binding.contact(),
                binding.source().getAddress().getHostAddress(),
                binding.source().getPort(),
                binding.transport(),
                binding.callId(),
                binding.cseq(),
                now,
                binding.expires(),
                binding.push(),
                false);
    }

    InetSocketAddress source() {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    Binding binding() {
        return new Binding(contact, source(), transport, callId, cseq, until, push);
    }

    /// Whether it is to be woken, or else is forgotten soon.
    boolean isDue(Instant now) {
        Duration life = Duration.between(since, until);
        return push.isPresent()
                && !isAsked
                && !now.isBefore(since.plus(life.multipliedBy(ASKED_AT_PERCENT).dividedBy(100)));
    }

    Whereabouts asked() {
        return new Whereabouts(account, contact, host, port, transport, callId, cseq, since, until, push, true);
    }

    /// Without where anybody is.
    @Override
    public String toString() {
        return "Whereabouts[]";
    }
}
