package dev.muster.cli;

import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.client.Differences;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.negentropy.Records;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster sync`: two places, the same events.
@Command(
        name = "sync",
        description = {
            "Compares the events of a relay with those of a file or another relay (NIP-77), and copies what is"
                    + " missing.",
            "Both get what they lack, unless --down or --up is given. The file has events as JSON, one a line; it is"
                    + " made if need be, and grows at its end.",
            "Exits with 1 if something could not be copied."
        },
        footer = {
            "  muster sync wss://relay.example.org backup.jsonl --down",
            "  muster sync wss://relay.example.org wss://other.example.org --key bob.key --kinds 1059 --p npub1…",
        })
final class SyncCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "A relay, such as wss://relay.example.org.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "A file, or another relay.")
    private String target = "";

    @Option(names = "--down", description = "Only copy from SOURCE to TARGET.")
    private boolean down;

    @Option(names = "--up", description = "Only copy from TARGET to SOURCE.")
    private boolean up;

    @Mixin
    private final FilterOptions filters = new FilterOptions();

    @Mixin
    private final Identity identity;

    @Mixin
    private final RelayOptions options;

    @Mixin
    private final Output output;

    private final Shell shell;

    SyncCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
        this.options = new RelayOptions(shell);
        this.output = new Output(shell);
    }

    /// @param down ids that only the source has
    /// @param up ids that only the target has
    private record Missing(Set<EventId> down, Set<EventId> up) {}

    @Override
    public Integer call() throws InterruptedException {
        Filter filter = filters.filter();
        if (!isRelay(source))
            throw Failure.usage("SOURCE is a relay, such as wss://relay.example.org; a file is TARGET");
        return isRelay(target) ? syncRelays(filter) : syncFile(filter);
    }

    private static boolean isRelay(String side) {
        return side.contains("://");
    }

    private int syncFile(Filter filter) throws InterruptedException {
        try (Connected connected = connect(source);
                var file = new EventFile(Path.of(target), shell)) {
            var relay = new RelayPlace(connected.relays().getFirst(), options.patience());
            Differences differences = relay.compare(filter, file.records(filter));
            return copy(relay, file, new Missing(Set.copyOf(differences.theirs()), Set.copyOf(differences.ours())));
        }
    }

    /// Compares each with nothing at all: that brings its ids, without its events.
    private int syncRelays(Filter filter) throws InterruptedException {
        try (Connected connected = connect(source, target)) {
            var one = new RelayPlace(connected.relays().getFirst(), options.patience());
            var other = new RelayPlace(connected.relays().getLast(), options.patience());
            Records nothing = RecordArray.builder().build();
            List<EventId> ofOne = one.compare(filter, nothing).theirs();
            List<EventId> ofOther = other.compare(filter, nothing).theirs();
            return copy(one, other, new Missing(without(ofOne, ofOther), without(ofOther, ofOne)));
        }
    }

    private Connected connect(String... sides) throws InterruptedException {
        Set<URI> relays = new LinkedHashSet<>();
        for (String side : sides) relays.add(relay(side));
        Connected connected = options.connectAs(identity.keyIfGiven(), relays).orFail();
        if (connected.relays().size() == relays.size()) return connected;
        connected.close();
        throw new Failure("nothing was copied: that takes both relays");
    }

    private static URI relay(String side) {
        try {
            return Arguments.relay(side);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static Set<EventId> without(List<EventId> some, List<EventId> others) {
        var rest = new HashSet<>(some);
        others.forEach(rest::remove);
        return rest;
    }

    private int copy(Place relay, Place other, Missing missing) throws InterruptedException {
        shell.complain(other + " lacks " + missing.down.size() + ", " + relay + " lacks " + missing.up.size());
        // Both directions if neither is named, or both are.
        Set<EventId> toOther = up && !down ? Set.of() : missing.down;
        Set<EventId> toRelay = down && !up ? Set.of() : missing.up;
        long copiedDown = Copying.copy(toOther, relay, other, shell);
        long copiedUp = Copying.copy(toRelay, other, relay, shell);
        long failed = toOther.size() + toRelay.size() - copiedDown - copiedUp;
        output.print(
                copiedDown + " copied to " + other + ", " + copiedUp + " to " + relay
                        + (failed == 0 ? "" : ", " + failed + " could not be copied"),
                new JsonObject().with("down", copiedDown).with("up", copiedUp).with("failed", failed));
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
