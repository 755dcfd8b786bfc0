package dev.muster.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;

/// `muster init`: a configuration to begin with.
@Command(
        name = "init",
        description = {
            "Writes muster.toml into this folder: every key there is, with its default, its unit and its reason.",
            "Nothing in it has to be changed before muster up."
        },
        footer = {"  muster init", "  muster up"})
final class InitCommand implements Runnable {
    private final Shell shell;

    InitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Path file = StarterFile.in(shell.environment().folder());
        StarterFile.write(file);
        shell.print("wrote " + file);
        shell.complain("next: muster up starts the relay at ws://127.0.0.1:7777, for this machine alone");
        shell.complain("for others: set relay.net.public_url, and see docs/running-a-relay.md about TLS");
    }
}
