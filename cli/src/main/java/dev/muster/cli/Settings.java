package dev.muster.cli;

import dev.muster.kit.config.Configuration;
import dev.muster.kit.config.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Where daemons, and the commands that belong to one, find their configuration.
final class Settings {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; without it $MUSTER_CONFIG, else ./muster.toml if there is one.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "Set one key, such as relay.limits.work=16; may come more than once.")
    private List<String> sets = List.of();

    private final Shell shell;

    Settings(Shell shell) {
        this.shell = shell;
    }

    MusterConfig read() {
        return read(List.of());
    }

    /// @param more what other options set, and which count more than the rest
    MusterConfig read(List<String> more) {
        var all = new ArrayList<>(sets);
        all.addAll(more);
        return Configuration.read(sources(all)).with(OtherNames.ALIASES).onto(MusterConfig.DEFAULT);
    }

    /// The folder that the configuration is in: keys and data are beside it.
    Path folder() {
        return Configuration.read(sources(sets)).folder();
    }

    /// Whether there is a configuration here, in a file.
    boolean isThere() {
        return Configuration.read(sources(sets)).file().isPresent();
    }

    private Sources sources(List<String> sets) {
        Shell.Environment environment = shell.environment();
        return new Sources(Optional.ofNullable(file), environment.variables(), sets, environment.folder());
    }

    /// The file that `muster init` writes, if nobody has named another one.
    Optional<Path> usualFile() {
        boolean isNamed =
                file != null || shell.environment().variable("MUSTER_CONFIG").isPresent();
        return isNamed
                ? Optional.empty()
                : Optional.of(StarterFile.in(shell.environment().folder()));
    }
}
