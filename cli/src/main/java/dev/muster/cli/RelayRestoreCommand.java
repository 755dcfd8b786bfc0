package dev.muster.cli;

import dev.muster.relay.ops.Housekeeping.Stats;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster relay restore`: a backup becomes a relay's data.
@Command(
        name = "restore",
        description = {
            "Copies a backup into the relay's data folder, and reads every event of the copy before it counts.",
            "The relay must be stopped and the data folder empty: nothing is overwritten."
        },
        footer = {"  muster relay restore backups/today", "  muster relay restore backups/today --data data/relay-2"})
final class RelayRestoreCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "What muster relay backup has written.")
    private Path folder = Path.of("");

    @Mixin
    private final Output output;

    private final Shell shell;
    private final RelayData data;

    RelayRestoreCommand(Shell shell, RelayData data) {
        this.output = new Output(shell);
        this.shell = shell;
        this.data = data;
    }

    @Override
    public void run() {
        Stats stats = restore();
        output.print(
                Amounts.of(stats) + " restored",
                new JsonObject().with("events", stats.events()).with("bytes", stats.bytes()));
    }

    private Stats restore() {
        try (var progress = new Progress(shell, "restore")) {
            return data.restore(shell.environment().folder().resolve(folder), progress);
        }
    }
}
