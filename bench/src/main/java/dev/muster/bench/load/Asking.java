package dev.muster.bench.load;

import dev.muster.bench.wire.Connection;
import dev.muster.bench.wire.Ear;
import dev.muster.bench.wire.Frames;
import dev.muster.bench.wire.Loop;
import dev.muster.bench.wire.Message;
import dev.muster.bench.wire.WrongAnswer;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.SubscriptionId;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// Asks for stored events, one request at a time on each connection, and counts what comes.
final class Asking implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final SubscriptionId ID = new SubscriptionId("q");
    private static final byte[] CLOSE = Frames.text(new ClientMessage.Close(ID).json());

    private final Loop loop;
    private final List<Asker> askers;
    private Iterator<Question> questions = Collections.emptyIterator();
    private int open;
    private long found;

    /// @param expected how many events are to come
    record Question(byte[] frame, int expected) {
        static Question of(Filter filter, int expected) {
            byte[] json = new ClientMessage.Subscribe(ID, List.of(filter)).json();
            return new Question(Frames.text(json), expected);
        }
    }

    Asking(Loop loop, List<Connection> connections) {
        this.loop = loop;
        this.askers = connections.stream().map(Asker::new).toList();
    }

    /// Returns how many events came in all.
    long all(Iterator<Question> asked) {
        questions = asked;
        found = 0;
        for (Asker asker : askers) asker.askNext();
        loop.until("the stored events", () -> open == 0, PATIENCE);
        return found;
    }

    @Override
    public void close() {
        for (Asker asker : askers) asker.connection.close();
    }

    private final class Asker implements Ear {
        private final Connection connection;
        private int expected;
        private int came;

        Asker(Connection connection) {
            this.connection = connection;
            connection.hearWith(this);
        }

        void askNext() {
            if (!questions.hasNext()) return;
            Question question = questions.next();
            expected = question.expected();
            came = 0;
            open++;
            connection.send(question.frame());
        }

        @Override
        public void hear(Connection from, Message message) {
            switch (message.verb()) {
                case EVENT -> came++;
                case EOSE -> ended();
                case AUTH -> {}
                case OK, CLOSED, NOTICE, OTHER -> throw new WrongAnswer(message, "stored events and their end");
            }
        }

        private void ended() {
            if (came != expected) throw new WrongAnswer("expected " + expected + " stored events, not " + came);
            found += came;
            open--;
            connection.send(CLOSE);
            askNext();
        }
    }
}
