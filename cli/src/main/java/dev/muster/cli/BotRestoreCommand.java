package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.ops.Upkeep.Stats;
import dev.muster.kit.vault.Vault;
import dev.muster.kit.vault.VaultFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster notifier restore`, `muster sms restore`: a backup becomes what a bot remembers.
@Command(
        name = "restore",
        description = {
            "Copies a backup into the bot's data folder, and opens every record of the copy before it counts.",
            "The bot must be stopped and the data folder empty: nothing is overwritten. It takes the keys/vault.key"
                    + " that the backup was made with."
        })
final class BotRestoreCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "What the command backup has written.")
    private Path folder = Path.of("");

    @Mixin
    private final Output output;

    private final Shell shell;
    private final BotSettings settings;

    private BotRestoreCommand(Shell shell, BotSettings settings) {
        this.output = new Output(shell);
        this.shell = shell;
        this.settings = settings;
    }

    static CommandLine in(Shell shell, BotSettings settings) {
        var command = new CommandLine(new BotRestoreCommand(shell, settings));
        String word = settings.section().word();
        command.getCommandSpec()
                .usageMessage()
                .footer(
                        "  muster " + word + " restore backups/" + word,
                        "  muster " + word + " restore backups/" + word + " --data data/" + word + "-2");
        return command;
    }

    @Override
    public void run() {
        Stats stats = restore(settings.bot());
        output.print(
                Amounts.of(stats) + " restored",
                new JsonObject().with("records", stats.records()).with("bytes", stats.bytes()));
    }

    private Stats restore(BotConfig config) {
        if (ControlClient.of(config.data()).isPresent()) {
            throw new Failure("the bot with the data in " + config.data() + " is running: stop it first");
        }
        Path backup = shell.environment().folder().resolve(folder);
        try (var progress = new Progress(shell, "restore")) {
            return Upkeep.restore(backup, config.data(), Vault.open(config.vault(), shell.random()), progress);
        } catch (FileSystemException e) {
            throw Failure.of("restore into", config.data(), e);
        } catch (IOException | VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
