package dev.muster.sip.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Answers connectivity checks (RFC 8445, section 7.3) as an agent that is always controlled. Belongs to the
/// reader thread.
///
/// A check by who doesn't know the password gets no answer at all, not the error that RFC 8489 has for it: else
/// the port would write to whomever a stranger names.
final class Checks {
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    private final Sessions sessions;
    private final StunWriter writer = new StunWriter();
    private final LongAdder admitted = new LongAdder();

    Checks(Sessions sessions) {
        this.sessions = sessions;
    }

    /// Whether it was a check by somebody who may send them.
    boolean take(byte[] datagram, int length, InetSocketAddress from, Base base) {
        Optional<StunMessage> message =
                StunMessage.read(datagram, length).filter(it -> it.type() == StunMessage.BINDING_REQUEST);
        Optional<Asker> asker = message.flatMap(this::admitted);
        asker.ifPresent(by -> {
            admitted.increment();
            answer(message.orElseThrow(), by, from, base);
        });
        return asker.isPresent();
    }

    /// How many were.
    long count() {
        return admitted.sum();
    }

    private Optional<Asker> admitted(StunMessage check) {
        return check.username()
                .flatMap(sessions::asker)
                .filter(asker -> asker.generation().admits(check, asker.ufrag()));
    }

    private void answer(StunMessage check, Asker asker, InetSocketAddress from, Base base) {
        Integrity integrity = asker.generation().integrity();
        List<Integer> unknown = check.unknown();
        if (!unknown.isEmpty()) {
            writer.begin(StunMessage.BINDING_ERROR, check.bytes())
                    .error(UNKNOWN_ATTRIBUTE, "Unknown Attribute")
                    .unknown(unknown);
            base.send(writer.sealed(integrity), from);
        } else if (check.has(Attribute.ICE_CONTROLLED)) {
            // Only one that looks for ways can control, so it must be the other side, whoever has the higher number.
            writer.begin(StunMessage.BINDING_ERROR, check.bytes()).error(ROLE_CONFLICT, "Role Conflict");
            base.send(writer.sealed(integrity), from);
        } else {
            IceSession session = asker.generation().session();
            session.checked(asker, base, from).ifPresent(path -> {
                // Done before it is answered, and told of after: whoever hears of it may take a while.
                boolean isMoved = check.has(Attribute.USE_CANDIDATE) && session.nominate(asker, path);
                writer.begin(StunMessage.BINDING_SUCCESS, check.bytes()).mapped(from);
                base.send(writer.sealed(integrity), from);
                if (isMoved) session.arrivals().nominated(path);
            });
        }
    }
}
