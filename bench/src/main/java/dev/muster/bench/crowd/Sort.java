package dev.muster.bench.crowd;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The sorts of events. Each event follows from its number and the time the whole file starts at.
public enum Sort {
    /// Notes that answer somebody, about 500 bytes of JSON.
    NOTES(Kind.TEXT_NOTE) {
        @Override
        public Fact fact(int number, long start) {
            RandomGenerator random = random(number);
            return new Fact(People.draw(random), People.draw(random), start + number * 5L / 2 + random.nextInt(60));
        }

        @Override
        Tags tags(Fact fact, RandomGenerator random) {
            String thread = "%016x".formatted(random.nextLong(100_000)).repeat(4);
            return Tags.of(Tag.of("e", thread, "", "root"), Tag.of("p", People.hex(fact.recipient())));
        }

        @Override
        String content(RandomGenerator random) {
            return text(random, 20 + random.nextInt(100));
        }
    },

    /// Gift wraps of an everyday message, about 1.5 KB of JSON, each by a key of its own, dated up to two days back.
    WRAPS(Kind.GIFT_WRAP) {
        @Override
        public Fact fact(int number, long start) {
            RandomGenerator random = random(number);
            return new Fact(ONCE, People.draw(random), start + number * 5L / 2 - random.nextInt(TWO_DAYS));
        }

        @Override
        Tags tags(Fact fact, RandomGenerator random) {
            return recipient(fact);
        }

        @Override
        String content(RandomGenerator random) {
            return payload(random);
        }
    },

    /// Gift wraps for two people in turn: one whom everybody mentions, one whom nobody does.
    INBOX(Kind.GIFT_WRAP) {
        @Override
        public Fact fact(int number, long start) {
            return new Fact(ONCE, number % 2 == 0 ? People.POPULAR : People.QUIET, start + number * 1_000L);
        }

        @Override
        Tags tags(Fact fact, RandomGenerator random) {
            return recipient(fact);
        }

        @Override
        String content(RandomGenerator random) {
            return payload(random);
        }
    },

    /// Reactions that mention the popular one, all newer than the wraps of [#INBOX].
    REACTIONS(Kind.REACTION) {
        @Override
        public Fact fact(int number, long start) {
            return new Fact(People.draw(random(number)), People.POPULAR, start + TWENTY_DAYS + number * 30L);
        }

        @Override
        Tags tags(Fact fact, RandomGenerator random) {
            String note = "%016x".formatted(random.nextLong(100_000)).repeat(4);
            return Tags.of(Tag.of("e", note), Tag.of("p", People.hex(fact.recipient())));
        }

        @Override
        String content(RandomGenerator random) {
            return "+";
        }
    };

    /// The author of a fact about a key that is used once.
    static final int ONCE = -1;

    private static final int TWO_DAYS = 2 * 86_400;
    private static final int TWENTY_DAYS = 20 * 86_400;
    private static final int WRAP_BYTES = 800;

    private final int kind;

    Sort(int kind) {
        this.kind = kind;
    }

    public abstract Fact fact(int number, long start);

    abstract Tags tags(Fact fact, RandomGenerator random);

    abstract String content(RandomGenerator random);

    public int kind() {
        return kind;
    }

    Event event(int number, long start, SecureRandom secure) {
        Fact fact = fact(number, start);
        SecretKey author = fact.author() == ONCE ? SecretKey.random(secure) : People.key(fact.author());
        RandomGenerator random = random(-1L - number);
        return new Rumor(author.publicKey(), fact.createdAt(), kind, tags(fact, random), content(random))
                .sign(author, secure);
    }

    RandomGenerator random(long seed) {
        return new SplittableRandom(seed * 65_536 + kind);
    }

    private static Tags recipient(Fact fact) {
        return Tags.of(Tag.of("p", People.hex(fact.recipient())));
    }

    private static String payload(RandomGenerator random) {
        byte[] bytes = new byte[WRAP_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String text(RandomGenerator random, int length) {
        var text = new StringBuilder(length);
        while (text.length() < length) text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        return text.toString();
    }
}
