package dev.muster.cli;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.wrap.Opened.CoverTraffic;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.SignedCall;
import dev.muster.nostr.wrap.Opened.UnsignedCall;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.UnsignedSeals;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster wrap open`: what others say to us.
@Command(
        name = "open",
        description = {
            "Reads gift wraps as JSON, one a line, opens them and prints what is inside as JSON, one a line, in the"
                    + " same order.",
            "A wrap that is refused is named on standard error, with its line and the reason, and the command exits"
                    + " with 1 at the end."
        },
        footer = {
            "  muster wrap open --key bob.key < wraps.jsonl",
            "  muster req wss://relay.example.org --key bob.key --kinds 1059 --p npub1… \\",
            "    | muster wrap open --key bob.key"
        })
final class WrapOpenCommand implements Callable<Integer> {
    /// 64 bytes each with their names: enough for everybody somebody talks to.
    private static final int AUTHORS_REMEMBERED = 10_000;

    @Option(
            names = "--accept-unsigned-seals",
            description = "Open BuildIt's unsigned seals too, if a call (243xx) is inside.")
    private boolean acceptUnsignedSeals;

    @Mixin
    private final Identity identity;

    private final Shell shell;

    WrapOpenCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        var recipient = new Recipient(
                identity.key(),
                new ConversationKeys(AUTHORS_REMEMBERED),
                acceptUnsignedSeals ? UnsignedSeals.OPENED_FOR_CALLS : UnsignedSeals.REFUSED);
        return LineByLine.run(shell, "gift wraps", line -> open(recipient, line.bytes()));
    }

    private static List<byte[]> open(Recipient recipient, byte[] json) {
        return switch (recipient.open(wrap(json))) {
            case Sealed(var message) -> List.of(message.json());
            case UnsignedCall(var message) -> List.of(message.json());
            case SignedCall(var call) -> List.of(call.json());
            case CoverTraffic() -> List.of();
            case Refused(var reason, var detail) -> throw new IllegalArgumentException(reason + ": " + detail);
        };
    }

    private static Event wrap(byte[] json) {
        try {
            return Event.parse(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("NOT_AN_EVENT: " + e.getMessage(), e);
        }
    }
}
