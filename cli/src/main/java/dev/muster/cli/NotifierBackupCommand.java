package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.ops.Upkeep.Backup;
import dev.muster.kit.ops.Upkeep.Stats;
import dev.muster.kit.vault.Vault;
import dev.muster.kit.vault.VaultFailure;
import dev.muster.notifier.NotifierConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster notifier backup`: a copy of what the bot remembers, while it works.
@Command(
        name = "backup",
        description = {
            "Copies all that the bot remembers into a new folder, as it is at one moment; a running bot goes on"
                    + " meanwhile.",
            "The copy is sealed as the original is: it is of no use without keys/vault.key, which is not in it. Keep a"
                    + " copy of keys/ somewhere else."
        },
        footer = {"  muster notifier backup backups/notifier", "  muster notifier backup /mnt/backup/notifier --json"})
final class NotifierBackupCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "Where to; must not be there yet.")
    private Path folder = Path.of("");

    @Mixin
    private final Output output;

    private final Shell shell;
    private final NotifierSettings settings;

    NotifierBackupCommand(Shell shell, NotifierSettings settings) {
        this.output = new Output(shell);
        this.shell = shell;
        this.settings = settings;
    }

    @Override
    public void run() {
        Path target = shell.environment().folder().resolve(folder).normalize();
        try (var progress = new Progress(shell, "backup")) {
            Stats stats = backUp(new Backup(target.toString()), progress);
            output.print(
                    Amounts.of(stats) + " in " + target,
                    new JsonObject()
                            .with("records", stats.records())
                            .with("bytes", stats.bytes())
                            .with("folder", target.toString()));
        }
    }

    private Stats backUp(Backup backup, Listener listener) {
        NotifierConfig config = settings.notifier();
        Optional<ControlClient> running = ControlClient.of(config.data());
        if (running.isPresent()) return running.get().run(Upkeep.BACKUP, backup, listener);
        Path ledger = Upkeep.ledgerIn(config.data());
        if (!Files.isDirectory(ledger)) {
            throw new Failure("no bot has ever worked in " + config.data() + ": name its folder with --data");
        }
        try (Ledger stopped = Ledger.open(ledger, Vault.open(config.vault(), shell.random()))) {
            return new Upkeep(stopped).operations().run(Upkeep.BACKUP, backup, listener);
        } catch (LedgerFailure | VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
