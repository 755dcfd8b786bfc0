package dev.muster.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster rsvp`: whether somebody comes.
@Command(
        name = "rsvp",
        description = {
            "Answers an invitation, as any Nostr app does by sending the bot a message with the same word.",
            "Whoever says yes or maybe gets their own link when the session starts, or at once if it has; join asks for"
                    + " the link. Links come as private messages: muster dm read."
        },
        footer = {
            "  muster rsvp yes medic-101 --key ana.key",
            "  muster rsvp join --key ana.key --bot npub1… --relay wss://relay.example.org"
        })
final class RsvpCommand implements Callable<Integer> {
    /// What one can say.
    private enum Word {
        YES,
        NO,
        MAYBE,
        JOIN
    }

    @Parameters(index = "0", paramLabel = "WORD", description = "One of: yes, no, maybe, join.")
    private Word word = Word.YES;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SESSION",
            description = {SessionCommand.WHICH, "Needn't be said where there is only one that it can be."})
    private @Nullable String session;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Answering answering;

    RsvpCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.answering = new Answering(shell, output);
    }

    @Override
    public Integer call() throws InterruptedException {
        String said = word.name().toLowerCase(Locale.ROOT);
        try (BotLine line = bot.open()) {
            return answering.done(line.say(session == null ? said : said + " " + session), answering::words);
        }
    }
}
