package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment: what was OK'd is there, what was deleted stays away.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class CrashTest {
    private static final int ROUNDS = Boolean.getBoolean("muster.long") ? 200 : 10;
    private static final int PUBLISHERS = 4;
    private static final int WINDOW = 50;

    private final Random random = new Random(11);

    /// What the relay has said OK to, over all its lives.
    private final Map<EventId, Event> accepted = new ConcurrentHashMap<>();

    private final Set<EventId> deleted = ConcurrentHashMap.newKeySet();

    /// Whose deletion was sent: whether it came to that before the end, only its OK tells.
    private final Set<EventId> doubtful = ConcurrentHashMap.newKeySet();

    @Test
    void nothingAcceptedIsLostAndNothingDeletedComesBack(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        for (int round = 0; round < ROUNDS; round++) {
            try (RelayProcess relay = RelayProcess.start(data, FreePort.any(), List.of())) {
                check(relay.url());
                publishUntilKilled(relay, folder.resolve("backup-" + round), round);
            }
        }
        try (RelayProcess relay = RelayProcess.start(data, FreePort.any(), List.of())) {
            check(relay.url());
        }
        assertThat(deleted).hasSizeGreaterThan(ROUNDS);
    }

    private void publishUntilKilled(RelayProcess relay, Path backup, int round) throws Exception {
        var publishers = new ArrayList<Publisher>();
        for (int i = 0; i < PUBLISHERS; i++) publishers.add(new Publisher(relay.url(), new Random(random.nextLong())));
        List<Thread> threads =
                publishers.stream().map(Thread::startVirtualThread).toList();
        awaitAccepted(accepted.size() + 50 + random.nextInt(1000));
        Set<EventId> before = new HashSet<>(accepted.keySet());
        Set<EventId> deletedBefore = new HashSet<>(deleted);
        if (round % 3 == 1) relay.ask("compact");
        if (round % 3 == 2) relay.ask("backup " + backup);
        // In the midst of that, perhaps.
        awaitAccepted(accepted.size() + random.nextInt(100));
        boolean isBackupTried = round % 6 == 5;
        if (isBackupTried) assertThat(relay.answer()).isEqualTo("done");
        relay.kill();
        // Java's WebSocket doesn't always notice that.
        for (Publisher each : publishers) each.gone = true;
        for (Thread thread : threads) thread.join();
        if (isBackupTried) checkBackup(backup, before, deletedBefore);
    }

    private void checkBackup(Path backup, Set<EventId> acceptedBefore, Set<EventId> deletedBefore) throws Exception {
        try (RelayProcess relay = RelayProcess.start(backup, FreePort.any(), List.of());
                Wire wire = Wire.to(relay.url())) {
            acceptedBefore.removeAll(doubtful);
            checkThere(wire.synced(Filter.ALL), acceptedBefore, deletedBefore);
        }
    }

    /// By sets: tens of thousands of events are looked for in as many, again and again.
    private static void checkThere(Set<EventId> there, Set<EventId> accepted, Set<EventId> deleted) {
        assertThat(accepted.stream().filter(id -> !there.contains(id)))
                .as("accepted and lost")
                .isEmpty();
        assertThat(deleted.stream().filter(there::contains))
                .as("deleted and back")
                .isEmpty();
    }

    private void awaitAccepted(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (accepted.size() < count) {
            assertThat(System.nanoTime()).as("accepted " + accepted.size()).isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    private void check(URI relay) {
        var expected = new HashSet<>(accepted.keySet());
        expected.removeAll(doubtful);
        try (Wire wire = Wire.to(relay)) {
            Set<EventId> there = wire.synced(Filter.ALL);
            checkThere(there, expected, deleted);
            var some = expected.stream().limit(200).toList();
            if (!some.isEmpty()) {
                assertThat(wire.stored(Filter.ALL.ids(some)).ids()).containsExactlyInAnyOrderElementsOf(some);
            }
        }
    }

    /// Publishes notes and deletions of them, many unanswered at a time, until the relay is gone.
    private final class Publisher implements Runnable, WebSocket.Listener {
        private final Random random;
        private final HttpClient http = HttpClient.newHttpClient();
        private final WebSocket socket;
        private final Semaphore window = new Semaphore(WINDOW);
        private final Map<EventId, Event> unanswered = new ConcurrentHashMap<>();
        private final StringBuilder text = new StringBuilder();
        private final List<EventId> mine = new ArrayList<>();
        private volatile boolean gone;

        Publisher(URI relay, Random random) {
            this.random = random;
            socket = http.newWebSocketBuilder().buildAsync(relay, this).join();
        }

        @Override
        public void run() {
            try {
                while (!gone) {
                    if (!window.tryAcquire(100, TimeUnit.MILLISECONDS)) continue;
                    Event event = next();
                    unanswered.put(event.id(), event);
                    socket.sendText(new String(new ClientMessage.Publish(event).json(), UTF_8), true)
                            .join();
                }
            } catch (CompletionException e) {
                gone = true;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                socket.abort();
                http.shutdownNow();
            }
        }

        private Event next() {
            var tags = new ArrayList<Tag>();
            int kind = Kind.TEXT_NOTE;
            synchronized (mine) {
                if (!mine.isEmpty() && random.nextInt(10) == 0) {
                    kind = Kind.DELETION;
                    EventId victim = mine.remove(random.nextInt(mine.size()));
                    tags.add(Tag.of("e", victim.hex()));
                    doubtful.add(victim);
                }
            }
            long now = Instant.now().getEpochSecond();
            return new Rumor(ALICE.publicKey(), now, kind, new Tags(tags), Long.toString(random.nextLong()))
                    .sign(ALICE, RANDOM);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            from.request(1);
            if (!last) return null;
            RelayMessage message = RelayMessage.parse(text.toString().getBytes(UTF_8));
            text.setLength(0);
            if (message instanceof RelayMessage.Ok(var id, var isAccepted, var _) && isAccepted) accept(id);
            return null;
        }

        private void accept(EventId id) {
            Event event = unanswered.remove(id);
            if (event == null) return;
            accepted.put(id, event);
            event.tags().values("e").forEach(victim -> deleted.add(EventId.parse(victim)));
            synchronized (mine) {
                if (event.kind() == Kind.TEXT_NOTE) mine.add(id);
            }
            window.release();
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            gone = true;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone = true;
        }
    }
}
