package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster event`: events without any relay.
@Command(
        name = "event",
        description = "Signs events, and checks the signatures of others.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster event sign --key alice.key --content 'Hello' > events.jsonl",
            "  muster event verify < events.jsonl"
        })
final class EventCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new EventCommand())
                .addSubcommand(new EventSignCommand(shell))
                .addSubcommand(new EventVerifyCommand(shell));
    }
}
