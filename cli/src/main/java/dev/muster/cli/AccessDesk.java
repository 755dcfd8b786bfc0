package dev.muster.cli;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.AccessCare;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;

/// What the commands about tokens ask, of the running bot or of what it remembers.
final class AccessDesk {
    private final Shell shell;
    private final BotData data;

    AccessDesk(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.data = new BotData(shell, settings);
    }

    <A extends Record, R extends Record> R ask(Operation<A, R> operation, A arguments) {
        return data.ask(operation, arguments, (_, ledger) -> stopped(ledger));
    }

    private Operations stopped(Ledger ledger) {
        return new AccessCare(ledger, new Access(shell.clock(), shell.random())).on(new Operations());
    }
}
