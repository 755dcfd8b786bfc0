package dev.muster.kit.outside;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a [Poster] goes, and how.
///
/// @param local whether it also goes into the networks that this machine is in, to any port, and without TLS
/// @param named hosts that the admin has named, such as `http://127.0.0.1:8080`: it goes there, whatever they are
/// @param proxy a SOCKS5 proxy such as `socks5://127.0.0.1:9050`, by which it goes to all others
/// @param authorities a PEM file of the only certificates that it trusts, if not those that everybody does
public record Bounds(boolean local, List<URI> named, Optional<URI> proxy, Optional<Path> authorities) {
    /// Only what is out there.
    public static final Bounds OPEN_INTERNET = new Bounds(false, List.of(), Optional.empty(), Optional.empty());

    /// Wherever one may say, as on a developer's machine and in tests.
    public static final Bounds ANYWHERE = new Bounds(true, List.of(), Optional.empty(), Optional.empty());

    private static final int HTTPS = 443;

    public Bounds {
        named = List.copyOf(named);
    }

    /// What one can say against an address without looking it up; empty if it may be posted to, unless its name turns
    /// out to stand for an address that is not out there.
    public Optional<String> objection(URI to) {
        if (!isHttp(to)) return Optional.of("it is no https address");
        if (to.getHost() == null) return Optional.of("it names no host");
        if (to.getRawUserInfo() != null) return Optional.of("it has a user's name in it");
        if (isFree(to)) return Optional.empty();
        if (!"https".equalsIgnoreCase(to.getScheme())) return Optional.of("it is no https address");
        if (Origin.of(to).port() != HTTPS) return Optional.of("its port is not 443");
        return Internet.mayHave(to.getHost()) ? Optional.empty() : Optional.of("it is not on the open Internet");
    }

    private static boolean isHttp(URI to) {
        return "https".equalsIgnoreCase(to.getScheme()) || "http".equalsIgnoreCase(to.getScheme());
    }

    private boolean isFree(URI to) {
        return local || named.stream().anyMatch(free -> Origin.of(free).equals(Origin.of(to)));
    }

    /// Whether it may connect to what a name stands for.
    boolean admit(URI to, InetAddress address) {
        return isFree(to) || Internet.has(address);
    }

    /// The proxy that leads there, if one does.
    Optional<URI> proxyTo(URI to) {
        return Internet.mayHave(to.getHost()) ? proxy : Optional.empty();
    }
}
