package dev.muster.cli;

import dev.muster.relay.ops.Housekeeping;
import dev.muster.relay.ops.Housekeeping.Backup;
import dev.muster.relay.ops.Housekeeping.Stats;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster relay backup`: a copy of everything, while the relay works.
@Command(
        name = "backup",
        description = {
            "Copies all events into a new folder, as they are at one moment; a running relay goes on meanwhile.",
            "On the same disk that takes next to no time and space. Copy the folder to another machine afterwards;"
                    + " muster relay restore makes a relay's data of it again."
        },
        footer = {"  muster relay backup backups/today", "  muster relay backup /mnt/backup/muster --json"})
final class RelayBackupCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "Where to; must not be there yet.")
    private Path folder = Path.of("");

    @Mixin
    private final Output output;

    private final Shell shell;
    private final RelayData data;

    RelayBackupCommand(Shell shell, RelayData data) {
        this.output = new Output(shell);
        this.shell = shell;
        this.data = data;
    }

    @Override
    public void run() {
        Path target = shell.environment().folder().resolve(folder).normalize();
        try (var session = data.open()) {
            Stats stats =
                    session.run(Housekeeping.BACKUP, new Backup(target.toString()), new Progress(shell, "backup"));
            output.print(
                    Amounts.of(stats) + " in " + target,
                    new JsonObject()
                            .with("events", stats.events())
                            .with("bytes", stats.bytes())
                            .with("folder", target.toString()));
        }
    }
}
