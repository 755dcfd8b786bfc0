package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster bot`: the bot itself.
@Command(
        name = "bot",
        description = "Says who the bot is.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"  muster bot status"})
final class BotCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new BotCommand()).addSubcommand(new BotStatusCommand(shell));
    }
}
