package dev.muster.bench.load;

import dev.muster.bench.wire.Connection;
import dev.muster.bench.wire.Ear;
import dev.muster.bench.wire.Frames;
import dev.muster.bench.wire.Message;
import dev.muster.bench.wire.WrongAnswer;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.SubscriptionId;
import java.util.List;
import java.util.function.LongConsumer;

/// One subscription: hears what is new.
final class Listening implements Ear {
    private final LongConsumer live;
    private boolean caughtUp;

    /// @param live told the key of every event that comes after the stored ones
    Listening(Connection connection, Filter filter, LongConsumer live) {
        this.live = live;
        connection.hearWith(this);
        connection.send(frame(filter));
    }

    static byte[] frame(Filter filter) {
        return Frames.text(new ClientMessage.Subscribe(new SubscriptionId("live"), List.of(filter)).json());
    }

    /// Whether all stored events have come.
    boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void hear(Connection from, Message message) {
        switch (message.verb()) {
            case EVENT -> {
                if (caughtUp) live.accept(message.event());
            }
            case EOSE -> caughtUp = true;
            case AUTH -> {}
            case OK, CLOSED, NOTICE, OTHER -> throw new WrongAnswer(message, "events");
        }
    }
}
