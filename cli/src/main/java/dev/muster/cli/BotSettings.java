package dev.muster.cli;

import dev.muster.kit.desk.BotConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The configuration of one bot: its command and those below it share these.
final class BotSettings {
    @Mixin
    private final Settings settings;

    private final BotSection section;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "What the bot remembers; without it the folder that the configuration names (data).")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where its pages are; without it where the configuration says (listen).")
    private @Nullable String listen;

    BotSettings(Shell shell, BotSection section) {
        this(new Settings(shell), section);
    }

    private BotSettings(Settings settings, BotSection section) {
        this.settings = settings;
        this.section = section;
    }

    /// The same configuration, for another bot.
    BotSettings of(BotSection other) {
        var settingsOfOther = new BotSettings(settings, other);
        settingsOfOther.data = data;
        return settingsOfOther;
    }

    BotSection section() {
        return section;
    }

    /// What the bot is told as every bot is.
    BotConfig bot() {
        return section.shared().apply(read());
    }

    MusterConfig read() {
        List<String> sets = new ArrayList<>();
        if (data != null) sets.add(section.word() + ".data=" + data);
        if (listen != null) sets.add(section.word() + ".listen=" + listen);
        return settings.read(sets);
    }
}
