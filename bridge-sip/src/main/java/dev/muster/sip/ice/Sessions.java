package dev.muster.sip.ice;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Every session of a port, by the user name that checks for it have; and how many addresses they may know
/// together.
final class Sessions {
    private final SecureRandom random;
    private final Semaphore addresses;
    private final Map<String, Generation> byUfrag = new ConcurrentHashMap<>();

    Sessions(SecureRandom random, int mostAddresses) {
        this.random = random;
        addresses = new Semaphore(mostAddresses);
    }

    /// A name and a password that no other session has.
    Generation enter(IceSession session) {
        while (true) {
            Credentials credentials = Credentials.random(random);
            var generation = new Generation(session, credentials);
            if (byUfrag.putIfAbsent(credentials.ufrag(), generation) == null) return generation;
        }
    }

    void leave(Generation generation) {
        byUfrag.remove(generation.credentials().ufrag());
    }

    /// Who says that it is that: our name, a colon, and its own (RFC 8445, section 7.2.2).
    Optional<Asker> asker(String username) {
        int colon = username.indexOf(':');
        if (colon < 0) return Optional.empty();
        return Optional.ofNullable(byUfrag.get(username.substring(0, colon)))
                .map(generation -> new Asker(generation, username.substring(colon + 1)));
    }

    /// Whether there is room for one more address.
    boolean admitAddress() {
        return addresses.tryAcquire();
    }

    void forgetAddress() {
        addresses.release();
    }

    int size() {
        return byUfrag.size();
    }

    int roomForAddresses() {
        return addresses.availablePermits();
    }
}
