package dev.muster.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster session invite`: more people.
@Command(
        name = "invite",
        description = {
            "Invites more people to a session of yours. Whoever was invited before is not asked again.",
            "It starts from the copy of your announcement among your own messages, so it works from any machine."
        },
        footer = {"  muster session invite medic-101 npub1…", "  muster session invite medic-101 guests.txt"})
final class SessionInviteCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "GUEST",
            description = {"An npub, a file with one a line, or - for standard input.", GuestList.LINES})
    private List<String> guests = List.of();

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    SessionInviteCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        GuestList list = GuestList.read(guests, shell);
        try (BotLine line = bot.openForOrganizer()) {
            var announcing = new Announcing(shell, output, line);
            Announcement before = announcing.called(session);
            Announcement after = before.inviting(list);
            if (after.equals(before)) throw new Failure("all of them were invited before");
            return announcing.announce(after);
        }
    }
}
