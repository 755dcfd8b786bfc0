package dev.muster.cli;

import dev.muster.cli.Gathering.Heard;
import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.client.Answer;
import dev.muster.nostr.client.Count;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster req`: events from relays.
@Command(
        name = "req",
        description = {
            "Asks relays for events and prints them as JSON, one a line, each once.",
            "A relay that doesn't answer, or refuses, is named on standard error; exits with 1 if none answered. With a"
                    + " key, says who you are to relays that ask (NIP-42)."
        },
        footer = {
            "  muster req wss://relay.example.org --kinds 1 --since 2d --limit 20",
            "  muster req wss://relay.example.org --key bob.key --kinds 1059 --p npub1… --live",
            "  muster req wss://relay.example.org --authors npub1…,npub1… --tag t=training --count"
        })
final class ReqCommand implements Callable<Integer> {
    /// Which events were printed is remembered for the last so many.
    private static final int REMEMBERED = 1 << 16;

    @Parameters(arity = "1..*", paramLabel = "RELAY", description = "Whom to ask, such as wss://relay.example.org.")
    private List<URI> relays = List.of();

    @Mixin
    private final FilterOptions filters = new FilterOptions();

    @Option(names = "--limit", paramLabel = "COUNT", description = "The newest so many of each relay.")
    private @Nullable Integer limit;

    @Option(names = "--live", description = "Go on with new events as they come, until Ctrl-C.")
    private boolean live;

    @Option(names = "--count", description = "Ask how many there are instead (NIP-45), and print what each relay says.")
    private boolean count;

    @Mixin
    private final Identity identity;

    @Mixin
    private final RelayOptions options;

    private final Shell shell;

    ReqCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
        this.options = new RelayOptions(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        Filter filter = limited(filters.filter());
        if (live && count) throw Failure.usage("--live and --count exclude each other");
        try (Connected connected =
                options.connectAs(identity.keyIfGiven(), relays).orFail()) {
            boolean answered = count ? count(connected, filter) : print(connected, filter);
            return answered ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Filter limited(Filter filter) {
        if (limit == null) return filter;
        if (limit < 0) throw Failure.usage("--limit is a number of events, not " + limit);
        return filter.limit(limit);
    }

    /// Whether at least one relay has answered.
    private boolean print(Connected connected, Filter filter) throws InterruptedException {
        Set<EventId> printed = lastOnes();
        boolean answered = false;
        int open = connected.relays().size();
        try (var gathering = new Gathering(connected.relays(), filter, options.patience())) {
            while (open > 0) {
                Heard heard = gathering.next();
                switch (heard.what()) {
                    case Arrived(var event) -> {
                        if (printed.add(event.id())) shell.print(event.json());
                    }
                    case EndOfStored _ -> {
                        answered = true;
                        if (!live) open--;
                    }
                    case Ended(var reason) -> {
                        shell.complain(heard.relay() + ": " + reason + hint(reason));
                        open--;
                    }
                }
            }
        }
        return answered;
    }

    private static Set<EventId> lastOnes() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<EventId, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        });
    }

    private boolean count(Connected connected, Filter filter) throws InterruptedException {
        boolean answered = false;
        for (var entry : RelayOptions.onEach(connected.relays(), relay -> relay.count(filter))
                .entrySet()) {
            URI relay = entry.getKey().relay();
            switch (entry.getValue()) {
                case Answer.Given(Count(var events, var approximate)) -> {
                    shell.print(new JsonObject()
                            .with("relay", relay.toString())
                            .with("count", events)
                            .with("approximate", approximate)
                            .bytes());
                    answered = true;
                }
                case Answer.Refused(var reason) -> shell.complain(relay + ": " + reason + hint(reason));
                case Answer.Unanswered() -> shell.complain(relay + ": " + RelayOptions.noAnswer(options.patience()));
            }
        }
        return answered;
    }

    private String hint(String reason) {
        boolean asksForKey = reason.startsWith("auth-required:") && !identity.isGiven();
        return asksForKey ? " (say it with --key)" : "";
    }
}
