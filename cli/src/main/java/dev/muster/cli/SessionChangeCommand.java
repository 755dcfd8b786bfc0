package dev.muster.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster session change`: something about a session is different now.
@Command(
        name = "change",
        description = {
            "Changes what is said here about a session of yours, and leaves the rest. Whoever comes is told when it"
                    + " matters to them.",
            "It starts from the copy of your announcement among your own messages, so it works from any machine."
        },
        footer = {
            "  muster session change medic-101 --start 2026-12-01T19:00",
            "  muster session change medic-101 --room https://meet.example.org/other --capacity 40"
        })
final class SessionChangeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Mixin
    private final SessionPlan plan = new SessionPlan();

    @Option(names = "--title", paramLabel = "TEXT", description = "What it is called from now on.")
    private @Nullable String title;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    SessionChangeCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            var announcing = new Announcing(shell, output, line);
            Announcement changed = plan.onto(announcing.called(session), shell);
            return announcing.announce(title == null ? changed : changed.with("title", title.strip()));
        }
    }
}
