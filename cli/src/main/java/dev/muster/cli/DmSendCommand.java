package dev.muster.cli;

import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.wrap.ChatMessage;
import dev.muster.nostr.wrap.Sender;
import dev.muster.nostr.wrap.Sent;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster dm send`: a message that only its recipients can read.
@Command(
        name = "send",
        customSynopsis = "muster dm send --to=NPUB,… [OPTIONS] TEXT",
        description = {
            "Sends a private message (NIP-17) to the relays where its recipients receive them (their kind 10050), a"
                    + " copy to your own, and says what became of it at each.",
            "Exits with 1 if it can't reach somebody."
        },
        footer = {
            "  muster dm send --key alice.key --relay wss://relay.example.org --to npub1… 'See you at six'",
            "  uptime | muster dm send --key alice.key --relay wss://relay.example.org \\",
            "    --to npub1…,npub1… --subject Uptime -"
        })
final class DmSendCommand implements Callable<Integer> {
    private static final String NO_COPY = "no copy is kept for you: you have not said where you receive messages. Do it"
            + " once: muster event sign --kind 10050 --tag relay=wss://… | muster publish wss://…";

    @Option(
            names = "--to",
            paramLabel = "NPUB,…",
            hideParamSyntax = true,
            required = true,
            split = ",",
            description = "Who can read it; may come more than once, for a group.")
    private List<PublicKey> recipients = List.of();

    @Option(names = "--subject", paramLabel = "TEXT", description = "What the conversation is about.")
    private @Nullable String subject;

    @Option(
            names = "--reply-to",
            paramLabel = "ID",
            description = "The message that it answers: the rumor's id, as dm read --json shows it.")
    private @Nullable EventId replyTo;

    @Parameters(paramLabel = "TEXT", description = "What to say; - takes all of standard input.")
    private String text = "";

    @Mixin
    private final Identity identity;

    @Mixin
    private final LookupRelays lookup;

    @Mixin
    private final RelayOptions options;

    @Mixin
    private final Output output;

    private final Shell shell;

    DmSendCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
        this.lookup = new LookupRelays(shell);
        this.options = new RelayOptions(shell);
        this.output = new Output(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        SecretKey key = identity.key();
        Inboxes inboxes = lookUp(key);
        for (PublicKey recipient : recipients) if (inboxes.of(recipient).isEmpty()) throw noInbox(recipient);

        Sent sent = new Sender(key, new ConversationKeys(recipients.size() + 1), shell.clock(), shell.random())
                .send(message());
        boolean reached = true;
        for (var wrap : sent.wraps().entrySet()) {
            PublicKey person = wrap.getKey();
            Optional<List<URI>> inbox = inboxes.of(person);
            boolean kept = inbox.isPresent() && deliver(wrap.getValue(), person, inbox.get(), key);
            if (recipients.contains(person)) reached &= kept;
            else if (inbox.isEmpty()) shell.complain(NO_COPY);
        }
        return reached ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Inboxes lookUp(SecretKey key) throws InterruptedException {
        Set<PublicKey> people = new HashSet<>(recipients);
        people.add(key.publicKey());
        try (Connected connected =
                options.connect(lookup.orFail(), Optional.of(key)).orFail()) {
            return Inboxes.lookUp(people, connected.relays());
        }
    }

    private Failure noInbox(PublicKey recipient) {
        return new Failure(new Npub(recipient).encode()
                + " has not said where they receive private messages: there is no"
                + " kind 10050 event of theirs on "
                + String.join(", ", lookup.orFail().stream().map(URI::toString).toList())
                + ". Nothing was sent. Name another --relay that may have it, or ask them to choose relays for private"
                + " messages in their app");
    }

    private ChatMessage message() {
        String content = text.equals("-") ? shell.readAll() : text;
        if (content.isBlank()) throw Failure.usage("there is nothing to send: the text is empty");
        ChatMessage message = ChatMessage.to(recipients, content);
        if (subject != null) message = message.about(subject);
        return replyTo == null ? message : message.replyingTo(replyTo);
    }

    /// Whether at least one of their relays has it now.
    private boolean deliver(Event wrap, PublicKey person, List<URI> inbox, SecretKey key) throws InterruptedException {
        boolean kept = false;
        try (Connected connected = options.connect(inbox, Optional.of(key))) {
            var outcomes = RelayOptions.onEach(connected.relays(), relay -> relay.publish(wrap, options.patience()));
            for (var entry : outcomes.entrySet()) {
                kept |= entry.getValue().isKept();
                print(person, wrap, new Report(entry.getKey().relay(), entry.getValue()));
            }
        }
        return kept;
    }

    private void print(PublicKey person, Event wrap, Report report) {
        String npub = new Npub(person).encode();
        var json = new JsonObject().with("to", npub).with("wrap", wrap.id().hex());
        output.print(report.text(npub), report.json(json));
    }
}
