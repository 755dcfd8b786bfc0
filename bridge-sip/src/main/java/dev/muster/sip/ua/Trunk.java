package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Logins;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.address.Address;
import javax.sip.header.Header;

/// A way to telephones.
final class Trunk {
    private final TrunkConfig config;
    private final Wire wire;
    private final Admission admission;
    private final CallListener listener;
    private final Optional<Logins> logins;
    private final List<Sources> sources;

    /// How often each server hasn't answered.
    private final Map<Target, Integer> misses = new ConcurrentHashMap<>();

    private volatile List<InetAddress> addresses = List.of();
    private volatile TrunkState state;

    Trunk(TrunkConfig config, Wire wire, Admission admission, CallListener listener) {
        this.config = config;
        this.wire = wire;
        this.admission = admission;
        this.listener = listener;
        logins = config.credentials().map(known -> new Logins(known.username(), known.password(), wire.random()));
        sources = sources(config);
        state = new TrunkState(config.name(), true, !config.isRegistered());
    }

    /// @throws IllegalArgumentException if one can't be read
    static List<Sources> sources(TrunkConfig config) {
        return config.sources().stream()
                .map(text -> Sources.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("sources: addresses of a trunk")))
                .toList();
    }

    TrunkConfig config() {
        return config;
    }

    Optional<Logins> logins() {
        return logins;
    }

    TrunkState state() {
        return state;
    }

    /// The length of the longest prefix that fits; none: it doesn't take that number.
    Optional<Integer> fit(String number) {
        return config.prefixes().stream()
                .filter(number::startsWith)
                .map(String::length)
                .max(Integer::compare);
    }

    boolean isAt(InetAddress address) {
        return addresses.contains(address) || sources.stream().anyMatch(source -> source.contains(address));
    }

    /// What is to be connected to just now. Names may mean something else tomorrow.
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        List<InetAddress> found = new ArrayList<>();
        for (Server server : config.route().map(List::of).orElse(config.servers())) {
            for (InetAddress address : resolved(server)) {
                found.add(address);
                targets.add(new Target(address, server.host(), server.port(), config.transport()));
            }
        }
        // Also behind a proxy, servers may call us themselves.
        if (config.route().isPresent()) config.servers().forEach(server -> found.addAll(resolved(server)));
        if (!found.isEmpty()) addresses = List.copyOf(found);
        found.forEach(admission::trunkAt);
        return targets;
    }

    private static List<InetAddress> resolved(Server server) {
        try {
            return List.of(InetAddress.getAllByName(server.host()));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /// The ways to a number, over each server that is there.
    List<Line> lines(Dial dial) {
        if (!state.isUp() || !wire.speaks(config.transport())) return List.of();
        return targets().stream()
                .filter(target -> misses.getOrDefault(target, 0) < wire.timing().misses())
                .map(target -> line(dial, target))
                .toList();
    }

    private Line line(Dial dial, Target target) {
        Phrases phrases = wire.phrases();
        Address real = phrases.address(phrases.uri(dial.from(), config.domain()));
        Address shown =
                dial.isHidden() ? phrases.address(phrases.uri("sip:anonymous@anonymous.invalid"), "Anonymous") : real;
        List<Header> extra = new ArrayList<>(route());
        if (dial.isHidden()) extra.add(phrases.header("Privacy", "id"));
        // RFC 3325: who hides is known to the network all the same.
        if (dial.isHidden() || config.assertsIdentity())
            extra.add(phrases.header("P-Asserted-Identity", "<" + real.getURI() + ">"));
        var to = phrases.uri(dial.to(), config.domain());
        var way = new Origin.Trunk(config.name());
        return new Line(way, target, to, shown, phrases.address(to), user(), extra, logins, Optional.empty());
    }

    String user() {
        return config.username().isEmpty() ? "muster" : config.username();
    }

    List<Header> route() {
        return config
                .route()
                .map(proxy -> wire.phrases()
                        .header(
                                "Route",
                                "<sip:" + proxy.host() + ":" + proxy.port() + ";transport="
                                        + config.transport().word() + ";lr>"))
                .stream()
                .toList();
    }

    /// Whether a server was there.
    void seen(Target target, boolean isThere) {
        if (isThere) misses.remove(target);
        else
            misses.merge(
                    target,
                    1,
                    (before, one) -> Math.min(before + one, wire.timing().misses()));
    }

    /// After all servers have been asked.
    void judge(List<Target> targets) {
        boolean isUp = targets.stream()
                .anyMatch(
                        target -> misses.getOrDefault(target, 0) < wire.timing().misses());
        misses.keySet().retainAll(targets);
        become(new TrunkState(config.name(), isUp, state.isRegistered()));
    }

    void registered(boolean isRegistered) {
        become(new TrunkState(config.name(), state.isUp(), isRegistered));
    }

    private void become(TrunkState next) {
        synchronized (this) {
            if (state.equals(next)) return;
            state = next;
        }
        listener.changed(next);
    }
}
