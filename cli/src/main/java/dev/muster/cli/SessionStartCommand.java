package dev.muster.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster session start`: everybody gets their link.
@Command(
        name = "start",
        description = {
            "Starts a session now: each of those who come gets their own link to join.",
            "Whoever says yes later gets theirs then. One that was announced with --autostart starts by itself."
        },
        footer = {"  muster session start medic-101", "  muster session start 'Medic 101' --key host.key"})
final class SessionStartCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Answering answering;

    SessionStartCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.answering = new Answering(shell, output);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return answering.done(line.say("start " + session), answering::words);
        }
    }
}
