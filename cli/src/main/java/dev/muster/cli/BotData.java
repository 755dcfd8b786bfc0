package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.BotConfig;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.LedgerFailure;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.vault.Vault;
import dev.muster.kit.vault.VaultFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/// What a bot remembers, for one command: asked for through the running bot, or opened here when it is stopped.
final class BotData {
    private static final Listener NOBODY = new Listener() {
        @Override
        public void progress(long done, long total) {
            // It takes a moment.
        }

        @Override
        public void line(byte[] line) {
            throw new IllegalStateException("only a result was expected");
        }
    };

    private final Shell shell;
    private final BotSettings settings;

    BotData(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    /// Whether the bot has ever worked there.
    boolean isThere() {
        return Files.isDirectory(Upkeep.ledgerIn(settings.bot().data()));
    }

    /// Has something done that takes a moment.
    ///
    /// @param stopped what can be done with the data of a bot that isn't running
    <A extends Record, R extends Record> R ask(
            Operation<A, R> operation, A arguments, BiFunction<MusterConfig, Ledger, Operations> stopped) {
        return run(operation, arguments, NOBODY, stopped);
    }

    /// Has it done.
    ///
    /// @param stopped what can be done with the data of a bot that isn't running
    <A extends Record, R extends Record> R run(
            Operation<A, R> operation,
            A arguments,
            Listener listener,
            BiFunction<MusterConfig, Ledger, Operations> stopped) {
        MusterConfig all = settings.read();
        BotConfig config = settings.section().shared().apply(all);
        Optional<ControlClient> running = ControlClient.of(config.data());
        if (running.isPresent()) return running.get().run(operation, arguments, listener);
        Path folder = Upkeep.ledgerIn(config.data());
        if (!Files.isDirectory(folder)) {
            throw new Failure("no bot has ever worked in " + config.data() + ": name its folder with --data");
        }
        try (Ledger ledger = Ledger.open(folder, Vault.open(config.vault(), shell.random()))) {
            return stopped.apply(all, ledger).run(operation, arguments, listener);
        } catch (LedgerFailure | VaultFailure e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
