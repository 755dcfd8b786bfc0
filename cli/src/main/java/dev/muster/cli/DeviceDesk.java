package dev.muster.cli;

import dev.muster.kit.control.Operation;
import dev.muster.notifier.DeviceCare;

/// What the commands about devices ask, of the running bot or of what it remembers.
final class DeviceDesk {
    private final Shell shell;
    private final BotData data;

    DeviceDesk(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.data = new BotData(shell, settings);
    }

    <A extends Record, R extends Record> R ask(Operation<A, R> operation, A arguments) {
        return data.ask(
                operation,
                arguments,
                (all, ledger) -> DeviceCare.stopped(all.notifier().devices(), ledger, shell.clock(), shell.random())
                        .operations());
    }
}
