package dev.muster.relay.store;

import dev.muster.nostr.event.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes away what has expired (NIP-40) and what has been kept as long as was promised, a few hundred events a commit.
final class Sweep {
    private static final int AT_ONCE = 500;

    private final Database database;
    private final ValueHash hash;
    private final Keeping keeping;
    private final long now;
    private int gone;

    Sweep(Database database, ValueHash hash, Keeping keeping, long now) {
        this.database = database;
        this.hash = hash;
        this.keeping = keeping;
        this.now = now;
    }

    int run() {
        expire();
        retire('w', keeping.wraps(), Sweep::isMessage);
        retire('r', keeping.regular(), Sweep::isRegular);
        return gone;
    }

    private static boolean isMessage(int kind) {
        return kind == Kind.GIFT_WRAP || kind == Kind.LEGACY_DIRECT_MESSAGE;
    }

    /// Deletions and requests to vanish stay: others are to hear of them for as long as they may have the events.
    private static boolean isRegular(int kind) {
        return Kind.storage(kind) == Kind.Storage.REGULAR
                && !isMessage(kind)
                && kind != Kind.DELETION
                && kind != Kind.REQUEST_TO_VANISH;
    }

    private void expire() {
        byte[] prefix = {'e'};
        try (Database.Walk walk = database.walkOrder()) {
            boolean more = walk.seek(prefix);
            while (more && isDue(walk, prefix)) {
                var due = new ArrayList<Long>();
                for (; more && due.size() < AT_ONCE && isDue(walk, prefix); more = walk.next()) {
                    due.add(Bytes.int48(walk.key(), 9));
                }
                remove(due, 'e', 0);
            }
        }
    }

    private boolean isDue(Database.Walk walk, byte[] prefix) {
        return walk.isUnder(prefix) && Bytes.int64(walk.key(), 1) <= now;
    }

    private interface Kinds {
        boolean include(int kind);
    }

    /// Goes on where it stopped last time: events lie in the order in which they came.
    private void retire(char name, Duration kept, Kinds kinds) {
        if (kept.isZero()) return;
        long due = now - kept.toSeconds();
        long done = database.fact(Keys.setting(name))
                .map(value -> Bytes.int64(value, 0))
                .orElse(0L);
        try (Database.Walk walk = database.walkEvents()) {
            boolean more = walk.seek(Keys.sequence(done + 1));
            while (more) {
                var old = new ArrayList<Long>();
                long before = done;
                for (; more && old.size() < AT_ONCE; more = walk.next()) {
                    var event = new StoredEvent(Bytes.int48(walk.key(), 0), walk.value());
                    if (event.receivedAt() > due) {
                        more = false;
                        break;
                    }
                    if (kinds.include(event.kind())) old.add(event.sequence());
                    done = event.sequence();
                }
                if (done > before) remove(old, name, done);
            }
        }
    }

    private void remove(List<Long> sequences, char name, long done) {
        try (var changes = new Changes(database, hash)) {
            var rules = new Rules(changes, keeping, now);
            for (long sequence : sequences)
                changes.event(sequence).ifPresent(event -> {
                    rules.remove(event);
                    gone++;
                });
            if (done > 0) changes.putFact(Keys.setting(name), Keys.int64(done));
            changes.write();
        }
    }
}
