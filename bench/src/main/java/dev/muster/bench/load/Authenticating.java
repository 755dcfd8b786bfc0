package dev.muster.bench.load;

import dev.muster.bench.wire.Connection;
import dev.muster.bench.wire.Ear;
import dev.muster.bench.wire.Frames;
import dev.muster.bench.wire.Loop;
import dev.muster.bench.wire.Message;
import dev.muster.bench.wire.WrongAnswer;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.message.ClientMessage;
import java.time.Duration;
import java.util.function.Function;

/// Tells the relay who somebody is (NIP-42), if it asks.
final class Authenticating implements Ear {
    /// Relays that ask do so at once.
    private static final Duration TO_ASK = Duration.ofMillis(500);

    private final Function<String, Event> answers;
    private boolean asked;
    private boolean believed;

    private Authenticating(Function<String, Event> answers) {
        this.answers = answers;
    }

    /// @param answers what to answer to a challenge
    static Connection connect(Loop loop, Server server, Function<String, Event> answers) {
        var authenticating = new Authenticating(answers);
        Connection connection = loop.connect(server.door(), authenticating);
        if (!authenticating.asked) loop.pause(TO_ASK);
        if (authenticating.asked) loop.until("the answer to AUTH", () -> authenticating.believed);
        return connection;
    }

    @Override
    public void hear(Connection connection, Message message) {
        switch (message.verb()) {
            case AUTH -> {
                asked = true;
                Event answer = answers.apply(message.argument());
                connection.send(Frames.text(new ClientMessage.Authenticate(answer).json()));
            }
            case OK -> {
                if (!message.isAccepted()) throw new WrongAnswer(message, "true, in answer to AUTH");
                believed = true;
            }
            case EVENT, EOSE, CLOSED, NOTICE, OTHER -> throw new WrongAnswer(message, "a challenge");
        }
    }
}
