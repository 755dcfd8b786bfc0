package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster sip account`: who may register with an app that speaks SIP.
@Command(
        name = "account",
        description = {
            "What an admin does on the bridge's machine with the accounts of apps and phones that speak SIP, such as"
                    + " Linphone or baresip. They register at sip.apps.domain."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster sip account add ana --person npub1… --may-call",
            "  muster sip account list",
            "  muster sip account remove ana"
        })
final class SipAccountCommand {
    private SipAccountCommand() {}

    static CommandLine in(Shell shell, SipDesk desk) {
        return new CommandLine(new SipAccountCommand())
                .addSubcommand(new SipAccountAddCommand(shell, desk))
                .addSubcommand(new SipAccountListCommand(shell, desk))
                .addSubcommand(new SipAccountRemoveCommand(shell, desk));
    }
}
