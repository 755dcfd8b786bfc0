package dev.muster.sip.ua;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Who is heard at all. The rest is dropped before JAIN sees a byte of it, for scanners try thousands of numbers on
/// everything that listens.
final class Admission {
    private static final byte[] REGISTER = {'R', 'E', 'G', 'I', 'S', 'T', 'E', 'R', ' '};

    /// So many others may be in a call with us, or have registered with us, at a time.
    private static final int MOST_OTHERS = 10_000;

    private static final int MOST_CONNECTIONS = 2_000;
    private static final int MOST_CONNECTIONS_EACH = 50;

    private final List<Sources> trunks;
    private final boolean hearsStrangers;
    private final Map<InetAddress, InetAddress> named = new ConcurrentHashMap<>();

    /// The oldest goes first.
    private final Map<InetAddress, Boolean> others = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Boolean> eldest) {
            return size() > MOST_OTHERS;
        }
    };

    private final Map<InetAddress, AtomicInteger> connections = new ConcurrentHashMap<>();
    private final AtomicInteger allConnections = new AtomicInteger();

    /// @param hearsStrangers whether anybody may register
    Admission(List<Sources> trunks, boolean hearsStrangers) {
        this.trunks = List.copyOf(trunks);
        this.hearsStrangers = hearsStrangers;
    }

    /// A server of a trunk has this address.
    void trunkAt(InetAddress address) {
        named.put(address, address);
    }

    /// We speak to it, so it may answer.
    void expect(InetAddress address) {
        synchronized (others) {
            others.put(address, true);
        }
    }

    private boolean isExpected(InetAddress address) {
        synchronized (others) {
            return others.containsKey(address);
        }
    }

    boolean isKnown(InetAddress address) {
        return named.containsKey(address)
                || trunks.stream().anyMatch(trunk -> trunk.contains(address))
                || isExpected(address);
    }

    /// Whether to look into what came from there; of strangers only what may be a registration.
    boolean hears(InetAddress source, byte[] message, int length) {
        return isKnown(source) || (hearsStrangers && isRegistration(message, length));
    }

    private static boolean isRegistration(byte[] message, int length) {
        if (length < REGISTER.length) return false;
        for (int i = 0; i < REGISTER.length; i++) if (message[i] != REGISTER[i]) return false;
        return true;
    }

    /// Whether it may connect, and then it counts until [#leaves].
    boolean enters(InetAddress source) {
        if (!isKnown(source) && !hearsStrangers) return false;
        if (allConnections.incrementAndGet() > MOST_CONNECTIONS) {
            allConnections.decrementAndGet();
            return false;
        }
        boolean fits =
                connections.computeIfAbsent(source, _ -> new AtomicInteger()).incrementAndGet()
                        <= MOST_CONNECTIONS_EACH;
        if (!fits) leaves(source);
        return fits;
    }

    void leaves(InetAddress source) {
        allConnections.decrementAndGet();
        connections.computeIfPresent(source, (_, count) -> count.decrementAndGet() == 0 ? null : count);
    }
}
