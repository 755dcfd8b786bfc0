package dev.muster.relay.store;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Carries out a request to vanish (NIP-62) that is already on record: takes away the author's events up to the
/// cut-off and the gift wraps that lie here for them, a few hundred at a time. A crash in between leaves a note
/// of what is to be finished.
final class Vanishing {
    private static final int AT_ONCE = 500;

    private final Library library;
    private final Keeping keeping;
    private final PublicKey author;
    private final long upTo;

    Vanishing(Library library, Keeping keeping, PublicKey author, long upTo) {
        this.library = library;
        this.keeping = keeping;
        this.author = author;
        this.upTo = upTo;
    }

    /// The requests that a crash interrupted.
    static List<Vanishing> unfinished(Library library, Keeping keeping) {
        var unfinished = new ArrayList<Vanishing>();
        byte[] prefix = {'w'};
        try (Database.Walk walk = library.walkFacts()) {
            for (boolean more = walk.seek(prefix); more && walk.isUnder(prefix); more = walk.next()) {
                var author = new PublicKey(Arrays.copyOfRange(walk.key(), 1, 1 + PublicKey.LENGTH));
                unfinished.add(new Vanishing(library, keeping, author, Bytes.int64(walk.value(), 0)));
            }
        }
        return unfinished;
    }

    void run() {
        byte[] authorHex = StoredEvent.canonical(author.hex());
        byte[] mine = Keys.byAuthor(Bytes.int64(author.bytes(), 0));
        remove(mine, (rules, event) -> {
            boolean goes = event.isBy(authorHex) && event.createdAt() <= upTo && event.kind() != Kind.REQUEST_TO_VANISH;
            if (goes) rules.remove(event);
        });
        byte[] toMe = Keys.withKind(Keys.byTag('p', library.hash().of(authorHex)), Kind.GIFT_WRAP);
        remove(toMe, (rules, wrap) -> {
            if (wrap.isTagged('p', authorHex)) rules.removeForGood(wrap, author);
        });
        forgetAddresses();
    }

    private interface Step {
        void take(Rules rules, StoredEvent event);
    }

    private void remove(byte[] prefix, Step step) {
        try (Database.Walk walk = library.walkOrder()) {
            boolean more = walk.seek(prefix);
            while (more && walk.isUnder(prefix)) {
                var found = new ArrayList<Long>();
                for (; more && walk.isUnder(prefix) && found.size() < AT_ONCE; more = walk.next()) {
                    found.add(Bytes.int48(walk.key(), walk.length() - 6));
                }
                commit(changes -> {
                    var rules = new Rules(changes, keeping, 0);
                    for (long sequence : found) changes.event(sequence).ifPresent(event -> step.take(rules, event));
                });
            }
        }
    }

    /// Forgets which versions there were, where the cut-off alone keeps all of them out.
    private void forgetAddresses() {
        byte[] prefix = Keys.addresses(author);
        commit(changes -> {
            try (Database.Walk walk = library.walkFacts()) {
                for (boolean more = walk.seek(prefix); more && walk.isUnder(prefix); more = walk.next()) {
                    Version version = Version.parse(walk.value());
                    if (version.createdAt() <= upTo && version.deletedUpTo() <= upTo) {
                        changes.removeFact(Arrays.copyOf(walk.key(), walk.length()));
                    }
                }
            }
            changes.removeFact(Keys.vanishing(author));
        });
    }

    private void commit(Consumer<Changes> work) {
        var changes = new Changes(library);
        work.accept(changes);
        changes.write();
    }
}
