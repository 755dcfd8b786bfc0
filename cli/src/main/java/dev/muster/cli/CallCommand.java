package dev.muster.cli;

import dev.muster.sip.CallCare;
import dev.muster.sip.CallCare.Line;
import dev.muster.sip.CallCare.Named;
import dev.muster.sip.CallCare.Wanted;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster call`: calls with telephones.
@Command(
        name = "call",
        description = {
            "Which calls with telephones there are and were, how one is ended, and how somebody is called into a"
                    + " session.",
            "Asks the running bot (muster sip)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster call list",
            "  muster call show 6f0c…",
            "  muster call reveal 6f0c… --reason 'to call back'",
            "  muster call dial +12025550123 --session medic-101",
            "  muster call hangup 6f0c…",
            "  muster call recording list"
        })
final class CallCommand {
    @Mixin
    private final BotSettings settings;

    private CallCommand(BotSettings settings) {
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var command = new CallCommand(new BotSettings(shell, BotSection.SIP));
        var desk = new SipDesk(command.settings);
        return new CommandLine(command)
                .addSubcommand(new ListCommand(shell, desk))
                .addSubcommand(new CallShowCommand(shell, desk))
                .addSubcommand(new CallRevealCommand(shell, desk))
                .addSubcommand(new CallDialCommand(shell, desk))
                .addSubcommand(new HangUpCommand(shell, desk))
                .addSubcommand(RecordingCommand.in(shell, desk));
    }

    static String text(Line call) {
        String fate = call.reason().isEmpty() ? call.state() : call.reason();
        String length = call.answered() == 0 || call.ended() == 0 ? "" : "  " + (call.ended() - call.answered()) + " s";
        return call.id() + "  " + SipDesk.time(call.began()) + "  " + call.direction() + "  " + call.number() + "  "
                + fate + length;
    }

    static JsonObject json(Line call) {
        var json = new JsonObject()
                .with("id", call.id())
                .with("direction", call.direction())
                .with("state", call.state())
                .with("number", call.number())
                .with("line", call.line())
                .with("began", call.began());
        if (call.answered() > 0) json.with("answered", call.answered());
        if (call.ended() > 0) json.with("ended", call.ended()).with("reason", call.reason());
        return json;
    }

    /// `muster call list`.
    @Command(
            name = "list",
            description = "Lists calls, the latest first: when, which way, with whom, and what became of them.",
            footer = {"  muster call list", "  muster call list --most 5 --json"})
    static final class ListCommand implements Runnable {
        @Option(
                names = "--most",
                paramLabel = "NUMBER",
                defaultValue = "50",
                description = "How many (default ${DEFAULT-VALUE}).")
        private int most;

        @Mixin
        private final Output output;

        private final Shell shell;
        private final SipDesk desk;

        ListCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public void run() {
            List<Line> calls = desk.ask(CallCare.LIST, new Wanted(most)).calls();
            if (calls.isEmpty()) shell.complain("there were no calls yet");
            for (Line call : calls) output.print(text(call), json(call));
        }
    }

    /// `muster call hangup`.
    @Command(
            name = "hangup",
            description = "Ends a call, for both sides.",
            footer = {"  muster call hangup 6f0c2a7e-0d1b-4c55-9a51-2f1f4c9f7f10"})
    static final class HangUpCommand implements Runnable {
        @Parameters(paramLabel = "ID", description = "Which, as muster call list calls it.")
        private String id = "";

        @Mixin
        private final Output output;

        private final SipDesk desk;

        HangUpCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            boolean isDone = desk.ask(CallCare.HANG_UP, new Named(id)).isDone();
            output.print(isDone ? "ended" : "it was over already", new JsonObject().with("ended", isDone));
        }
    }
}
