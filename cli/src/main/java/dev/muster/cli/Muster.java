package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `muster` command.
@Command(
        name = "muster",
        description = "Gathers people: a Nostr relay, bots and bridges for groups.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        subcommands = VersionCommand.class)
final class Muster {
    private Muster() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Muster());
    }
}
