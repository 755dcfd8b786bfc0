package dev.muster.cli;

import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.SecretKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Option;

/// How a command talks to relays: how long it waits for them, and as whom.
final class RelayOptions {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for a relay to answer (default ${DEFAULT-VALUE}).")
    private int seconds;

    private final Shell shell;

    RelayOptions(Shell shell) {
        this.shell = shell;
    }

    /// Something that is done with each relay at the same time.
    interface Call<T> {
        T on(RelayClient relay) throws InterruptedException;
    }

    Duration patience() {
        if (seconds < 1) throw Failure.usage("--timeout is at least one second, not " + seconds);
        return Duration.ofSeconds(seconds);
    }

    static String noAnswer(Duration patience) {
        return "no answer within " + patience.toSeconds() + " s";
    }

    /// Connections to those of the relays that can be reached; the others are named on standard error.
    ///
    /// @param key who we are, for relays that ask (NIP-42)
    Connected connect(Collection<URI> relays, Optional<SecretKey> key) throws InterruptedException {
        return connect(relays, key, false);
    }

    /// The same, saying who we are at the first occasion: some relays leave out silently what isn't for strangers.
    Connected connectAs(Optional<SecretKey> key, Collection<URI> relays) throws InterruptedException {
        return connect(relays, key, true);
    }

    private Connected connect(Collection<URI> relays, Optional<SecretKey> key, boolean first)
            throws InterruptedException {
        List<RelayClient> clients = relays.stream()
                .distinct()
                .map(relay -> client(relay, key, first))
                .toList();
        List<RelayClient> connected = new ArrayList<>();
        onEach(clients, RelayOptions::obstacle).forEach((client, obstacle) -> {
            if (obstacle.isEmpty()) {
                connected.add(client);
            } else {
                shell.complain("no connection to " + obstacle.get());
                client.close();
            }
        });
        return new Connected(connected);
    }

    private RelayClient client(URI relay, Optional<SecretKey> key, boolean first) {
        var builder = RelayClient.to(relay)
                .keys(key.stream().toList())
                .timing(Timing.DEFAULT.connect(patience()).answer(patience()))
                .random(shell.random());
        return (first ? builder.authenticatingFirst() : builder).open();
    }

    /// Why there is no connection, if there is none.
    private static Optional<String> obstacle(RelayClient client) throws InterruptedException {
        try {
            client.connect();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// What came of it at each relay, in their order.
    static <T> SequencedMap<RelayClient, T> onEach(Collection<RelayClient> relays, Call<T> call)
            throws InterruptedException {
        var calls = new LinkedHashMap<RelayClient, Future<T>>();
        var results = new LinkedHashMap<RelayClient, T>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RelayClient relay : relays) calls.put(relay, threads.submit(() -> call.on(relay)));
            for (var entry : calls.entrySet())
                results.put(entry.getKey(), entry.getValue().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return results;
    }

    /// Open connections, at least none.
    record Connected(List<RelayClient> relays) implements AutoCloseable {
        /// @throws Failure if no relay could be reached
        Connected orFail() {
            if (relays.isEmpty()) throw new Failure("none of the relays can be reached");
            return this;
        }

        @Override
        public void close() {
            relays.forEach(RelayClient::close);
        }
    }
}
