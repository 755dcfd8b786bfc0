package dev.muster.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster version`: what a bug report begins with.
@Command(
        name = "version",
        description = "Prints the version, the commit it was built from, and what it runs on.",
        footer = {"  muster version", "  muster version --json"})
final class VersionCommand implements Runnable {
    @Mixin
    private final Output output;

    VersionCommand(Shell shell) {
        this.output = new Output(shell);
    }

    @Override
    public void run() {
        var version = new Version();
        output.print(String.join("\n", version.getVersion()), version.json());
    }
}
