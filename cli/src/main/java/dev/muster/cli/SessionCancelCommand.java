package dev.muster.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster session cancel`: it does not take place.
@Command(
        name = "cancel",
        description = {"Calls a session off. Everybody who was invited and has not declined is told."},
        footer = {"  muster session cancel medic-101"})
final class SessionCancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Answering answering;

    SessionCancelCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.answering = new Answering(shell, output);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return answering.done(line.say("cancel " + session), answering::words);
        }
    }
}
