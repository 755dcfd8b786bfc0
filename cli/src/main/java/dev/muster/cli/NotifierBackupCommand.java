package dev.muster.cli;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.ops.Upkeep.Backup;
import dev.muster.kit.ops.Upkeep.Stats;
import java.nio.file.Path;
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
        return new NotifierData(shell, settings)
                .run(Upkeep.BACKUP, backup, listener, (_, ledger) -> new Upkeep(ledger).operations());
    }
}
