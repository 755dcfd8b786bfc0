package dev.muster.cli;

import dev.muster.relay.RelayConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The configuration of one relay: `muster relay` and the commands below it share these.
final class RelaySettings {
    @Mixin
    private final Settings settings;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "Where the events are (relay.data); without it data/relay beside the configuration.")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to take connections (relay.net.listen); without it 127.0.0.1:7777.")
    private @Nullable String listen;

    RelaySettings(Shell shell) {
        this.settings = new Settings(shell);
    }

    RelayConfig relay() {
        return read().relay();
    }

    MusterConfig read() {
        List<String> sets = new ArrayList<>();
        if (data != null) sets.add("relay.data=" + data);
        if (listen != null) sets.add("relay.net.listen=" + listen);
        return settings.read(sets);
    }
}
