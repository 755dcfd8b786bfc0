package dev.muster.relay.ops;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.ops.Folders;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.Keeping;
import dev.muster.relay.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Copies a backup into an empty data folder, and reads each event of the copy before it counts.
final class Restoring {
    private static final List<String> PARTS = List.of("events", "index");
    private static final int AT_ONCE = 1_000;

    private final Path backup;
    private final Path data;
    private final Keeping keeping;
    private final Listener listener;
    private final List<byte[]> page = new ArrayList<>();
    private long whole;

    Restoring(Path backup, Path data, Keeping keeping, Listener listener) {
        this.backup = backup;
        this.data = data;
        this.keeping = keeping;
        this.listener = listener;
    }

    void run() throws IOException {
        for (String part : PARTS) {
            if (!Files.isDirectory(backup.resolve(part))) throw new IOException("there is no backup in " + backup);
        }
        if (ControlClient.of(backup).isPresent()) {
            throw new IOException(backup + " is what a relay works with; muster relay backup makes a copy of it");
        }
        if (!Folders.isEmpty(data)) {
            throw new IOException("there is something in " + data + " already: move it away, or name another folder");
        }
        Folders.createPrivate(data);
        // In the folder itself, which may be a disk of its own; and not yet where a relay would look.
        Path copy = data.resolve("restoring");
        try {
            for (String part : PARTS) Folders.copy(backup.resolve(part), copy.resolve(part));
            // At the beginning of time, when nothing had expired: what has is part of the whole too.
            try (StoppedRelay opened = StoppedRelay.open(copy, keeping, () -> Instant.EPOCH)) {
                verify(opened.store());
            }
            for (String part : PARTS) Files.move(copy.resolve(part), data.resolve(part));
            Folders.sync(data);
        } finally {
            Folders.remove(copy);
        }
    }

    private void verify(EventStore store) throws IOException {
        long total = store.count();
        try {
            store.forEachInOrder(Filter.ALL, store.lastCommitted(), event -> {
                page.add(event.json());
                if (page.size() == AT_ONCE) verifyPage(total);
            });
            verifyPage(total);
        } catch (StoreFailure e) {
            throw new IOException(e.getMessage(), e);
        }
        if (whole != total) {
            throw new IOException("the backup in " + backup + " is damaged: of " + total + " events " + whole
                    + " are whole; take another");
        }
    }

    /// An id is the hash of its event.
    private void verifyPage(long total) {
        whole += page.parallelStream()
                .filter(json -> Event.parse(json).hasItsId())
                .count();
        page.clear();
        listener.progress(whole, total);
    }
}
