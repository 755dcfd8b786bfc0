package dev.muster.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster sms`: the bot for people who have only a phone.
@Command(
        name = "sms",
        description = {
            "Runs the bot that brings texts to people with only a phone, and their answers back, until it is told to"
                    + " stop (Ctrl-C, SIGTERM). Prints one line as soon as it listens.",
            "By whom texts go out is in the configuration, section [sms]; without a carrier none do.",
            "SIGHUP makes it read the roles in its configuration again.",
            "The commands below try it out, text somebody, and are about what it remembers."
        },
        footer = {
            "  muster sms",
            "  muster sms --config /etc/muster/muster.toml --data /var/lib/muster/sms",
            "  muster sms check +12025550123",
            "  muster sms backup backups/sms"
        })
final class SmsCommand implements Callable<Integer> {
    @Mixin
    private final BotSettings settings;

    private final Shell shell;

    private SmsCommand(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var settings = new BotSettings(shell, BotSection.SMS);
        var desk = new SmsDesk(settings);
        return new CommandLine(new SmsCommand(shell, settings))
                .addSubcommand(new SmsCheckCommand(shell, desk))
                .addSubcommand(new SmsSendCommand(shell, desk))
                .addSubcommand(BotBackupCommand.in(shell, settings))
                .addSubcommand(BotRestoreCommand.in(shell, settings));
    }

    @Override
    public Integer call() throws InterruptedException {
        new Household(shell, new BotKeys(shell), settings::read)
                .serve(List.of(BotDaemon.of(BotSection.SMS)), List.of());
        return ExitCode.OK;
    }
}
