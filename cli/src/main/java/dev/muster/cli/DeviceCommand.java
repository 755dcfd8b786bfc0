package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster device`: the devices that people are woken on.
@Command(
        name = "device",
        description = {
            "What an admin does on the bot's machine with the devices that people have registered.",
            "People register and remove theirs in their apps. Where a push goes to is never shown."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"  muster device list", "  muster device test npub1…", "  muster device remove npub1… anas-phone"})
final class DeviceCommand {
    @Mixin
    private final BotSettings settings;

    private DeviceCommand(Shell shell) {
        this.settings = new BotSettings(shell, BotSection.NOTIFIER);
    }

    static CommandLine in(Shell shell) {
        var command = new DeviceCommand(shell);
        var desk = new DeviceDesk(shell, command.settings);
        return new CommandLine(command)
                .addSubcommand(new DeviceListCommand(shell, desk))
                .addSubcommand(new DeviceTestCommand(shell, desk))
                .addSubcommand(new DeviceRemoveCommand(shell, desk));
    }
}
