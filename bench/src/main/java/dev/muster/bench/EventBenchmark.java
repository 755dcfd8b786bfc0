package dev.muster.bench;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import fr.acinq.secp256k1.Secp256k1;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// What a relay does with every event that arrives, a gift wrap of 1.5 KB here, step by step.
public class EventBenchmark {
    private static final byte[] JSON = Samples.wrapJson();
    private static final Event EVENT = Event.parse(JSON);
    private static final Filter INBOX = Filter.ALL
            .kinds(Kind.GIFT_WRAP)
            .tagged('p', List.of(Samples.BOB.publicKey().hex()))
            .since(EVENT.createdAt() - 1);

    private static final Secp256k1 LIBRARY = Secp256k1.get();
    private static final byte[] SIGNATURE = EVENT.signature().bytes();
    private static final byte[] ID = EVENT.id().bytes();
    private static final byte[] AUTHOR = EVENT.author().bytes();

    /// The yardstick: the library itself, without anything of ours.
    @Benchmark
    public boolean libraryVerify() {
        return LIBRARY.verifySchnorr(SIGNATURE, ID, AUTHOR);
    }

    @Benchmark
    public boolean verify() {
        return EVENT.isSignedByItsAuthor();
    }

    @Benchmark
    public Event parse() {
        return Event.parse(JSON);
    }

    @Benchmark
    public boolean id() {
        return EVENT.hasItsId();
    }

    @Benchmark
    public boolean match() {
        return INBOX.matches(EVENT);
    }

    @Benchmark
    public boolean parseIdMatch() {
        Event event = Event.parse(JSON);
        return event.hasItsId() && INBOX.matches(event);
    }

    @Benchmark
    public Event sign() {
        return Samples.NOTE.sign(Samples.ALICE, Samples.RANDOM);
    }
}
