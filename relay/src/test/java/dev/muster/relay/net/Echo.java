package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.relay.session.Client;
import dev.muster.relay.session.Conversation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// Says back what it hears, and remembers what happens.
final class Echo implements Function<Client, Conversation> {
    /// What it can't bear to hear.
    static final String MISTAKE = "make a mistake";

    final List<Client> clients = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger drained = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    volatile boolean refusesToTalk;
    volatile Consumer<Client> whenDrained = _ -> {};

    @Override
    public Conversation apply(Client client) {
        if (refusesToTalk) throw new IllegalStateException(MISTAKE);
        clients.add(client);
        return new Conversation() {
            @Override
            public void hear(byte[] message) {
                String text = new String(message, UTF_8);
                if (text.equals(MISTAKE)) throw new IllegalStateException(MISTAKE);
                heard.add(text);
                client.send(message);
            }

            @Override
            public void drained() {
                drained.incrementAndGet();
                whenDrained.accept(client);
            }

            @Override
            public void ended() {
                ended.incrementAndGet();
            }
        };
    }

    Client onlyClient() {
        Await.until(() -> !clients.isEmpty());
        return clients.getFirst();
    }
}
