package dev.muster.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster notifier`: the bot that gets everyone into the room.
@Command(
        name = "notifier",
        description = {
            "Runs the bot for sessions until it is told to stop (Ctrl-C, SIGTERM). Prints one line as soon as it"
                    + " listens.",
            "SIGHUP makes it read the roles in its configuration again."
        },
        footer = {
            "  muster notifier",
            "  muster notifier --config /etc/muster/muster.toml --data /var/lib/muster/notifier"
        })
final class NotifierCommand implements Callable<Integer> {
    @Mixin
    private final Settings settings;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "What it remembers (notifier.data); without it data/notifier beside the configuration.")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where its pages are (notifier.listen); without it 127.0.0.1:7780.")
    private @Nullable String listen;

    private final Shell shell;

    NotifierCommand(Shell shell) {
        this.shell = shell;
        this.settings = new Settings(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        new Household(shell, this::read).serve(List.of(NotifierDaemon::start), List.of());
        return ExitCode.OK;
    }

    private MusterConfig read() {
        List<String> sets = new ArrayList<>();
        if (data != null) sets.add("notifier.data=" + data);
        if (listen != null) sets.add("notifier.listen=" + listen);
        return settings.read(sets);
    }
}
