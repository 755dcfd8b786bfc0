package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.ops.Upkeep.Stats;
import dev.muster.kit.vault.Vault;
import dev.muster.kit.vault.VaultFailure;
import dev.muster.notifier.NotifierConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster notifier restore`: a backup becomes what a bot remembers.
@Command(
        name = "restore",
        description = {
            "Copies a backup into the bot's data folder, and opens every record of the copy before it counts.",
            "The bot must be stopped and the data folder empty: nothing is overwritten. It takes the keys/vault.key"
                    + " that the backup was made with."
        },
        footer = {
            "  muster notifier restore backups/notifier",
            "  muster notifier restore backups/notifier --data data/notifier-2"
        })
final class NotifierRestoreCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "What muster notifier backup has written.")
    private Path folder = Path.of("");

    @Mixin
    private final Output output;

    private final Shell shell;
    private final NotifierSettings settings;

    NotifierRestoreCommand(Shell shell, NotifierSettings settings) {
        this.output = new Output(shell);
        this.shell = shell;
        this.settings = settings;
    }

    @Override
    public void run() {
        Stats stats = restore(settings.notifier());
        output.print(
                Amounts.of(stats) + " restored",
                new JsonObject().with("records", stats.records()).with("bytes", stats.bytes()));
    }

    private Stats restore(NotifierConfig config) {
        if (ControlClient.of(config.bot().data()).isPresent()) {
            throw new Failure("the bot with the data in " + config.bot().data() + " is running: stop it first");
        }
        Path backup = shell.environment().folder().resolve(folder);
        try (var progress = new Progress(shell, "restore")) {
            return Upkeep.restore(
                    backup, config.bot().data(), Vault.open(config.bot().vault(), shell.random()), progress);
        } catch (FileSystemException e) {
            throw Failure.of("restore into", config.bot().data(), e);
        } catch (IOException | VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
