package dev.muster.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster sip`: the bot for telephones.
@Command(
        name = "sip",
        description = {
            "Runs the bot that brings telephones and people on Nostr into one call, until it is told to stop (Ctrl-C,"
                    + " SIGTERM). Prints one line as soon as it listens.",
            "By which trunk telephones are reached is in the configuration, section [sip].",
            "SIGHUP makes it read the roles in its configuration again.",
            "The commands below look whether all of it works, and are about what it remembers."
        },
        footer = {
            "  muster sip",
            "  muster sip --config /etc/muster/muster.toml --data /var/lib/muster/sip",
            "  muster sip check",
            "  muster sip account add ana",
            "  muster sip backup backups/sip"
        })
final class SipCommand implements Callable<Integer> {
    @Mixin
    private final BotSettings settings;

    private final Shell shell;

    private SipCommand(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var settings = new BotSettings(shell, BotSection.SIP);
        var desk = new SipDesk(settings);
        return new CommandLine(new SipCommand(shell, settings))
                .addSubcommand(new SipCheckCommand(shell, desk))
                .addSubcommand(SipAccountCommand.in(shell, desk))
                .addSubcommand(BotBackupCommand.in(shell, settings))
                .addSubcommand(BotRestoreCommand.in(shell, settings));
    }

    @Override
    public Integer call() throws InterruptedException {
        new Household(shell, new BotKeys(shell), settings::read)
                .serve(List.of(BotDaemon.of(BotSection.SIP)), List.of());
        return ExitCode.OK;
    }
}
