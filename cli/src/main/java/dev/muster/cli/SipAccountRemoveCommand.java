package dev.muster.cli;

import dev.muster.sip.AppCare;
import dev.muster.sip.AppCare.Which;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster sip account remove`: takes an account back.
@Command(
        name = "remove",
        description = {
            "Takes an account back: its apps can't register any more, aren't called, and call nobody.",
            "Asks the running bot (muster sip)."
        },
        footer = {"  muster sip account remove ana"})
final class SipAccountRemoveCommand implements Runnable {
    @Parameters(paramLabel = "NAME", description = "As a list has it.")
    private String name = "";

    @Mixin
    private final Output output;

    private final SipDesk desk;

    SipAccountRemoveCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public void run() {
        if (!desk.ask(AppCare.REMOVE, new Which(name)).isDone()) throw new Failure("there is no account of that name");
        output.print("removed", new JsonObject().with("removed", name));
    }
}
