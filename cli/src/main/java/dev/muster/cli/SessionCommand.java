package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster session`: what an organizer does.
@Command(
        name = "session",
        description = {
            "Announces sessions (trainings, events, calls), invites people, starts and ends them, and says who was"
                    + " there.",
            "It is the bot that does all this: these commands tell it, in private messages."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster session create 'Medic 101' --start +20m --length 2h --room https://meet.example.org/medic \\",
            "    --autostart 15m --invite guests.txt",
            "  muster session report medic-101"
        })
final class SessionCommand {
    static final String WHICH = "Which session: its id (such as medic-101), its title, or its address.";

    static CommandLine in(Shell shell) {
        return new CommandLine(new SessionCommand())
                .addSubcommand(new SessionCreateCommand(shell))
                .addSubcommand(new SessionChangeCommand(shell))
                .addSubcommand(new SessionInviteCommand(shell))
                .addSubcommand(new SessionListCommand(shell))
                .addSubcommand(new SessionShowCommand(shell))
                .addSubcommand(new SessionStartCommand(shell))
                .addSubcommand(new SessionEndCommand(shell))
                .addSubcommand(new SessionCancelCommand(shell))
                .addSubcommand(new SessionReportCommand(shell));
    }
}
