package dev.muster.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster session list`: what there is.
@Command(
        name = "list",
        description = "Prints the sessions that you lead or are invited to: id, state, when, title.",
        footer = {"  muster session list", "  muster session list --key ana.key --json"})
final class SessionListCommand implements Callable<Integer> {
    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    SessionListCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return new Answering(shell, output).told(line.say("sessions"), done -> print(done.sessions()));
        }
    }

    private void print(List<SessionLine> sessions) {
        if (sessions.isEmpty()) shell.complain("there are none");
        for (SessionLine session : sessions) output.print(session.text(ZoneId.systemDefault()), session.json());
    }
}
