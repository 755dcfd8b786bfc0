package dev.muster.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster session create`: a session is announced.
@Command(
        name = "create",
        description = {
            "Announces a session to the bot, which invites people, reminds them, and gives each their own link when it"
                    + " starts.",
            "If the bot isn't there, a relay keeps the announcement for it: then the exit status is 0 too, and a line"
                    + " on standard error says so."
        },
        footer = {
            "  muster session create 'Medic 101' --start 2026-12-01T18:00 --length 2h --zone Europe/Prague \\",
            "    --room https://meet.example.org/medic --autostart 15m --invite guests.txt",
            "  echo npub1… | muster session create 'A call' --start +20m --room https://meet.example.org/a \\",
            "    --invite -"
        })
final class SessionCreateCommand implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}");

    @Parameters(paramLabel = "TITLE", description = "What it is called.")
    private String title = "";

    @Mixin
    private final SessionPlan plan = new SessionPlan();

    @Option(
            names = "--invite",
            paramLabel = "FILE",
            split = ",",
            hideParamSyntax = true,
            description = {
                "Whom to invite: a file with one a line, - for standard input, or npubs with commas in between.",
                GuestList.LINES
            })
    private List<String> guests = List.of();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "What you type for it later (if not said, made of the title).")
    private @Nullable String id;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    SessionCreateCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (title.isBlank()) throw Failure.usage("a session has a title");
        if (!plan.hasStart()) throw Failure.usage("say when it begins: --start 2026-12-01T18:00, or --start +20m");
        GuestList list = GuestList.read(guests, shell);
        Announcement planned =
                plan.onto(Announcement.called(wanted(), title.strip()), shell).inviting(list);
        try (BotLine line = bot.openForOrganizer()) {
            var announcing = new Announcing(shell, output, line);
            Announcement announcement = planned.with("d", free(announcing.soFar()));
            int exitCode = announcing.announce(announcement);
            if (exitCode == 0) adviseNext(announcement);
            return exitCode;
        }
    }

    private String wanted() {
        String wanted = id == null ? Announcement.idFor(title) : id;
        if (!ID.matcher(wanted).matches())
            throw Failure.usage("give it an id of letters, digits and hyphens: --id medic-101");
        return wanted;
    }

    /// An id that names nothing else of ours. One of a session that is over gets a number; another one would be changed
    /// by announcing it again, which must be meant.
    private String free(List<Announcement> soFar) {
        String wanted = wanted();
        Predicate<String> isTaken =
                name -> soFar.stream().anyMatch(each -> each.id().equals(name));
        Optional<Announcement> before =
                soFar.stream().filter(each -> each.id().equals(wanted)).findFirst();
        Instant now = shell.clock().instant();
        if (before.isEmpty()) return wanted;
        if (id != null || before.get().ends().filter(now::isBefore).isPresent()) {
            throw new Failure("there is a session " + wanted
                    + " of yours already: muster session change changes it, and" + " --id gives this one another id");
        }
        int number = 2;
        while (isTaken.test(wanted + "-" + number)) number++;
        return wanted + "-" + number;
    }

    private void adviseNext(Announcement announcement) {
        String id = announcement.id();
        if (announcement.guests() == 0)
            shell.complain("nobody is invited yet: muster session invite " + id + " npub1…");
        boolean startsItself = announcement.tags().first("autostart").isPresent();
        shell.complain("next: muster session show " + id + " says who comes; "
                + (startsItself ? "it starts by itself, or with" : "start it with") + " muster session start " + id);
    }
}
