package dev.muster.sip.signal;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.call.Bell;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Troubles;
import dev.muster.sip.credit.Balance;
import dev.muster.sip.credit.Charge;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Usage;
import dev.muster.sip.signal.Peer.Dialect;
import dev.muster.sip.taping.Tapings;
import dev.muster.sip.ua.HangupReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Those who are told of each call: what becomes of it is told to them in the change that decides it.
public final class Peers implements Book.News, Credits.News, Tapings.News, Bell, Troubles {
    private static final Shelf<Peer> PEERS = new Shelf<>("call-peer", Peer.class);

    private final Ledger ledger;
    private final Roles roles;
    private final Telling telling;
    private final Optional<PublicKey> notifier;

    /// @param notifier who wakes people's devices, if anybody does
    Peers(Ledger ledger, Roles roles, Telling telling, Optional<PublicKey> notifier) {
        this.ledger = ledger;
        this.roles = roles;
        this.telling = telling;
        this.notifier = notifier;
    }

    /// Somebody who asks by HTTP is told by wraps how it goes.
    public void follows(Change change, String call, PublicKey person) {
        add(change, call, new Peer(person.hex(), Dialect.HTTP));
    }

    void add(Change change, String call, Peer peer) {
        change.put(PEERS.at(call, peer.person()), peer);
    }

    void remove(Change change, String call, String person) {
        change.remove(PEERS.at(call, person));
    }

    boolean has(Reading reading, String call, PublicKey who) {
        return reading.has(PEERS.at(call, who.hex()));
    }

    Optional<Peer> get(Reading reading, String call, PublicKey who) {
        return reading.get(PEERS.at(call, who.hex()));
    }

    List<Peer> all(Reading reading, String call) {
        return reading.under(PEERS.at(call)).stream().map(Entry::value).toList();
    }

    @Override
    public void ring(Change change, CallRecord call, Set<PublicKey> whom, String offer) {
        List<PublicKey> people = whom.stream().sorted().toList();
        for (PublicKey person : people) {
            var peer = new Peer(person.hex(), Dialect.BUILDIT);
            add(change, call.id(), peer);
            telling.offer(change, call, peer, offer);
        }
        notifier.ifPresent(bot -> telling.wake(change, call, bot, people, offer));
    }

    @Override
    public void changed(Change change, CallRecord call) {
        switch (call.phase()) {
            case ORDERED, DIALLED -> {}
            case RINGING -> {
                if (call.direction() == Direction.OUTBOUND)
                    all(change, call.id()).forEach(peer -> telling.ringing(change, call.id(), peer));
                else if (!call.person().isEmpty()) taken(change, call);
            }
            case TALKING -> all(change, call.id()).forEach(peer -> telling.connected(change, call.id(), peer));
            case OVER -> over(change, call);
        }
    }

    /// All others stop to ring.
    private void taken(Change change, CallRecord call) {
        for (Peer peer : all(change, call.id())) {
            if (peer.person().equals(call.person())) continue;
            telling.takenElsewhere(change, call.id(), peer);
            remove(change, call.id(), peer.person());
        }
        stopWaking(change, call, HangupReason.CANCELLED);
    }

    private void stopWaking(Change change, CallRecord call, HangupReason reason) {
        if (call.direction() == Direction.INBOUND)
            notifier.map(bot -> new Peer(bot.hex(), Dialect.BUILDIT))
                    .ifPresent(peer -> telling.stopWaking(change, call.id(), peer, reason));
    }

    private void over(Change change, CallRecord call) {
        HangupReason reason = call.reason().orElse(HangupReason.COMPLETED);
        for (Peer peer : all(change, call.id())) {
            telling.over(change, call.id(), peer, reason);
            remove(change, call.id(), peer.person());
        }
        if (call.answered().isEmpty()) stopWaking(change, call, reason);
    }

    /// Who can do something about it hears it too.
    @Override
    public void runsLow(Change change, Charge charge, Balance balance) {
        all(change, charge.call()).forEach(peer -> telling.balance(change, charge, peer, balance));
        roles.all(change, Role.ORGANIZER).stream()
                .filter(person -> !has(change, charge.call(), person))
                .map(person -> new Peer(person.hex(), Dialect.BUILDIT))
                .forEach(peer -> telling.balance(change, charge, peer, balance));
    }

    @Override
    public void used(Change change, Charge charge, Usage usage, Balance balance) {
        for (Peer peer : all(change, charge.call())) {
            telling.usage(change, charge, peer, usage);
            telling.balance(change, charge, peer, balance);
        }
    }

    @Override
    public void reconnecting(String call, boolean isGone) {
        quality(call, "reconnecting", isGone ? 1 : 0);
    }

    @Override
    public void recorded(String call, boolean isSo) {
        quality(call, "recording", isSo ? 1 : 0);
    }

    @Override
    public void quality(String call, boolean isPoor, double lossPercent, double roundTripMillis) {
        quality(call, "packet_loss", lossPercent);
        quality(call, "rtt_ms", roundTripMillis);
    }

    private void quality(String call, String metric, double value) {
        ledger.alter(change -> all(change, call).forEach(peer -> telling.quality(change, call, peer, metric, value)));
    }
}
