package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster push`: the gateways by which devices are woken.
@Command(
        name = "push",
        description = "Says whether devices can be woken through Apple, Google and browsers' push services.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"  muster push check", "  muster push check --app org.example.app"})
final class PushCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new PushCommand()).addSubcommand(new PushCheckCommand(shell));
    }
}
