package dev.muster.cli;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.notifier.DeviceCare;

/// What the commands about devices ask, of the running bot or of what it remembers.
final class DeviceDesk {
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
    private final BotData data;

    DeviceDesk(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.data = new BotData(shell, settings);
    }

    <A extends Record, R extends Record> R ask(Operation<A, R> operation, A arguments) {
        return data.run(
                operation,
                arguments,
                NOBODY,
                (all, ledger) -> DeviceCare.stopped(all.notifier().devices(), ledger, shell.clock(), shell.random())
                        .operations());
    }
}
