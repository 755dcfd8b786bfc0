package dev.muster.bench.load;

import dev.muster.bench.crowd.Stock;
import dev.muster.bench.wire.Connection;
import dev.muster.bench.wire.Door;
import dev.muster.bench.wire.Ear;
import dev.muster.bench.wire.Loop;
import dev.muster.bench.wire.Message;
import dev.muster.bench.wire.WrongAnswer;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Publishes events over several connections and checks the answer to each.
final class Publishing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Loop loop;
    private final List<Writer> writers;
    private Iterator<byte[]> frames = Collections.emptyIterator();
    private boolean refills;
    private boolean expectsDuplicates;
    private int unanswered;
    private Published published = new Published();

    /// What was published, and how long each answer took.
    static final class Published {
        final Latencies latencies = new Latencies();
        int events;
        long jsonBytes;
    }

    Publishing(Loop loop, Door door, int connections) {
        this.loop = loop;
        this.writers =
                Stream.generate(() -> new Writer(door)).limit(connections).toList();
    }

    /// As fast as they are taken, with so many unanswered ones on each connection.
    Published all(Iterator<byte[]> events, int window) {
        begin(events);
        refills = true;
        for (int i = 0; i < window; i++) for (Writer writer : writers) writer.publishNext();
        loop.until("an answer to every event", () -> unanswered == 0, PATIENCE);
        return published;
    }

    /// Events that the relay has, with so many unanswered ones on each connection.
    Published again(Iterator<byte[]> events, int window) {
        expectsDuplicates = true;
        try {
            return all(events, window);
        } finally {
            expectsDuplicates = false;
        }
    }

    /// So many a second, evenly, over the connections in turn.
    Published paced(Iterator<byte[]> events, double perSecond) {
        begin(events);
        refills = false;
        long start = System.nanoTime();
        int sent = 0;
        while (frames.hasNext()) {
            long due = (long) ((System.nanoTime() - start) / 1e9 * perSecond);
            while (sent < due) writers.get(sent++ % writers.size()).publishNext();
            loop.turn(1);
        }
        loop.until("an answer to every event", () -> unanswered == 0);
        return published;
    }

    private void begin(Iterator<byte[]> events) {
        frames = events;
        published = new Published();
    }

    @Override
    public void close() {
        for (Writer writer : writers) writer.connection.close();
    }

    private final class Writer implements Ear {
        private final Connection connection;
        /// When each event that is not answered yet was sent.
        private final Map<Long, Long> sent = new HashMap<>();

        Writer(Door door) {
            connection = loop.connect(door, this);
        }

        void publishNext() {
            if (!frames.hasNext()) return;
            byte[] frame = frames.next();
            connection.send(frame);
            sent.put(Message.key(frame, Stock.idAt()), System.nanoTime());
            unanswered++;
            published.events++;
            published.jsonBytes += Stock.jsonLength(frame);
        }

        @Override
        public void hear(Connection from, Message message) {
            switch (message.verb()) {
                case OK -> answered(message);
                case AUTH -> {}
                case EVENT, EOSE, CLOSED, NOTICE, OTHER -> throw new WrongAnswer(message, "an OK");
            }
        }

        private void answered(Message ok) {
            Long since = sent.remove(ok.event());
            if (since == null) throw new WrongAnswer(ok, "an OK for what was sent, once");
            if (!ok.isAccepted()) throw new WrongAnswer(ok, "true");
            if (ok.isDuplicate() != expectsDuplicates) {
                throw new WrongAnswer(ok, expectsDuplicates ? "a duplicate" : "an event that is new to the relay");
            }
            published.latencies.add(System.nanoTime() - since);
            unanswered--;
            if (refills) publishNext();
        }
    }
}
