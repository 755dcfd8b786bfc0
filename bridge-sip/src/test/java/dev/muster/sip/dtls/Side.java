package dev.muster.sip.dtls;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One end of a connection, and what becomes of it.
final class Side {
    final Identity identity;
    final DtlsConnection connection;
    private final BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();

    Side(Identity identity, Outlet outlet) {
        this.identity = identity;
        connection = new DtlsConnection(identity, outlet, events::add);
    }

    DtlsEvent next() throws InterruptedException {
        return next(30).orElseThrow(() -> new AssertionError("nothing becomes of it"));
    }

    Optional<DtlsEvent> next(int seconds) throws InterruptedException {
        return Optional.ofNullable(events.poll(seconds, TimeUnit.SECONDS));
    }

    SrtpKeys keys() throws InterruptedException {
        return switch (next()) {
            case DtlsEvent.Established(var keys) -> keys;
            case DtlsEvent.Failed(var reason) -> throw new AssertionError("failed: " + reason);
            case DtlsEvent.Ended() -> throw new AssertionError("ended");
        };
    }

    boolean hasNews() {
        return !events.isEmpty();
    }
}
