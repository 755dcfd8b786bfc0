package dev.muster.bench;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.time.InstantSource;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What somebody's client or a bot does with every message: two layers of encryption and two of signing.
@State(Scope.Thread)
public class WrapBenchmark {
    private static final String KILOBYTE = "0123456789abcdef".repeat(64);

    private final List<Event> wraps = Samples.wraps(256);
    private final Recipient cached = new Recipient(Samples.BOB, new ConversationKeys(16));
    private final Sender sender =
            new Sender(Samples.ALICE, new ConversationKeys(16), InstantSource.system(), Samples.RANDOM);
    private final ConversationKey conversation = ConversationKey.between(Samples.ALICE, Samples.BOB.publicKey());
    private final String payload = Nip44.encrypt(KILOBYTE, conversation, Samples.RANDOM);
    private int next;

    @Benchmark
    public ConversationKey conversationKey() {
        return ConversationKey.between(Samples.ALICE, Samples.BOB.publicKey());
    }

    @Benchmark
    public String encrypt() {
        return Nip44.encrypt(KILOBYTE, conversation, Samples.RANDOM);
    }

    @Benchmark
    public String decrypt() {
        return Nip44.decrypt(payload, conversation);
    }

    @Benchmark
    public Event wrap() {
        return sender.wrap(
                sender.rumor(Samples.NOTE.kind(), Samples.NOTE.tags(), Samples.NOTE.content()),
                Samples.BOB.publicKey(),
                Delivery.stored());
    }

    /// From an author never met before.
    @Benchmark
    public Opened open() {
        return new Recipient(Samples.BOB, new ConversationKeys(16)).open(nextWrap());
    }

    /// From an author whose conversation key is remembered.
    @Benchmark
    public Opened openKnownAuthor() {
        return cached.open(nextWrap());
    }

    private Event nextWrap() {
        next = (next + 1) % wraps.size();
        return wraps.get(next);
    }
}
