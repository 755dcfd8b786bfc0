package dev.muster.kit.ops;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Action;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.vault.Vault;
import dev.muster.kit.vault.VaultFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What can be done with a bot's data.
public final class Upkeep {
    public static final Operation<Backup, Stats> BACKUP = new Operation<>("backup", Backup.class, Stats.class);

    private static final String LEDGER = "ledger";

    private final Ledger ledger;
    private final List<Path> files;

    /// How much there is.
    ///
    /// @param bytes what it takes on disk
    public record Stats(long records, long bytes) {}

    /// Where to copy everything to.
    ///
    /// @param target the absolute path of a folder that isn't there yet
    public record Backup(String target) {}

    public Upkeep(Ledger ledger) {
        this(ledger, List.of());
    }

    /// The same where files belong to the records.
    ///
    /// @param files folders in the data folder, of which each file is sealed by a key in the ledger
    public Upkeep(Ledger ledger, List<Path> files) {
        this.ledger = ledger;
        this.files = List.copyOf(files);
    }

    /// Where the ledger is in a bot's data folder.
    public static Path ledgerIn(Path data) {
        return data.resolve(LEDGER);
    }

    public Operations operations() {
        return new Operations().with(BACKUP, told((backup, listener) -> backUp(Path.of(backup.target()), listener)));
    }

    /// What is wrong with the data is the admin's to know, and an admin is who asks.
    private static <A extends Record, R extends Record> Action<A, R> told(Action<A, R> action) {
        return (arguments, listener) -> {
            try {
                return action.run(arguments, listener);
            } catch (LedgerFailure | VaultFailure e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    /// The folder has its name only when everything is in it: half a backup can't be taken for a whole one.
    private Stats backUp(Path target, Listener listener) throws IOException {
        Path parent = target.getParent();
        if (!target.isAbsolute() || parent == null) throw new IllegalArgumentException("a backup has an absolute path");
        if (Files.exists(target)) throw new IllegalArgumentException("there is something at " + target + " already");
        Files.createDirectories(parent);
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        Folders.remove(unfinished);
        Folders.createPrivate(unfinished);
        ledger.copyTo(ledgerIn(unfinished));
        // Afterwards: so there is a file for each record, unless it was deleted meanwhile.
        for (Path each : files) if (Files.isDirectory(each)) Folders.copy(each, unfinished.resolve(each.getFileName()));
        Files.move(unfinished, target, ATOMIC_MOVE);
        return new Stats(ledger.check(done -> listener.progress(done, 0)), Folders.bytesIn(target));
    }

    /// Fills an empty data folder from a backup, once each record of the copy has been opened.
    ///
    /// @param vault with the key that the backup was sealed with
    /// @throws IOException if there is something in the folder, or the backup is none, damaged or another vault's
    public static Stats restore(Path backup, Path data, Vault vault, Listener listener) throws IOException {
        if (!Files.isDirectory(ledgerIn(backup))) throw new IOException("there is no backup in " + backup);
        if (ControlClient.of(backup).isPresent()) {
            throw new IOException(backup + " is what a bot works with; a backup is a copy of it");
        }
        if (!Folders.isEmpty(data)) {
            throw new IOException("there is something in " + data + " already: move it away, or name another folder");
        }
        Folders.createPrivate(data);
        // In the folder itself, which may be a disk of its own; and not yet where a bot would look.
        Path copy = data.resolve("restoring");
        try {
            Folders.copy(ledgerIn(backup), copy);
            long records = check(copy, vault, listener);
            for (Path each : filesIn(backup)) Folders.copy(each, data.resolve(each.getFileName()));
            Files.move(copy, ledgerIn(data));
            Folders.sync(data);
            return new Stats(records, Folders.bytesIn(data));
        } finally {
            Folders.remove(copy);
        }
    }

    private static List<Path> filesIn(Path backup) throws IOException {
        try (Stream<Path> all = Files.list(backup)) {
            return all.filter(Files::isDirectory)
                    .filter(folder -> !folder.equals(ledgerIn(backup)))
                    .toList();
        }
    }

    private static long check(Path copy, Vault vault, Listener listener) throws IOException {
        try (Ledger copied = Ledger.open(copy, vault)) {
            return copied.check(done -> listener.progress(done, 0));
        } catch (LedgerFailure | VaultFailure e) {
            throw new IOException("the backup can't be used: " + e.getMessage(), e);
        }
    }
}
