package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.relay.RelayConfig;
import dev.muster.relay.ops.Housekeeping.Stats;
import dev.muster.relay.ops.StoppedRelay;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// The relay's data, for one command: asked for through the running relay, or opened here when it is stopped. Whoever
/// uses it can't tell.
final class RelayData {
    private final InstantSource clock;
    private final RelaySettings settings;

    RelayData(Shell shell, RelaySettings settings) {
        this.clock = shell.clock();
        this.settings = settings;
    }

    /// One or more operations at the same data.
    interface Session extends AutoCloseable {
        <A extends Record, R extends Record> R run(Operation<A, R> operation, A arguments, Listener listener);

        boolean isRelayRunning();

        @Override
        void close();
    }

    /// At data that must be there.
    Session open() {
        RelayConfig config = settings.relay();
        Optional<ControlClient> running = ControlClient.of(config.data());
        if (running.isEmpty() && !Files.isDirectory(config.data().resolve("events"))) {
            throw new Failure("there are no events in " + config.data() + ": name their folder with --data");
        }
        return open(config, running);
    }

    /// Also where no relay has ever run.
    Session openOrMake() {
        RelayConfig config = settings.relay();
        return open(config, ControlClient.of(config.data()));
    }

    private Session open(RelayConfig config, Optional<ControlClient> running) {
        return running.<Session>map(Running::new).orElseGet(() -> stopped(config));
    }

    private Stopped stopped(RelayConfig config) {
        try {
            return new Stopped(StoppedRelay.open(config.data(), config.keeping(), clock));
        } catch (FileSystemException e) {
            throw Failure.of("open", config.data(), e);
        } catch (IOException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    /// Fills the data folder, which must be empty.
    Stats restore(Path backup, Listener listener) {
        RelayConfig config = settings.relay();
        if (ControlClient.of(config.data()).isPresent()) {
            throw new Failure("the relay with the data in " + config.data() + " is running: stop it first");
        }
        try {
            return StoppedRelay.restore(backup, config.data(), config.keeping(), clock, listener);
        } catch (FileSystemException e) {
            throw Failure.of("restore into", config.data(), e);
        } catch (IOException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private record Running(ControlClient relay) implements Session {
        @Override
        public <A extends Record, R extends Record> R run(Operation<A, R> operation, A arguments, Listener listener) {
            return relay.run(operation, arguments, listener);
        }

        @Override
        public boolean isRelayRunning() {
            return true;
        }

        @Override
        public void close() {
            // Each request has a connection of its own.
        }
    }

    private record Stopped(StoppedRelay relay) implements Session {
        @Override
        public <A extends Record, R extends Record> R run(Operation<A, R> operation, A arguments, Listener listener) {
            return relay.operations().run(operation, arguments, listener);
        }

        @Override
        public boolean isRelayRunning() {
            return false;
        }

        @Override
        public void close() {
            relay.close();
        }
    }
}
