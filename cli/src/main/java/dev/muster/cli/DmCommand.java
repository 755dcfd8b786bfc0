package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster dm`: private messages (NIP-17).
@Command(
        name = "dm",
        description = "Sends private messages (NIP-17), and reads them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster dm send --key alice.key --relay wss://relay.example.org --to npub1… 'See you at six'",
            "  muster dm read --key bob.key --relay wss://relay.example.org"
        })
final class DmCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new DmCommand())
                .addSubcommand(new DmSendCommand(shell))
                .addSubcommand(new DmReadCommand(shell));
    }
}
