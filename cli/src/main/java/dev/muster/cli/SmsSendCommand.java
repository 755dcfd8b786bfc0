package dev.muster.cli;

import dev.muster.sms.TextCare;
import dev.muster.sms.TextCare.Fate;
import dev.muster.sms.TextCare.One;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster sms send`: one text to one person.
@Command(
        name = "send",
        description = {
            "Texts somebody who has agreed to get texts, and says what becomes of it until a phone has it or the"
                    + " patience is over.",
            "Asks the running bot (muster sms). Exits with 1 if it was not sent."
        },
        footer = {
            "  muster sms send +12025550123 \"We meet at six.\"",
            "  muster sms send +12025550123 \"We meet at six.\" --patience 0s"
        })
final class SmsSendCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NUMBER", description = "Whom.")
    private String number = "";

    @Parameters(paramLabel = "TEXT", description = "What it says.")
    private String text = "";

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long the text is of use; later it isn't sent (default ${DEFAULT-VALUE}).")
    private Duration valid = Duration.ZERO;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "How long to wait for each news (default ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Mixin
    private final Output output;

    private final SmsDesk desk;

    SmsSendCommand(Shell shell, SmsDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Fate fate = desk.ask(TextCare.SEND, new One(number, text, valid.toSeconds()));
        print(fate);
        Fate last = desk.follow(fate, patience, this::print);
        boolean isLost = List.of("blocked", "failed", "expired", "cancelled").contains(last.state());
        return isLost ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private void print(Fate fate) {
        output.print(
                fate.id() + "  " + SmsDesk.explained(fate),
                new JsonObject()
                        .with("id", fate.id())
                        .with("state", fate.state())
                        .with("reason", fate.reason())
                        .with("segments", fate.segments()));
    }
}
