package dev.muster.sip.phone;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which ports of the range are in use.
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    private final PortRange range;
    private final BitSet taken = new BitSet();

    /// All others have their turn before one is used again: what a telephone still sends to its last call must
    /// not be heard in the next.
    private int next;

    Ports(PortRange range, RandomGenerator random) {
        this.range = range;
        next = random.nextInt(range.pairs());
    }

    PortRange range() {
        return range;
    }

    /// Two ports, until they are closed.
    ///
    /// @return empty if none are free
    synchronized Optional<Sockets> take() {
        for (int tried = 0; tried < range.pairs(); tried++) {
            int pair = next;
            next = (next + 1) % range.pairs();
            if (taken.get(pair)) continue;
            try {
                Sockets sockets = Sockets.open(range.bound(), range.first() + 2 * pair, () -> free(pair));
                taken.set(pair);
                return Optional.of(sockets);
            } catch (IOException e) {
                // Another program may have it.
                LOG.debug("a port can't be used: {}", e.getClass().getSimpleName());
            }
        }
        LOG.warn("all {} pairs of ports for telephones are in use", range.pairs());
        return Optional.empty();
    }

    private synchronized void free(int pair) {
        taken.clear(pair);
    }
}
