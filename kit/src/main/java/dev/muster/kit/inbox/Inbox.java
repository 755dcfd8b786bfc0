package dev.muster.kit.inbox;

import dev.muster.kit.ledger.Ledger;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.wrap.Recipient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Hears what is said to a bot, and to those for whom it speaks, at all of its relays.
///
/// They share connections, each of which says that it is several of them (NIP-42); who joins later does so without
/// anybody else's missing something.
public final class Inbox implements AutoCloseable {
    /// Half of what our own relay lets one connection be. It also lets an address say only so often who it is, so more
    /// of them on one would not be faster.
    private static final int ON_ONE_CONNECTION = 500;

    private final Doors doors;
    private final InstantSource clock;
    private final Memory memory;
    private final Ear ear;
    private final Set<SecretKey> all = new HashSet<>();
    private final List<Party> parties = new ArrayList<>();

    /// How to be reached.
    public interface Doors {
        /// A connection to each relay of the inbox, which is all of these; they are closed with the inbox.
        List<RelayClient> open(List<SecretKey> keys);

        /// Opens what is sent to one of them.
        Recipient recipient(SecretKey key);
    }

    /// Those who share connections.
    private static final class Party {
        final List<Listener> listeners;
        int size;

        Party(List<Listener> listeners, int size) {
            this.listeners = listeners;
            this.size = size;
        }
    }

    /// @param refused hears why a wrap was not believed: a word for a metric
    public Inbox(Doors doors, Ledger ledger, InstantSource clock, Handler handler, Consumer<String> refused) {
        this.doors = doors;
        this.clock = clock;
        memory = new Memory(ledger, clock);
        ear = new Ear(ledger, memory, clock, handler, refused);
    }

    /// Begins to hear for these, besides those for whom it does already; returns at once.
    public synchronized void hearFor(Collection<SecretKey> keys) {
        List<SecretKey> more = keys.stream().filter(all::add).toList();
        more.forEach(key -> ear.hearFor(key, doors.recipient(key)));
        int next = fillUp(more);
        for (; next < more.size(); next += ON_ONE_CONNECTION)
            parties.add(gather(more.subList(next, Math.min(more.size(), next + ON_ONE_CONNECTION))));
    }

    public void hearFor(SecretKey key) {
        hearFor(List.of(key));
    }

    /// Has as many as possible join those who came last, and says how many.
    private int fillUp(List<SecretKey> more) {
        if (parties.isEmpty()) return 0;
        Party last = parties.getLast();
        int room = Math.min(more.size(), ON_ONE_CONNECTION - last.size);
        for (Listener listener : last.listeners) more.subList(0, room).forEach(listener::join);
        last.size += room;
        return room;
    }

    private Party gather(List<SecretKey> keys) {
        List<PublicKey> names = keys.stream().map(SecretKey::publicKey).toList();
        List<Listener> listeners = doors.open(keys).stream()
                .map(relay -> new Listener(relay, names, ear, memory, clock))
                .toList();
        listeners.forEach(Listener::start);
        return new Party(listeners, keys.size());
    }

    @Override
    public synchronized void close() {
        parties.forEach(party -> party.listeners.forEach(Listener::stop));
        parties.forEach(party -> party.listeners.forEach(Listener::close));
        parties.clear();
    }
}
