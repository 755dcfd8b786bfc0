package dev.muster.cli;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.ChatMessage;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Sender;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster wrap seal`: what somebody says, for one person each.
@Command(
        name = "seal",
        customSynopsis = "muster wrap seal --to=NPUB,… [OPTIONS] [TEXT]",
        description = {
            "Seals and wraps messages (NIP-59) and prints the wraps as JSON, one a line: one for each recipient.",
            "Either TEXT as a chat message; or the rumors that come on standard input as JSON, one a line. What these"
                    + " leave out is filled in: pubkey, created_at (now), kind (14), tags (none), content (empty)."
        },
        footer = {
            "  muster wrap seal --key alice.key --to npub1… 'Hello'",
            "  muster wrap seal --key alice.key --to npub1…,npub1… < rumors.jsonl > wraps.jsonl"
        })
final class WrapSealCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            paramLabel = "NPUB,…",
            hideParamSyntax = true,
            required = true,
            split = ",",
            description = "Who can open it; may come more than once.")
    private List<PublicKey> recipients = List.of();

    @Option(
            names = "--ephemeral",
            description = "Wrap it as kind 21059, which relays don't store, and with its true time.")
    private boolean ephemeral;

    @Option(
            names = "--pow",
            paramLabel = "BITS",
            description = "Give each wrap so much proof of work (NIP-13); each bit doubles the time.")
    private int work;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "A chat message; - takes all of standard input.")
    private @Nullable String text;

    @Mixin
    private final Identity identity;

    private final Shell shell;

    WrapSealCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (work < 0 || work > 256) throw Failure.usage("--pow lies between 0 and 256 bits, not " + work);
        SecretKey key = identity.key();
        Delivery delivery = (ephemeral ? Delivery.live() : Delivery.stored()).working(work);
        var sender = new Sender(key, new ConversationKeys(recipients.size()), shell.clock(), shell.random());
        if (text != null) {
            String message = text.equals("-") ? shell.readAll() : text;
            var wraps =
                    sender.send(ChatMessage.to(recipients, message), delivery).wraps();
            wraps.forEach((person, wrap) -> {
                if (recipients.contains(person)) shell.print(wrap.json());
            });
            return ExitCode.OK;
        }
        return LineByLine.run(shell, "rumors", line -> {
            var draft = new Draft(key.publicKey(), shell.clock().instant(), Kind.CHAT_MESSAGE);
            return wrap(sender, draft.read(line.bytes()), delivery);
        });
    }

    private List<byte[]> wrap(Sender sender, Rumor rumor, Delivery delivery) {
        return recipients.stream()
                .map(recipient -> sender.wrap(rumor, recipient, delivery).json())
                .toList();
    }
}
