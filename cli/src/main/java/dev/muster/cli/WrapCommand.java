package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster wrap`: gift wraps without any relay.
@Command(
        name = "wrap",
        description = "Seals messages so that one person can read them (NIP-59), and opens those that came.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster wrap seal --key alice.key --to npub1… 'Hello' > wraps.jsonl",
            "  muster wrap open --key bob.key < wraps.jsonl"
        })
final class WrapCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new WrapCommand())
                .addSubcommand(new WrapSealCommand(shell))
                .addSubcommand(new WrapOpenCommand(shell));
    }
}
