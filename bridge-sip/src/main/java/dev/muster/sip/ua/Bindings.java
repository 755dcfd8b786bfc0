package dev.muster.sip.ua;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where it is kept which app is where. Those that have expired may be in it.
public interface Bindings {
    List<Binding> of(String account);

    /// Keeps one, instead of that with the same contact.
    void keep(String account, Binding binding);

    void forget(String account, String contact);

    /// Whose app speaks from there.
    Optional<String> at(InetSocketAddress source);

    /// All addresses that apps speak from.
    Set<InetAddress> addresses();
}
