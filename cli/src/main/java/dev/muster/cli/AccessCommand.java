package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster access`: tokens for programs.
@Command(
        name = "access",
        description = {
            "What an admin does on the bridge's machine with the tokens by which programs send texts and call"
                    + " telephones: apps such as BuildIt's, a website, a script.",
            "Until there is a token, nothing is open to programs."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster access create 'the website' --opens sms",
            "  muster access list",
            "  muster access revoke 3f9a01c2"
        })
final class AccessCommand {
    @Mixin
    private final BotSettings settings;

    private AccessCommand(Shell shell) {
        this.settings = new BotSettings(shell, BotSection.SMS);
    }

    static CommandLine in(Shell shell) {
        var command = new AccessCommand(shell);
        var desk = new AccessDesk(shell, command.settings);
        return new CommandLine(command)
                .addSubcommand(new AccessCreateCommand(shell, desk))
                .addSubcommand(new AccessListCommand(shell, desk))
                .addSubcommand(new AccessRevokeCommand(shell, desk));
    }
}
