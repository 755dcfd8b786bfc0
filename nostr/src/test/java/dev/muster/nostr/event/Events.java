package dev.muster.nostr.event;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Events for tests: signed for real, random where nothing is said.
public final class Events {
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final SecretKey ALICE = SecretKey.random(RANDOM);
    public static final SecretKey BOB = SecretKey.random(RANDOM);

    private Events() {}

    public static Event note(String content, Tag... tags) {
        return signed(ALICE, 1_700_000_000, Kind.TEXT_NOTE, Tags.of(tags), content);
    }

    public static Event signed(SecretKey author, long createdAt, int kind, Tags tags, String content) {
        return new Rumor(author.publicKey(), createdAt, kind, tags, content).sign(author, RANDOM);
    }

    /// Anything that is allowed: odd characters, odd tags, odd kinds.
    public static Rumor random(PublicKey author, Random random) {
        var tags = new ArrayList<Tag>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            var elements = new ArrayList<String>();
            elements.add(
                    random.nextBoolean() ? List.of("p", "e", "d", "a", "E", "-").get(random.nextInt(6)) : text(random));
            int more = random.nextInt(4);
            for (int k = 0; k < more; k++) elements.add(text(random));
            tags.add(new Tag(elements));
        }
        long time = random.nextInt(10) == 0 ? random.nextLong(Event.MAX_TIME + 1) : random.nextInt(2_000_000_000);
        return new Rumor(author, time, random.nextInt(Kind.MAX + 1), new Tags(tags), text(random));
    }

    /// Mostly ordinary text, with everything that is allowed somewhere in it.
    public static String text(RandomGenerator random) {
        var text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            int point = switch (random.nextInt(8)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> "\"\\/\u007f\u2028\ufeff\ufffe".codePointAt(random.nextInt(7));
                case 2 -> 0x10000 + random.nextInt(0x100000);
                case 3 -> random.nextInt(0xd800);
                default -> 0x20 + random.nextInt(0x5f);
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}
