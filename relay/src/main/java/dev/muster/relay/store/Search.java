package dev.muster.relay.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Finds the events of one selection: merges the streams of all its filters, newest first, until there are enough.
///
/// Reads everything it needs at once, so that nothing native stays open while a slow client reads.
final class Search {
    static final Comparator<StoredEvent> NEWEST_FIRST =
            (a, b) -> a.createdAt() != b.createdAt() ? Long.compare(b.createdAt(), a.createdAt()) : a.compareIds(b);

    /// As many streams are merged at a time. With more, the best of each such group are kept.
    private static final int STREAMS_AT_ONCE = 4096;

    private final Library library;
    private final int limit;
    private final List<StoredEvent> found = new ArrayList<>();
    private final PriorityQueue<Stream> streams = new PriorityQueue<>(Stream::compare);
    private boolean isCut;

    Search(Library library, int limit) {
        this.library = library;
        this.limit = limit;
    }

    /// Whether there is more than was asked for.
    boolean isCut() {
        return isCut;
    }

    List<StoredEvent> run(List<Wanted> anyOf) {
        try (Database.Walk walk = library.walkOrder()) {
            for (Wanted wanted : anyOf) {
                new Plan(library, wanted, limit + 1).streams(walk, stream -> {
                    if (streams.size() == STREAMS_AT_ONCE) merge(walk);
                    if (stream.start(walk)) streams.add(stream);
                });
            }
            merge(walk);
        }
        return found;
    }

    private void merge(Database.Walk walk) {
        var best = new ArrayList<StoredEvent>();
        long lastSequence = 0;
        while (!streams.isEmpty()) {
            Stream stream = streams.poll();
            // One more than asked for tells whether anything was cut off; equally new ones are told apart by their ids.
            if (best.size() > limit && !isTied(best.getLast(), stream)) break;
            long sequence = stream.sequence();
            // An event that several streams have comes from them one after the other.
            if (sequence != lastSequence) {
                StoredEvent event = library.event(sequence).orElse(null);
                if (event != null && stream.wanted().matches(event)) {
                    best.add(event);
                    lastSequence = sequence;
                }
            }
            if (stream.next(walk)) streams.add(stream);
        }
        streams.clear();
        keepBest(best);
    }

    private static boolean isTied(StoredEvent event, Stream stream) {
        return event.createdAt() == stream.createdAt() && event.idStart() == stream.idStart();
    }

    private void keepBest(List<StoredEvent> more) {
        found.addAll(more);
        found.sort(NEWEST_FIRST);
        long last = 0;
        for (var each = found.iterator(); each.hasNext(); ) {
            StoredEvent event = each.next();
            if (event.sequence() == last) each.remove();
            last = event.sequence();
        }
        if (found.size() > limit) {
            isCut = true;
            found.subList(limit, found.size()).clear();
        }
    }
}
