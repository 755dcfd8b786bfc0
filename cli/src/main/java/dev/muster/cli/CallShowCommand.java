package dev.muster.cli;

import dev.muster.sip.CallCare;
import dev.muster.sip.CallCare.Named;
import dev.muster.sip.CallCare.Seen;
import dev.muster.sip.CallCare.Shown;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster call show`: one call, and who has seen its number.
@Command(
        name = "show",
        description = {
            "Shows one call, with the last digits of its number, and who has seen all of it, when and why.",
            "muster call reveal shows the number."
        },
        footer = {"  muster call show 6f0c2a7e-0d1b-4c55-9a51-2f1f4c9f7f10"})
final class CallShowCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "Which, as muster call list calls it.")
    private String id = "";

    @Mixin
    private final Output output;

    private final SipDesk desk;

    CallShowCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public void run() {
        Shown shown = desk.ask(CallCare.SHOW, new Named(id));
        var text = new StringBuilder(CallCommand.text(shown.call()))
                .append("  at ")
                .append(shown.call().line());
        for (Seen seen : shown.seen())
            text.append("\nnumber seen ")
                    .append(SipDesk.time(seen.at()))
                    .append(" by ")
                    .append(Shell.printable(seen.by()))
                    .append(seen.why().isEmpty() ? "" : ": " + Shell.printable(seen.why()));
        List<JsonObject> all = shown.seen().stream()
                .map(seen -> new JsonObject()
                        .with("by", seen.by())
                        .with("at", seen.at())
                        .with("reason", seen.why()))
                .toList();
        output.print(text.toString(), CallCommand.json(shown.call()).with("seen", all));
    }
}
