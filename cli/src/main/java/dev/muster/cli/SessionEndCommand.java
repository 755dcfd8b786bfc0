package dev.muster.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster session end`: it is over.
@Command(
        name = "end",
        description = {
            "Ends a session: links lead nowhere any more, who was there long enough gets a certificate, and you get the"
                    + " report.",
            "A session also ends by itself at its end."
        },
        footer = {
            "  muster session end medic-101",
            "  muster session end medic-101 --recording https://media.example.org/medic-101.mp4"
        })
final class SessionEndCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Option(
            names = "--recording",
            paramLabel = "URL",
            description = "Where the recording is; those who came are told, also if you say it later.")
    private @Nullable String recording;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Answering answering;

    SessionEndCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.answering = new Answering(shell, output);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return answering.done(line.say(words()), answering::words);
        }
    }

    private String words() {
        if (recording == null) return "end " + session;
        if (!recording.startsWith("https://") || recording.matches(".*\\s.*"))
            throw Failure.usage("--recording is an address such as https://media.example.org/medic-101.mp4");
        return "end " + session + " " + recording;
    }
}
