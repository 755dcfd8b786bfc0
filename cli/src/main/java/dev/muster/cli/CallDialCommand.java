package dev.muster.cli;

import dev.muster.sip.CallCare;
import dev.muster.sip.CallCare.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster call dial`: somebody is called into a session.
@Command(
        name = "dial",
        description = {
            "Calls a telephone and asks whether they join a session that goes on: who presses 1 is in its room, and"
                    + " counts as there. An answering machine presses nothing, and is hung up on.",
            "Prints what the call is called; muster call show says what becomes of it. It costs what calls cost, and"
                    + " only numbers are called that sip.gate allows."
        },
        footer = {
            "  muster call dial +12025550123",
            "  muster call dial +12025550123 --session medic-101",
            "  muster call dial +420777123456 --language cs --json"
        })
final class CallDialCommand implements Runnable {
    @Parameters(paramLabel = "NUMBER", description = "Who, such as +12025550123.")
    private String number = "";

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Into which session, as muster session list calls it (default: the only one that goes on).")
    private String session = "";

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "In which language they are asked: en, es, de, fr or cs (default: that of sip.phrases).")
    private String language = "";

    @Mixin
    private final Output output;

    private final SipDesk desk;

    CallDialCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public void run() {
        String id = desk.ask(CallCare.DIAL, new Wish(number, session, language)).id();
        output.print(id, new JsonObject().with("id", id));
    }
}
