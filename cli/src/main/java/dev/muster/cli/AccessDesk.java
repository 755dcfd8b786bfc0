package dev.muster.cli;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.AccessCare;
import dev.muster.kit.access.AccessCare.Line;
import dev.muster.kit.access.AccessCare.Made;
import dev.muster.kit.access.AccessCare.Wanted;
import dev.muster.kit.access.AccessCare.Which;
import dev.muster.kit.access.Capability;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What the commands about tokens ask, of the bots that have any: the one for texts, and the one for telephones.
final class AccessDesk {
    private static final Set<String> OF_CALLS =
            Set.of(Capability.PSTN.word(), Capability.REVEAL.word(), Capability.RECORDINGS.word());

    private final Shell shell;
    private final BotSettings settings;

    AccessDesk(Shell shell, BotSettings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    /// Makes a token, at the bot which does what it opens.
    Made make(Wanted wanted) {
        boolean isForCalls = wanted.opens().stream().anyMatch(OF_CALLS::contains);
        if (isForCalls && !OF_CALLS.containsAll(wanted.opens()))
            throw new Failure("texts and calls are two bots' business: make a token for each");
        return ask(isForCalls ? BotSection.SIP : BotSection.SMS, AccessCare.CREATE, wanted);
    }

    /// All tokens of all bots.
    List<Line> all() {
        return there().stream()
                .flatMap(section -> ask(section, AccessCare.LIST, new Nothing()).tokens().stream())
                .toList();
    }

    Line revoke(Which which) {
        BotSection whose = there().stream()
                .filter(section -> ask(section, AccessCare.LIST, new Nothing()).tokens().stream()
                        .anyMatch(line -> line.id().equals(which.id())))
                .findFirst()
                .orElseThrow(() -> new Failure("there is no token of that id"));
        return ask(whose, AccessCare.REVOKE, which);
    }

    private List<BotSection> there() {
        List<BotSection> there = Stream.of(BotSection.SMS, BotSection.SIP)
                .filter(section -> new BotData(shell, settings.of(section)).isThere())
                .toList();
        return there.isEmpty() ? List.of(BotSection.SMS) : there;
    }

    private <A extends Record, R extends Record> R ask(BotSection section, Operation<A, R> operation, A arguments) {
        return new BotData(shell, settings.of(section)).ask(operation, arguments, (_, ledger) -> stopped(ledger));
    }

    private Operations stopped(Ledger ledger) {
        return new AccessCare(ledger, new Access(shell.clock(), shell.random())).on(new Operations());
    }
}
