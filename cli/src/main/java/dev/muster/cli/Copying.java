package dev.muster.cli;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Copies events from one place to another, says how far it is, and counts.
final class Copying {
    private static final int UNDERWAY = 256;
    private static final int COMPLAINTS = 10;
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(2);

    private final Shell shell;
    private final Set<EventId> ids;
    private final Place to;
    private final Queue<Taking> underway = new ArrayDeque<>();
    private long copied;
    private long complaints;
    private long lastSignOfLife = System.nanoTime();

    private record Taking(EventId id, CompletableFuture<Optional<String>> obstacle) {}

    private Copying(Shell shell, Set<EventId> ids, Place to) {
        this.shell = shell;
        this.ids = ids;
        this.to = to;
    }

    /// Copies what can be, and returns how many that were.
    static long copy(Set<EventId> ids, Place from, Place to, Shell shell) throws InterruptedException {
        if (ids.isEmpty()) return 0;
        var copying = new Copying(shell, ids, to);
        from.read(ids, copying::take);
        while (!copying.underway.isEmpty()) copying.settleOldest();
        return copying.copied;
    }

    private void take(Event event) throws InterruptedException {
        if (underway.size() == UNDERWAY) settleOldest();
        underway.add(new Taking(event.id(), to.take(event)));
    }

    private void settleOldest() {
        Taking oldest = underway.remove();
        Optional<String> obstacle = oldest.obstacle().join();
        if (obstacle.isEmpty()) copied++;
        else if (complaints++ < COMPLAINTS) shell.complain(to + ": " + oldest.id() + ": " + obstacle.get());
        if (System.nanoTime() - lastSignOfLife < BETWEEN_SIGNS_OF_LIFE.toNanos()) return;
        lastSignOfLife = System.nanoTime();
        shell.complain(copied + " of " + ids.size() + " copied to " + to);
    }
}
