package dev.muster.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster notifier`: the bot that gets everyone into the room.
@Command(
        name = "notifier",
        description = {
            "Runs the bot for sessions until it is told to stop (Ctrl-C, SIGTERM). Prints one line as soon as it"
                    + " listens.",
            "SIGHUP makes it read the roles in its configuration again.",
            "The commands below are about what it remembers."
        },
        footer = {
            "  muster notifier",
            "  muster notifier --config /etc/muster/muster.toml --data /var/lib/muster/notifier",
            "  muster notifier backup backups/notifier"
        })
final class NotifierCommand implements Callable<Integer> {
    @Mixin
    private final BotSettings settings;

    private final Shell shell;

    private NotifierCommand(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var settings = new BotSettings(shell, BotSection.NOTIFIER);
        return new CommandLine(new NotifierCommand(shell, settings))
                .addSubcommand(BotBackupCommand.in(shell, settings))
                .addSubcommand(BotRestoreCommand.in(shell, settings));
    }

    @Override
    public Integer call() throws InterruptedException {
        new Household(shell, new BotKeys(shell), settings::read)
                .serve(List.of(BotDaemon.of(BotSection.NOTIFIER)), List.of());
        return ExitCode.OK;
    }
}
