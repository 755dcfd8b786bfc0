package dev.muster.bench.load;

import dev.muster.bench.crowd.Stock;
import dev.muster.bench.wire.Connection;
import dev.muster.bench.wire.Message;
import dev.muster.bench.wire.WrongAnswer;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// Subscribers to all notes, each on a connection of its own; every note must reach each of them once.
final class Audience implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE).limit(1);

    private final Lab lab;
    private final List<Connection> connections;
    private final Map<Long, Note> watched = new HashMap<>();
    private int underWay;
    private Latencies latencies = new Latencies();

    /// A note, and how many it has not reached yet.
    private static final class Note {
        private final long sent = System.nanoTime();
        private int missing;

        Note(int missing) {
            this.missing = missing;
        }
    }

    Audience(Lab lab, Server server, int subscribers) {
        this.lab = lab;
        connections = lab.connections(server, subscribers);
        List<Listening> listening = connections.stream()
                .map(connection -> new Listening(connection, NOTES, this::delivered))
                .toList();
        lab.loop().until("the end of stored events", () -> listening.stream().allMatch(Listening::isCaughtUp));
    }

    /// These notes, whose way is watched from the moment that each is taken to be sent.
    Iterator<byte[]> watched(Stock notes, int from, int to) {
        // Not a stream's iterator: that takes the next one already when asked whether there is one.
        return new Iterator<>() {
            private int number = from;

            @Override
            public boolean hasNext() {
                return number < to;
            }

            @Override
            public byte[] next() {
                if (!hasNext()) throw new NoSuchElementException();
                byte[] frame = notes.frame(number++);
                watched.put(Message.key(frame, Stock.idAt()), new Note(connections.size()));
                underWay++;
                return frame;
            }
        };
    }

    /// How long each delivery took since this was last asked, once nothing is under way any more.
    Latencies waitForAll() {
        lab.loop().until("every note at every subscriber", () -> underWay == 0, PATIENCE);
        Latencies all = latencies;
        latencies = new Latencies();
        return all;
    }

    private void delivered(long key) {
        Note note = watched.get(key);
        // What the relay is warmed up with comes by, too.
        if (note == null) return;
        latencies.add(System.nanoTime() - note.sent);
        if (--note.missing == 0) underWay--;
        if (note.missing < 0) throw new WrongAnswer("a note came more than once");
    }

    @Override
    public void close() {
        for (Connection connection : connections) connection.close();
    }
}
