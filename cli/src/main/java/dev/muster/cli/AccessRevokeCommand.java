package dev.muster.cli;

import dev.muster.kit.access.AccessCare.Line;
import dev.muster.kit.access.AccessCare.Which;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster access revoke`: a token opens nothing any more.
@Command(
        name = "revoke",
        description = {
            "Closes what a token has opened, from this moment on. What was sent with it before goes on.",
            "It stays in the list."
        },
        footer = {"  muster access revoke 3f9a01c2", "  muster access revoke 3f9a01c2 --json"})
final class AccessRevokeCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "Which, as muster access list calls it.")
    private String id = "";

    @Mixin
    private final Output output;

    private final AccessDesk desk;

    AccessRevokeCommand(Shell shell, AccessDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public void run() {
        Line line = desk.revoke(new Which(id));
        output.print(
                Shell.printable("revoked: " + line.id() + " \"" + line.label() + "\"")
                        .replace('\n', ' '),
                new JsonObject().with("id", line.id()).with("revoked", line.revoked()));
    }
}
