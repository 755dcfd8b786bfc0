package dev.muster.relay.net;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Counts who is here, and decides who may come in. Shared by all event loops.
final class Door {
    /// Sockets whose request we have yet to read may be a few more than connections, so that whom there is no room for
    /// hears of it.
    private static final int ANTEROOM = 256;

    private static final int ANTEROOM_PER_ADDRESS = 64;

    /// How many addresses are remembered that have no connection open.
    private static final int MOST_REMEMBERED = 65_536;

    private final Supplier<Terms> terms;
    private final LongSupplier nanoTime;
    private final Map<String, Visitor> present = new HashMap<>();

    /// Those who have no socket open, longest gone first.
    private final Map<String, Visitor> absent = new LinkedHashMap<>();

    private int sockets;
    private int inside;

    /// Why somebody isn't let in, as HTTP says it.
    enum Refusal {
        FULL(503, "full", "This relay has as many connections as it can take. Please try again later.\n"),
        TOO_MANY(503, "address", "There are too many connections from your address.\n"),
        TOO_FAST(429, "rate", "Your address connects too often. Please wait a little.\n");

        final int status;
        final String label;
        final String reason;

        Refusal(int status, String label, String reason) {
            this.status = status;
            this.label = label;
            this.reason = reason;
        }
    }

    private static final class Visitor {
        private int sockets;
        private int inside;
        private double tokens;
        private long countedAt;
    }

    Door(Supplier<Terms> terms, LongSupplier nanoTime) {
        this.terms = terms;
        this.nanoTime = nanoTime;
    }

    /// A socket was accepted. Answers whether we'll listen to it at all.
    ///
    /// @param peer the address it comes from; that of a proxy is not counted
    synchronized boolean arrive(Optional<String> peer) {
        Listening listening = terms.get().listening();
        if (sockets >= listening.connections() + ANTEROOM) return false;
        if (peer.isPresent()) {
            Visitor visitor = visitor(peer.get());
            int most = listening.connectionsPerAddress();
            boolean isTooMany = most > 0 && visitor.sockets >= most + ANTEROOM_PER_ADDRESS;
            if (!isTooMany) visitor.sockets++;
            keep(peer.get(), visitor);
            if (isTooMany) return false;
        }
        sockets++;
        return true;
    }

    /// A socket that had arrived is closed.
    synchronized void depart(Optional<String> peer) {
        peer.ifPresent(address -> {
            Visitor visitor = visitor(address);
            visitor.sockets--;
            keep(address, visitor);
        });
        sockets--;
        if (sockets == 0) notifyAll();
    }

    /// Somebody asks for something. Answers whether that's too often.
    synchronized Optional<Refusal> knock(String address) {
        if (terms.get().listening().connectsPerSecond() == 0) return Optional.empty();
        Visitor visitor = visitor(address);
        refill(visitor, terms.get().listening());
        boolean isTooFast = visitor.tokens < 1;
        if (!isTooFast) visitor.tokens--;
        keep(address, visitor);
        return isTooFast ? Optional.of(Refusal.TOO_FAST) : Optional.empty();
    }

    /// Somebody wants to open a connection. Whoever is let in must [#leave].
    synchronized Optional<Refusal> enter(String address) {
        Listening listening = terms.get().listening();
        if (inside >= listening.connections()) return Optional.of(Refusal.FULL);
        Visitor visitor = visitor(address);
        int most = listening.connectionsPerAddress();
        boolean isTooMany = most > 0 && visitor.inside >= most;
        if (!isTooMany) {
            inside++;
            visitor.inside++;
        }
        keep(address, visitor);
        return isTooMany ? Optional.of(Refusal.TOO_MANY) : Optional.empty();
    }

    synchronized void leave(String address) {
        inside--;
        Visitor visitor = visitor(address);
        visitor.inside--;
        keep(address, visitor);
    }

    synchronized int inside() {
        return inside;
    }

    synchronized int remembered() {
        return present.size() + absent.size();
    }

    /// Waits until every socket is closed, and answers whether that came to be in time.
    synchronized boolean awaitEmpty(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (sockets > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) return false;
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }

    private Visitor visitor(String address) {
        Visitor here = present.get(address);
        if (here != null) return here;
        Visitor back = absent.remove(address);
        if (back != null) return back;
        var stranger = new Visitor();
        stranger.tokens = terms.get().listening().connectBurst();
        stranger.countedAt = nanoTime.getAsLong();
        return stranger;
    }

    private void refill(Visitor visitor, Listening listening) {
        long now = nanoTime.getAsLong();
        double earned = (now - visitor.countedAt) * 1e-9 * listening.connectsPerSecond();
        visitor.tokens = Math.min(listening.connectBurst(), visitor.tokens + earned);
        visitor.countedAt = now;
    }

    /// Whoever is gone is remembered until its tokens have come back; for each that goes, two are looked at.
    private void keep(String address, Visitor visitor) {
        if (visitor.inside > 0 || visitor.sockets > 0) {
            present.put(address, visitor);
            return;
        }
        present.remove(address);
        absent.put(address, visitor);
        Listening listening = terms.get().listening();
        Iterator<Visitor> longestGone = absent.values().iterator();
        for (int i = 0; i < 2 && longestGone.hasNext(); i++) {
            Visitor old = longestGone.next();
            refill(old, listening);
            boolean isLikeNew = old.tokens >= listening.connectBurst();
            if (isLikeNew || absent.size() > MOST_REMEMBERED) longestGone.remove();
        }
    }
}
