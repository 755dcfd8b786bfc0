package dev.muster.sip.ua.digest;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Shows one peer who we are. A nonce is used as long as it is taken, and each use is counted.
public final class Logins {
    /// A peer has one or two realms; one that makes up more is left alone with the oldest.
    private static final int MOST_REALMS = 10;

    private static final int OURS_BYTES = 8;

    private final String username;
    private final String password;
    private final RandomGenerator random;
    private final Map<Realm, Used> realms = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Realm, Used> eldest) {
            return size() > MOST_REALMS;
        }
    };

    /// @param isProxy whether it is asked for by 407
    private record Realm(boolean isProxy, String name) {}

    private record Used(Challenge challenge, long count) {}

    public Logins(String username, String password, RandomGenerator random) {
        this.username = username;
        this.password = password;
        this.random = random;
    }

    /// Takes note of what was asked for.
    ///
    /// @param isAgain whether that request had a proof in it
    /// @return whether it makes sense to try again: not with a password that was wrong
    public synchronized boolean asked(List<Challenge> challenges, boolean isProxy, boolean isAgain) {
        Optional<Challenge> best = challenges.stream().max(Comparator.comparing(Challenge::algorithm));
        if (best.isEmpty()) return false;
        var realm = new Realm(isProxy, best.get().realm());
        Used before = realms.put(realm, new Used(best.get(), 0));
        // A nonce that has just run out needn't be called stale: some only give another one.
        return !isAgain
                || best.get().isStale()
                || before == null
                || (!before.challenge().nonce().equals(best.get().nonce()) && before.count() > 1);
    }

    /// What goes into a request, by the header that it goes into.
    public synchronized List<Map.Entry<String, String>> headers(String method, String uri) {
        return realms.entrySet().stream()
                .map(entry -> header(entry, method, uri))
                .toList();
    }

    private Map.Entry<String, String> header(Map.Entry<Realm, Used> entry, String method, String uri) {
        Used used = entry.getValue();
        long count = used.count() + 1;
        entry.setValue(new Used(used.challenge(), count));
        byte[] ours = new byte[OURS_BYTES];
        random.nextBytes(ours);
        var proof = Proof.of(
                used.challenge(),
                username,
                password,
                method,
                uri,
                count,
                HexFormat.of().formatHex(ours));
        return Map.entry(entry.getKey().isProxy() ? "Proxy-Authorization" : "Authorization", proof.header());
    }
}
