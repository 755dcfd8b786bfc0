package dev.muster.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster relay`: the relay, and what its admin does with its data.
@Command(
        name = "relay",
        description = {
            "Runs the relay until it is told to stop (Ctrl-C, SIGTERM). Prints one line as soon as it takes"
                    + " connections.",
            "SIGHUP makes it read its configuration again, without a connection being lost.",
            "The commands below work at its data, whether it is running or not."
        },
        footer = {
            "  muster relay",
            "  muster relay --config /etc/muster/muster.toml --data /var/lib/muster",
            "  muster relay stats"
        })
final class RelayCommand implements Callable<Integer> {
    @Mixin
    private final RelaySettings settings;

    private final Shell shell;

    private RelayCommand(Shell shell, RelaySettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var settings = new RelaySettings(shell);
        var data = new RelayData(shell, settings);
        return new CommandLine(new RelayCommand(shell, settings))
                .addSubcommand(new RelayStatsCommand(shell, data))
                .addSubcommand(new RelayExportCommand(shell, data))
                .addSubcommand(new RelayImportCommand(shell, data))
                .addSubcommand(new RelayBackupCommand(shell, data))
                .addSubcommand(new RelayRestoreCommand(shell, data))
                .addSubcommand(new RelayCompactCommand(shell, data));
    }

    @Override
    public Integer call() throws InterruptedException {
        new Household(shell, new BotKeys(shell), settings::read).serve(List.of(RelayDaemon::start), List.of());
        return ExitCode.OK;
    }
}
