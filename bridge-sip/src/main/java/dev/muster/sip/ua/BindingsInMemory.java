package dev.muster.sip.ua;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Keeps bindings as long as the process lives. Apps that don't sleep come back by themselves.
public final class BindingsInMemory implements Bindings {
    private final Map<String, Map<String, Binding>> accounts = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, String> sources = new ConcurrentHashMap<>();

    @Override
    public List<Binding> of(String account) {
        Map<String, Binding> bindings = accounts.get(account);
        return bindings == null ? List.of() : List.copyOf(bindings.values());
    }

    @Override
    public void keep(String account, Binding binding) {
        accounts.compute(account, (_, before) -> {
            Map<String, Binding> after = new LinkedHashMap<>(before == null ? Map.of() : before);
            Binding old = after.put(binding.contact(), binding);
            if (old != null) sources.remove(old.source(), account);
            sources.put(binding.source(), account);
            return after;
        });
    }

    @Override
    public void forget(String account, String contact) {
        accounts.computeIfPresent(account, (_, before) -> {
            Map<String, Binding> after = new LinkedHashMap<>(before);
            Binding old = after.remove(contact);
            if (old != null) sources.remove(old.source(), account);
            return after.isEmpty() ? null : after;
        });
    }

    @Override
    public Optional<String> at(InetSocketAddress source) {
        return Optional.ofNullable(sources.get(source));
    }

    @Override
    public Set<InetAddress> addresses() {
        return sources.keySet().stream().map(InetSocketAddress::getAddress).collect(Collectors.toSet());
    }
}
