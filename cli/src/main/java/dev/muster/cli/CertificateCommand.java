package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster certificate`: that somebody was there.
@Command(
        name = "certificate",
        description = {
            "Checks certificates, and takes them back.",
            "Whoever was long enough in a session gets one when it ends, with a code that anybody can check."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"  muster certificate verify KF7Q-2MXR-9TDA", "  muster certificate revoke KF7Q-2MXR-9TDA"})
final class CertificateCommand {
    static CommandLine in(Shell shell) {
        return new CommandLine(new CertificateCommand())
                .addSubcommand(new CertificateVerifyCommand(shell))
                .addSubcommand(new CertificateRevokeCommand(shell));
    }
}
