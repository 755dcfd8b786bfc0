package dev.muster.kit.outside;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Connections that nothing is going on over, kept for a short while: a TLS handshake for each push is dear.
///
/// Safe to share.
final class Idle {
    private static final Duration KEPT = Duration.ofSeconds(20);
    private static final int MOST = 128;

    private final Map<Origin, Deque<Line>> lines = new HashMap<>();
    private int size;
    private boolean closed;

    /// The one used last, since it is the likeliest to be still open.
    synchronized Optional<Line> take(Origin origin, Instant now) {
        Deque<Line> idle = lines.get(origin);
        while (idle != null && !idle.isEmpty()) {
            Line line = idle.removeLast();
            size--;
            if (idle.isEmpty()) lines.remove(origin);
            if (isFresh(line, now) && !line.isDisturbed()) return Optional.of(line);
            line.close();
        }
        return Optional.empty();
    }

    private static boolean isFresh(Line line, Instant now) {
        return line.idleSince().plus(KEPT).isAfter(now);
    }

    synchronized void put(Line line, Instant now) {
        if (closed || size == MOST) {
            line.close();
            return;
        }
        line.rest(now);
        lines.computeIfAbsent(line.origin(), _ -> new ArrayDeque<>()).addLast(line);
        size++;
    }

    synchronized int size() {
        return size;
    }

    synchronized void closeOld(Instant now) {
        var old = new ArrayList<Line>();
        lines.values().forEach(idle -> idle.removeIf(line -> !isFresh(line, now) && old.add(line)));
        lines.values().removeIf(Deque::isEmpty);
        closeAll(old);
    }

    synchronized void close() {
        closed = true;
        List<Line> all = lines.values().stream().flatMap(Deque::stream).toList();
        lines.clear();
        closeAll(all);
    }

    private void closeAll(List<Line> gone) {
        size -= gone.size();
        gone.forEach(Line::close);
    }
}
