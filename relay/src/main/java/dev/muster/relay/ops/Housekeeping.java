package dev.muster.relay.ops;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Action;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ops.Folders;
import dev.muster.relay.store.EventStore;
import dev.muster.relay.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What can be done with a relay's data while they are open.
public final class Housekeeping {
    public static final Operation<Nothing, Stats> STATS = new Operation<>("stats", Nothing.class, Stats.class);
    public static final Operation<Backup, Stats> BACKUP = new Operation<>("backup", Backup.class, Stats.class);
    public static final Operation<Nothing, Compacted> COMPACT =
            new Operation<>("compact", Nothing.class, Compacted.class);
    public static final Operation<Export, Exported> EXPORT = new Operation<>("export", Export.class, Exported.class);
    public static final Operation<Import, Imported> IMPORT = new Operation<>("import", Import.class, Imported.class);

    private final EventStore store;
    private final Path data;

    /// How much there is.
    ///
    /// @param bytes what it takes on disk
    public record Stats(long events, long bytes) {}

    /// Where to copy everything to.
    ///
    /// @param target the absolute path of a folder that isn't there yet
    public record Backup(String target) {}

    public record Compacted(long bytesBefore, long bytesAfter) {}

    /// What to write, in the order in which it came.
    ///
    /// @param filter its JSON
    public record Export(String filter) {}

    public record Exported(long events) {}

    /// What to take in.
    ///
    /// @param events each an event's JSON
    public record Import(List<String> events) {}

    /// What became of the events of one [Import].
    ///
    /// @param known they were here before
    /// @param outdated there is a newer version, or its author had it deleted
    /// @param refused which of them the store doesn't take, and why
    public record Imported(long accepted, long known, long outdated, List<Refusal> refused) {}

    /// Why an event was not taken in.
    ///
    /// @param at its place in the list, from 0
    public record Refusal(int at, String why) {}

    /// @param data where the store keeps its files
    public Housekeeping(EventStore store, Path data) {
        this.store = store;
        this.data = data;
    }

    public Operations operations() {
        return new Operations()
                .with(STATS, told((_, _) -> stats()))
                .with(BACKUP, told((backup, _) -> backUp(Path.of(backup.target()))))
                .with(COMPACT, told((_, _) -> compact()))
                .with(EXPORT, told(this::export))
                .with(IMPORT, told((batch, _) -> new Importing(store).take(batch.events())));
    }

    /// What is wrong with the store is the admin's to know, and an admin is who asks.
    private static <A extends Record, R extends Record> Action<A, R> told(Action<A, R> action) {
        return (arguments, listener) -> {
            try {
                return action.run(arguments, listener);
            } catch (StoreFailure e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    private Stats stats() throws IOException {
        return new Stats(store.count(), Folders.bytesIn(data));
    }

    /// The folder has its name only when everything is in it: half a backup can't be taken for a whole one.
    private Stats backUp(Path target) throws IOException {
        Path parent = target.getParent();
        if (!target.isAbsolute() || parent == null) throw new IllegalArgumentException("a backup has an absolute path");
        if (Files.exists(target)) throw new IllegalArgumentException("there is something at " + target + " already");
        Files.createDirectories(parent);
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        Folders.remove(unfinished);
        Folders.createPrivate(unfinished);
        store.checkpoint(unfinished);
        Files.move(unfinished, target, ATOMIC_MOVE);
        return new Stats(store.count(), Folders.bytesIn(target));
    }

    private Compacted compact() throws IOException {
        long before = Folders.bytesIn(data);
        store.compact();
        return new Compacted(before, Folders.bytesIn(data));
    }

    private Exported export(Export export, Listener listener) {
        return new Exported(new Exporting(store, listener).write(export.filter()));
    }
}
