package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.relay.ops.Housekeeping;
import dev.muster.relay.ops.Housekeeping.Compacted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster relay compact`: gives back what deleted events took.
@Command(
        name = "compact",
        description = {
            "Writes the relay's files anew without what was deleted, replaced or has expired.",
            "The relay does that by itself, bit by bit; this does all of it now, for instance after a large clean-up."
        },
        footer = {"  muster relay compact", "  muster relay compact --json"})
final class RelayCompactCommand implements Runnable {
    @Mixin
    private final Output output;

    private final Shell shell;
    private final RelayData data;

    RelayCompactCommand(Shell shell, RelayData data) {
        this.output = new Output(shell);
        this.shell = shell;
        this.data = data;
    }

    @Override
    public void run() {
        try (var session = data.open()) {
            Compacted compacted = session.run(Housekeeping.COMPACT, new Nothing(), new Progress(shell, "compact"));
            output.print(
                    Amounts.bytes(compacted.bytesBefore()) + " before, " + Amounts.bytes(compacted.bytesAfter())
                            + " after",
                    new JsonObject().with("before", compacted.bytesBefore()).with("after", compacted.bytesAfter()));
        }
    }
}
