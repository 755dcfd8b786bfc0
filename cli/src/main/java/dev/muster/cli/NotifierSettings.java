package dev.muster.cli;

import dev.muster.notifier.NotifierConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The configuration of one notifier: `muster notifier` and the commands below it share these.
final class NotifierSettings {
    @Mixin
    private final Settings settings;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "What it remembers (notifier.data); without it data/notifier beside the configuration.")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where its pages are (notifier.listen); without it 127.0.0.1:7780.")
    private @Nullable String listen;

    NotifierSettings(Shell shell) {
        this.settings = new Settings(shell);
    }

    NotifierConfig notifier() {
        return read().notifier();
    }

    MusterConfig read() {
        List<String> sets = new ArrayList<>();
        if (data != null) sets.add("notifier.data=" + data);
        if (listen != null) sets.add("notifier.listen=" + listen);
        return settings.read(sets);
    }
}
