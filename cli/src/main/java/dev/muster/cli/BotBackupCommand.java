package dev.muster.cli;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.ops.Upkeep.Backup;
import dev.muster.kit.ops.Upkeep.Stats;
import dev.muster.sip.SipBridge;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster notifier backup`, `muster sms backup`: a copy of what a bot remembers, while it works.
@Command(
        name = "backup",
        description = {
            "Copies all that the bot remembers into a new folder, as it is at one moment; a running bot goes on"
                    + " meanwhile.",
            "The copy is sealed as the original is: it is of no use without keys/vault.key, which is not in it. Keep a"
                    + " copy of keys/ somewhere else."
        })
final class BotBackupCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "Where to; must not be there yet.")
    private Path folder = Path.of("");

    @Mixin
    private final Output output;

    private final Shell shell;
    private final BotSettings settings;

    private BotBackupCommand(Shell shell, BotSettings settings) {
        this.output = new Output(shell);
        this.shell = shell;
        this.settings = settings;
    }

    static CommandLine in(Shell shell, BotSettings settings) {
        var command = new CommandLine(new BotBackupCommand(shell, settings));
        String word = settings.section().word();
        command.getCommandSpec()
                .usageMessage()
                .footer(
                        "  muster " + word + " backup backups/" + word,
                        "  muster " + word + " backup /mnt/backup/" + word + " --json");
        return command;
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
        return new BotData(shell, settings)
                .run(Upkeep.BACKUP, backup, listener, (_, ledger) -> new Upkeep(ledger, files()).operations());
    }

    private List<Path> files() {
        return settings.section().equals(BotSection.SIP)
                ? SipBridge.filesIn(settings.bot().data())
                : List.of();
    }
}
