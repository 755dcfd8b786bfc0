package dev.muster.nostr.client;

import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.ClientMessage.ContinueSync;
import dev.muster.nostr.message.ClientMessage.OpenSync;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.SyncMessage;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.nostr.negentropy.NegentropyClient;
import dev.muster.nostr.negentropy.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One comparison of what we have with what a relay has (NIP-77): message by message, until all differences are
/// known.
final class Sync {
    /// 60 KB in hex: relays that take no more than 64 KiB at once are not rare.
    private static final int MESSAGE_BYTES = 30_000;

    /// Each round settles at least a thousand ids, or cuts what differs into sixteen parts: honest relays need far
    /// fewer.
    private static final int MOST_ROUNDS = 10_000;

    private static final int MOST_DIFFERENCES = 1 << 20;

    private final SubscriptionId id;
    private final Filter filter;
    private final NegentropyClient negentropy;
    private final List<EventId> ours = new ArrayList<>();
    private final List<EventId> theirs = new ArrayList<>();

    Sync(SubscriptionId id, Filter filter, Records records) {
        this.id = id;
        this.filter = filter;
        this.negentropy = new NegentropyClient(records, MESSAGE_BYTES);
    }

    interface Relay {
        Answer<RelayMessage> ask(ClientMessage message) throws InterruptedException;
    }

    Answer<Differences> with(Relay relay) throws InterruptedException {
        ClientMessage next = new OpenSync(id, filter, negentropy.open());
        for (int round = 0; round < MOST_ROUNDS && ours.size() + theirs.size() <= MOST_DIFFERENCES; round++) {
            switch (relay.ask(next)) {
                case Answer.Given(SyncMessage(var _, var message)) -> {
                    Optional<byte[]> more;
                    try {
                        more = take(message);
                    } catch (IllegalArgumentException malformed) {
                        return new Answer.Refused<>("invalid: " + malformed.getMessage());
                    }
                    if (more.isEmpty()) return new Answer.Given<>(new Differences(ours, theirs));
                    next = new ContinueSync(id, more.get());
                }
                case Answer.Given(var _) -> {
                    return new Answer.Refused<>("error: the relay answered something else");
                }
                case Answer.Refused(var reason) -> {
                    return new Answer.Refused<>(reason);
                }
                case Answer.Unanswered() -> {
                    return new Answer.Unanswered<>();
                }
            }
        }
        return new Answer.Refused<>("error: the relay finds no end");
    }

    private Optional<byte[]> take(byte[] message) {
        NegentropyClient.Step step = negentropy.reconcile(message);
        ours.addAll(step.have());
        theirs.addAll(step.need());
        return step.next();
    }
}
