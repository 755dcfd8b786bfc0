package dev.muster.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster certificate revoke`: one that doesn't count any more.
@Command(
        name = "revoke",
        description =
                "Takes a certificate back: from now on it says so to whoever checks it. For who led the session, and"
                        + " admins.",
        footer = {"  muster certificate revoke KF7Q-2MXR-9TDA"})
final class CertificateRevokeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CODE", description = "What stands on the certificate.")
    private String code = "";

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Answering answering;

    CertificateRevokeCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.answering = new Answering(shell, output);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return answering.done(line.say("certificate revoke " + code), answering::words);
        }
    }
}
