package dev.muster.relay.ops;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ops.Folders;
import dev.muster.relay.ops.Housekeeping.Stats;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.Keeping;
import dev.muster.relay.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// The data of a relay that doesn't run, opened by a command.
public final class StoppedRelay implements AutoCloseable {
    private final Path data;
    private final EventStore store;

    private StoppedRelay(Path data, EventStore store) {
        this.data = data;
        this.store = store;
    }

    /// Opens them, or makes an empty store where there is none.
    ///
    /// @throws IOException if that can't be done, saying why
    public static StoppedRelay open(Path data, Keeping keeping, InstantSource clock) throws IOException {
        try {
            Folders.createPrivate(data);
            return new StoppedRelay(data, EventStore.open(data, keeping, clock, _ -> {}));
        } catch (StoreFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Fills an empty data folder from a backup, once each event of the copy has been read.
    ///
    /// @throws IOException if there is something in the folder, or the backup is none or damaged
    public static Stats restore(Path backup, Path data, Keeping keeping, InstantSource clock, Listener listener)
            throws IOException {
        new Restoring(backup, data, keeping, listener).run();
        try (StoppedRelay restored = open(data, keeping, clock)) {
            return new Stats(restored.store.count(), Folders.bytesIn(data));
        }
    }

    public Operations operations() {
        return new Housekeeping(store, data).operations();
    }

    EventStore store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
    }
}
