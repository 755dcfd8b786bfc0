package dev.muster.relay.store;

import dev.muster.nostr.event.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes away what has expired (NIP-40) and what has been kept as long as was promised, a few hundred events a
/// commit, so that others can write in between.
final class Sweep {
    private static final int AT_ONCE = 500;

    private final Library library;
    private final Keeping keeping;
    private final long now;
    private int gone;

    Sweep(Library library, Keeping keeping, long now) {
        this.library = library;
        this.keeping = keeping;
        this.now = now;
    }

    /// Does one commit's worth.
    ///
    /// @return how many events went; 0 when there is nothing left to do
    int step() {
        gone = 0;
        expire();
        if (gone == 0) retire('w', keeping.wraps(), Sweep::isMessage);
        if (gone == 0) retire('r', keeping.regular(), Sweep::isRegular);
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
        var due = new ArrayList<Long>();
        try (Database.Walk walk = library.walkOrder()) {
            boolean more = walk.seek(prefix);
            for (; more && due.size() < AT_ONCE && isDue(walk, prefix); more = walk.next()) {
                due.add(Bytes.int48(walk.key(), 9));
            }
        }
        if (!due.isEmpty()) remove(due, 'e', 0);
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
        long done = library.fact(Keys.setting(name))
                .map(value -> Bytes.int64(value, 0))
                .orElse(0L);
        long last = library.counters().lastSequence();
        while (done < last && gone == 0) {
            var old = new ArrayList<Long>();
            long before = done;
            boolean isDue = true;
            while (isDue && done < last && old.size() < AT_ONCE) {
                Optional<StoredEvent> event = library.event(done + 1);
                isDue = event.isEmpty() || event.get().receivedAt() <= due;
                if (isDue) done++;
                if (isDue && event.isPresent() && kinds.include(event.get().kind())) old.add(done);
            }
            if (done > before) remove(old, name, done);
            if (!isDue) return;
        }
    }

    private void remove(List<Long> sequences, char name, long done) {
        var changes = new Changes(library);
        var rules = new Rules(changes, keeping, now);
        for (long sequence : sequences) {
            changes.event(sequence).filter(changes::isHere).ifPresent(event -> {
                rules.remove(event);
                gone++;
            });
        }
        if (done > 0) changes.putFact(Keys.setting(name), Keys.int64(done));
        changes.write();
    }
}
