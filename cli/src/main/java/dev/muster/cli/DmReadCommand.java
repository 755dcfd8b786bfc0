package dev.muster.cli;

import dev.muster.cli.Gathering.Heard;
import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.client.Fetched.Ending;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.wrap.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster dm read`: the messages that others have sent us, and our own copies.
@Command(
        name = "read",
        description = {
            "Prints your private messages (NIP-17), the oldest first, from the relays where you receive them (your kind"
                    + " 10050), or from those given if you have not said where.",
            "Wraps that can't be believed are left out, and counted on standard error."
        },
        footer = {
            "  muster dm read --key bob.key --relay wss://relay.example.org --since 2d",
            "  muster dm read --key bob.key --relay wss://relay.example.org --live --json"
        })
final class DmReadCommand implements Callable<Integer> {
    /// Wraps say that they are up to two days older than they are (NIP-59); clocks and relays may add something.
    private static final Duration BACKDATED = Duration.ofDays(3);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "Not older: an age (12h, 2d), a date or seconds since 1970 (default ${DEFAULT-VALUE}).")
    private Instant since = Instant.EPOCH;

    @Option(names = "--live", description = "Go on with new messages as they come, until Ctrl-C.")
    private boolean live;

    @Mixin
    private final Identity identity;

    @Mixin
    private final LookupRelays lookup;

    @Mixin
    private final RelayOptions options;

    @Mixin
    private final Output output;

    private final Shell shell;

    DmReadCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
        this.lookup = new LookupRelays(shell);
        this.options = new RelayOptions(shell);
        this.output = new Output(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        SecretKey key = identity.key();
        var mailbox = new Mailbox(key);
        var text = new MessageText(key.publicKey(), ZoneId.systemDefault());
        try (Connected connected =
                options.connectAs(Optional.of(key), inbox(key)).orFail()) {
            List<Event> stored = new ArrayList<>();
            boolean answered = fetch(connected, wraps(key, since), stored);
            print(mailbox.open(stored), text);
            mailbox.refusals().ifPresent(shell::complain);
            if (live) follow(connected, wraps(key, shell.clock().instant()), mailbox, text);
            return answered ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private List<URI> inbox(SecretKey key) throws InterruptedException {
        List<URI> known = lookup.orFail();
        try (Connected connected = options.connect(known, Optional.of(key)).orFail()) {
            Optional<List<URI>> inbox =
                    Inboxes.lookUp(List.of(key.publicKey()), connected.relays()).of(key.publicKey());
            if (inbox.isEmpty())
                shell.complain("you have not said where you receive messages (kind 10050): reading from "
                        + String.join(", ", known.stream().map(URI::toString).toList()));
            return inbox.orElse(known);
        }
    }

    private static Filter wraps(SecretKey key, Instant from) {
        return Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(key.publicKey().hex()))
                .since(Math.max(0, from.minus(BACKDATED).getEpochSecond()));
    }

    /// Whether at least one relay has answered.
    private boolean fetch(Connected connected, Filter filter, List<Event> into) throws InterruptedException {
        boolean answered = false;
        var fetched = RelayOptions.onEach(connected.relays(), relay -> relay.fetchAll(filter));
        for (var entry : fetched.entrySet()) {
            Optional<String> trouble = trouble(entry.getValue().ending());
            trouble.ifPresent(what -> shell.complain(entry.getKey().relay() + ": " + what));
            answered |= trouble.isEmpty();
            into.addAll(entry.getValue().events());
        }
        return answered;
    }

    private Optional<String> trouble(Ending ending) {
        return switch (ending) {
            case Ending.Complete _, Ending.Partial _ -> Optional.empty();
            case Ending.TooMuch _ -> Optional.of("there is more than fits into memory: ask for less with --since");
            case Ending.Refused(var reason) -> Optional.of(reason);
            case Ending.Unanswered _ -> Optional.of(RelayOptions.noAnswer(options.patience()));
        };
    }

    private void follow(Connected connected, Filter filter, Mailbox mailbox, MessageText text)
            throws InterruptedException {
        int open = connected.relays().size();
        try (var gathering = new Gathering(connected.relays(), filter, options.patience())) {
            while (open > 0) {
                Heard heard = gathering.next();
                switch (heard.what()) {
                    case Arrived(var wrap) -> print(mailbox.open(List.of(wrap)), text);
                    case EndOfStored _ -> {}
                    case Ended(var reason) -> {
                        shell.complain(heard.relay() + ": " + reason);
                        open--;
                    }
                }
            }
        }
    }

    private void print(List<Message> messages, MessageText text) {
        messages.stream()
                .filter(message -> message.rumor().createdAt() >= since.getEpochSecond())
                .sorted(Comparator.comparingLong(message -> message.rumor().createdAt()))
                .forEach(message -> output.print(text.of(message), message.json()));
    }
}
