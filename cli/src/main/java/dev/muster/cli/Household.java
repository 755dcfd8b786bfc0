package dev.muster.cli;

import dev.muster.kit.lifecycle.Daemon;
import dev.muster.kit.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemons of this process, from their start until it is told to stop: `muster relay` runs one, `muster up` all.
final class Household {
    private static final Logger LOG = LoggerFactory.getLogger(Household.class);

    private final Shell shell;
    private final BotKeys keys;
    private final Supplier<MusterConfig> configuration;

    /// A daemon that can be started in a process, maybe among others.
    interface Member {
        /// Starts it, and hands each of its parts to the process as soon as it is there.
        ///
        /// @throws Failure if it can't start, with the reason and what to do
        Started start(MusterConfig config, Surroundings surroundings);
    }

    /// A daemon at work.
    interface Started {
        /// What is printed about it, such as `ready relay ws://127.0.0.1:7777`.
        String ready();

        /// Puts another configuration in force.
        ///
        /// @throws Failure if that can't be done, and then all stays as it was
        void reload(MusterConfig next);
    }

    /// What the daemons of one process share.
    record Surroundings(Shell shell, BotKeys keys, Daemon process, Metrics metrics) {}

    /// @param configuration read again at each SIGHUP
    Household(Shell shell, BotKeys keys, Supplier<MusterConfig> configuration) {
        this.shell = shell;
        this.keys = keys;
        this.configuration = configuration;
    }

    /// Starts them in this order, and closes them in reverse.
    ///
    /// @param advice for people, once all of them are ready; may be empty
    void serve(List<Member> members, List<String> advice) throws InterruptedException {
        MusterConfig config = configuration.get();
        List<String> unread = OtherNames.unread(shell.environment().variables());
        if (!unread.isEmpty()) LOG.warn("set, and not read by this version: {}", String.join(", ", unread));
        try (var process = new Daemon()) {
            process.heedSignals();
            var surroundings = new Surroundings(shell, keys, process, process.with(new Metrics()));
            List<Started> started = new ArrayList<>();
            for (Member member : members) started.add(member.start(config, surroundings));
            process.onReload(() -> reload(started));
            for (Started each : started) shell.print(each.ready());
            advice.forEach(shell::complain);
            process.serve();
        }
    }

    private void reload(List<Started> started) {
        MusterConfig next = configuration.get();
        started.forEach(each -> each.reload(next));
        LOG.info("the configuration was read again");
    }
}
