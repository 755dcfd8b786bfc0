package dev.muster.cli;

import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.event.Event;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster publish`: events to relays.
@Command(
        name = "publish",
        description = {
            "Sends signed events to relays, and says what became of each at each.",
            "Reads them as JSON, one a line. Exits with 1 if one is wrong, or no relay has it now."
        },
        footer = {
            "  muster publish wss://relay.example.org < events.jsonl",
            "  muster event sign --key alice.key --content 'Hello' | muster publish wss://relay.example.org"
        })
final class PublishCommand implements Callable<Integer> {
    private static final int EVENTS_UNDERWAY = 256;

    @Parameters(
            arity = "1..*",
            paramLabel = "RELAY",
            description = "Where to send them, such as wss://relay.example.org.")
    private List<URI> relays = List.of();

    @Mixin
    private final Identity identity;

    @Mixin
    private final RelayOptions options;

    @Mixin
    private final Output output;

    private final Shell shell;

    PublishCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
        this.options = new RelayOptions(shell);
        this.output = new Output(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        var anyIsLost = new AtomicBoolean();
        try (Connected connected =
                options.connect(relays, identity.keyIfGiven()).orFail()) {
            int exitCode = LineByLine.run(
                    shell,
                    "events",
                    line -> publish(event(line.bytes()), connected.relays(), anyIsLost),
                    EVENTS_UNDERWAY);
            return anyIsLost.get() ? ExitCode.SOFTWARE : exitCode;
        }
    }

    private static Event event(byte[] json) {
        Event event = Event.parse(json);
        event.flaw().ifPresent(flaw -> {
            throw new IllegalArgumentException("not sent: " + flaw);
        });
        return event;
    }

    private CompletableFuture<List<byte[]>> publish(Event event, List<RelayClient> to, AtomicBoolean anyIsLost)
            throws InterruptedException {
        Map<RelayClient, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        for (RelayClient relay : to) outcomes.put(relay, relay.submit(event, options.patience()));
        return CompletableFuture.allOf(outcomes.values().toArray(CompletableFuture[]::new))
                .thenApply(_ -> {
                    if (outcomes.values().stream().map(CompletableFuture::join).noneMatch(Outcome::isKept))
                        anyIsLost.set(true);
                    return outcomes.entrySet().stream()
                            .map(entry -> new Report(
                                    entry.getKey().relay(), entry.getValue().join()))
                            .map(report -> line(event, report))
                            .toList();
                });
    }

    private byte[] line(Event event, Report report) {
        String id = event.id().hex();
        return output.line(
                report.text(id), report.json(new JsonObject().with("id", id)).bytes());
    }
}
