package dev.muster.cli;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// `--relay`: where a command looks people up, or the variable `MUSTER_RELAYS`.
final class LookupRelays {
    private static final String VARIABLE = "MUSTER_RELAYS";

    @Option(
            names = "--relay",
            paramLabel = "RELAY,…",
            hideParamSyntax = true,
            split = ",",
            description = {
                "Where to look up who receives messages where; may come more than once.",
                "Without it, the variable MUSTER_RELAYS names such relays, with commas in between."
            })
    private List<URI> relays = List.of();

    private final Shell shell;

    LookupRelays(Shell shell) {
        this.shell = shell;
    }

    List<URI> orFail() {
        return ifGiven()
                .orElseThrow(() -> Failure.usage("name a relay to look people up at: --relay"
                        + " wss://relay.example.org, or put it into the variable " + VARIABLE));
    }

    /// Empty if nobody has named any.
    Optional<List<URI>> ifGiven() {
        return relays.isEmpty() ? shell.environment().variable(VARIABLE).map(LookupRelays::parse) : Optional.of(relays);
    }

    private static List<URI> parse(String named) {
        try {
            return Arrays.stream(named.split(",", -1))
                    .map(String::strip)
                    .map(Arguments::relay)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(VARIABLE + ": " + e.getMessage());
        }
    }
}
