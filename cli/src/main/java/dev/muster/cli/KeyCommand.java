package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster key`: secret keys and the names that go with them.
@Command(
        name = "key",
        description = "Makes secret keys, shows their public side, locks them with a password.",
        synopsisSubcommandLabel = "COMMAND",
        footer = "  muster key new --out alice.key")
final class KeyCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new KeyNewCommand(shell))
                .addSubcommand(new KeyShowCommand(shell))
                .addSubcommand(new KeyEncryptCommand(shell))
                .addSubcommand(new KeyDecryptCommand(shell));
    }
}
