package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.relay.ops.Housekeeping;
import dev.muster.relay.ops.Housekeeping.Stats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster relay stats`: how much there is.
@Command(
        name = "stats",
        description = "Prints how many events the relay keeps, and what they take on disk.",
        footer = {"  muster relay stats", "  muster relay stats --json"})
final class RelayStatsCommand implements Runnable {
    @Mixin
    private final Output output;

    private final Shell shell;
    private final RelayData data;

    RelayStatsCommand(Shell shell, RelayData data) {
        this.output = new Output(shell);
        this.shell = shell;
        this.data = data;
    }

    @Override
    public void run() {
        try (var session = data.open()) {
            Stats stats = session.run(Housekeeping.STATS, new Nothing(), new Progress(shell, "stats"));
            output.print(
                    Amounts.of(stats) + ", the relay is " + (session.isRelayRunning() ? "running" : "stopped"),
                    new JsonObject()
                            .with("events", stats.events())
                            .with("bytes", stats.bytes())
                            .with("running", session.isRelayRunning()));
        }
    }
}
