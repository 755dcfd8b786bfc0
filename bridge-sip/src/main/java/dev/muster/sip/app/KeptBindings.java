package dev.muster.sip.app;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.sip.ua.Binding;
import dev.muster.sip.ua.Bindings;
import dev.muster.sip.ua.Push;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Keeps where apps are in the ledger: who sleeps doesn't come back by himself when we are started anew.
public final class KeptBindings implements Bindings {
    private static final Shelf<Whereabouts> BINDINGS = new Shelf<>("sip-binding", Whereabouts.class);

    private final Ledger ledger;
    private final InstantSource clock;

    /// Asked for each message that comes, so it isn't looked for on the disk.
    private final Map<InetSocketAddress, String> sources = new ConcurrentHashMap<>();

    /// Has apps woken that would be forgotten otherwise.
    @FunctionalInterface
    public interface Asking {
        void register(Change change, String account, Push push);
    }

    public KeptBindings(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
        all(ledger).forEach(kept -> sources.put(kept.source(), kept.account()));
    }

    private static Place<Whereabouts> place(String account, String contact) {
        return BINDINGS.at(account, contact);
    }

    private static List<Whereabouts> all(Reading reading, String... names) {
        return reading.under(BINDINGS.at(names)).stream().map(Entry::value).toList();
    }

    @Override
    public List<Binding> of(String account) {
        return all(ledger, account).stream().map(Whereabouts::binding).toList();
    }

    /// How many devices are registered.
    public long devices(Reading reading, String account) {
        Instant now = clock.instant();
        return all(reading, account).stream()
                .filter(kept -> kept.until().isAfter(now))
                .count();
    }

    @Override
    public void keep(String account, Binding binding) {
        var kept = Whereabouts.of(account, binding, clock.instant());
        ledger.alter(change -> {
            change.get(place(account, binding.contact())).ifPresent(old -> remove(change, old));
            change.put(place(account, binding.contact()), kept);
            change.afterwards(() -> sources.put(kept.source(), account));
        });
    }

    @Override
    public void forget(String account, String contact) {
        ledger.alter(change -> change.get(place(account, contact)).ifPresent(old -> remove(change, old)));
    }

    /// All devices of an account that isn't one any more.
    public void forget(Change change, String account) {
        all(change, account).forEach(old -> remove(change, old));
    }

    private void remove(Change change, Whereabouts old) {
        change.remove(place(old.account(), old.contact()));
        change.afterwards(() -> sources.remove(old.source(), old.account()));
    }

    @Override
    public Optional<String> at(InetSocketAddress source) {
        return Optional.ofNullable(sources.get(source));
    }

    @Override
    public Set<InetAddress> addresses() {
        return sources.keySet().stream().map(InetSocketAddress::getAddress).collect(Collectors.toSet());
    }

    /// Forgets those that have expired, and has those woken that are about to. To be called now and then.
    public void look(Asking asking) {
        Instant now = clock.instant();
        if (all(ledger).stream().noneMatch(kept -> !kept.until().isAfter(now) || kept.isDue(now))) return;
        ledger.alter(change -> {
            for (Whereabouts kept : all(change)) {
                if (!kept.until().isAfter(now)) remove(change, kept);
                else if (kept.isDue(now)) {
                    change.put(place(kept.account(), kept.contact()), kept.asked());
                    kept.push().ifPresent(push -> asking.register(change, kept.account(), push));
                }
            }
        });
    }
}
