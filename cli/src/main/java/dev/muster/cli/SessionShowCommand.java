package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster session show`: who comes.
@Command(
        name = "show",
        description = "Says how a session of yours stands: when and where it is, who comes, and who has not answered.",
        footer = {"  muster session show medic-101", "  muster session show medic-101 --json"})
final class SessionShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    /// What somebody has said to an invitation.
    private record Said(PublicKey who, String answer) {
        static Stream<Said> of(Tag tag) {
            try {
                return Stream.of(new Said(PublicKey.parse(tag.at(1)), Shell.printable(tag.at(2))));
            } catch (IllegalArgumentException notAKey) {
                return Stream.empty();
            }
        }
    }

    SessionShowCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return new Answering(shell, output).told(line.say("show " + session), done -> print(done, line));
        }
    }

    private void print(Reply.Done done, BotLine line) throws InterruptedException {
        List<Said> answers = done.tags("answer").stream().flatMap(Said::of).toList();
        Names names = line.names(answers.stream().map(Said::who).toList());
        output.print(String.join("\n", lines(done, answers, names)), json(done, answers, names));
    }

    private static List<String> lines(Reply.Done done, List<Said> answers, Names names) {
        List<String> lines = new ArrayList<>();
        done.sessions().forEach(each -> lines.add(each.text(ZoneId.systemDefault())));
        room(done).ifPresent(room -> lines.add("room: " + room));
        for (Said said : answers) lines.add("  %-10s  %s".formatted(said.answer(), names.of(said.who())));
        for (Tag contact : done.tags("contact"))
            lines.add("  %-10s  %s"
                    .formatted(
                            "by phone",
                            Shell.printable(contact.at(2) + " " + contact.at(1)).strip()));
        if (lines.isEmpty()) lines.add(done.text());
        return lines;
    }

    private static Optional<String> room(Reply.Done done) {
        return done.tags("room").stream().map(tag -> Shell.printable(tag.at(1))).findFirst();
    }

    private static JsonObject json(Reply.Done done, List<Said> answers, Names names) {
        JsonObject json =
                done.sessions().stream().map(SessionLine::json).findFirst().orElseGet(JsonObject::new);
        room(done).ifPresent(room -> json.with("room", room));
        return json.with(
                        "answers",
                        answers.stream().map(said -> json(said, names)).toList())
                .with(
                        "contacts",
                        done.tags("contact").stream()
                                .map(tag -> new JsonObject()
                                        .with("number", tag.at(1))
                                        .with("name", tag.at(2)))
                                .toList());
    }

    private static JsonObject json(Said said, Names names) {
        var json = new JsonObject().with("pubkey", said.who().hex()).with("answer", said.answer());
        names.nameOf(said.who()).ifPresent(name -> json.with("name", name));
        return json;
    }
}
