package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster ring`: somebody's phones ring.
@Command(
        name = "ring",
        description = {
            "Rings people through the bot, and prints what it says: ringing, unreachable, answered, declined, busy,"
                    + " missed.",
            "Ends as soon as it is known whether phones ring, and they ring on. With --wait or --for it stays until"
                    + " everybody has answered or not; Ctrl-C hangs up.",
            "Whoever doesn't let you ring isn't told of it, nor are you.",
            "Exits with 1 if no phone rings, or with --wait if nobody has answered."
        },
        footer = {
            "  muster ring npub1… --room https://meet.example.org/medic",
            "  muster ring npub1… --video --wait --key me.key --bot npub1… --relay wss://relay.example.org",
            "  muster ring npub1… --for 20s --json"
        })
final class RingCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NPUB", arity = "1..100", description = "Whom to ring.")
    private List<PublicKey> callees = List.of();

    @Option(names = "--video", description = "A video call; without it, voice.")
    private boolean video;

    @Option(
            names = "--room",
            paramLabel = "URL",
            description = "Where the call takes place; an app that is woken is told.")
    private String room = "";

    @Option(names = "--wait", description = "Stay until everybody has answered or not.")
    private boolean wait;

    @Option(names = "--for", paramLabel = "TIME", description = "Hang up after so long, such as 20s; includes --wait.")
    private @Nullable Duration length;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    RingCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!room.isEmpty() && !room.startsWith("https://"))
            throw Failure.usage("--room is an address that begins with https://");
        boolean stays = wait || length != null;
        try (BotLine line = bot.openForOrganizer()) {
            var outgoing = new OutgoingCall(line, callees, shell, output);
            outgoing.begin(video, room);
            return outgoing.follow(stays, Optional.ofNullable(length), bot.patience())
                    ? ExitCode.OK
                    : ExitCode.SOFTWARE;
        }
    }
}
