package dev.muster.cli;

import dev.muster.sip.CallCare;
import dev.muster.sip.CallCare.Asking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster call reveal`: the whole number of a call.
@Command(
        name = "reveal",
        description = {
            "Prints the whole number of a telephone that has called or was called.",
            "That it was seen, when, by whom on this machine and why is written down, and muster call show tells it."
        },
        footer = {"  muster call reveal 6f0c2a7e-0d1b-4c55-9a51-2f1f4c9f7f10 --reason 'asked to be called back'"})
final class CallRevealCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "Which call, as muster call list calls it.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "WHY", required = true, description = "Why, for whoever asks later.")
    private String reason = "";

    @Mixin
    private final Output output;

    private final SipDesk desk;

    CallRevealCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public void run() {
        String who = System.getProperty("user.name", "somebody");
        String number = desk.ask(CallCare.REVEAL, new Asking(id, who, reason)).number();
        output.print(number, new JsonObject().with("id", id).with("number", number));
    }
}
