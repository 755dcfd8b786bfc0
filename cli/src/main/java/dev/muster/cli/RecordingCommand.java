package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.sip.RecordingCare;
import dev.muster.sip.RecordingCare.Answered;
import dev.muster.sip.RecordingCare.Asked;
import dev.muster.sip.RecordingCare.Checked;
import dev.muster.sip.RecordingCare.Export;
import dev.muster.sip.RecordingCare.Line;
import dev.muster.sip.RecordingCare.Named;
import dev.muster.sip.RecordingCare.Said;
import dev.muster.sip.RecordingCare.Shown;
import dev.muster.sip.RecordingCare.Wanted;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster call recording`: calls that were recorded.
@Command(
        name = "recording",
        description = {
            "Which calls were recorded and who has agreed to it, and how a recording is taken out, or deleted.",
            "Asks the running bot (muster sip)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster call recording list",
            "  muster call recording show 9a51…",
            "  muster call recording export 9a51… call.flac",
            "  muster call recording ask 6f0c… record"
        })
final class RecordingCommand {
    private RecordingCommand() {}

    static CommandLine in(Shell shell, SipDesk desk) {
        return new CommandLine(new RecordingCommand())
                .addSubcommand(new ListCommand(shell, desk))
                .addSubcommand(new ShowCommand(shell, desk))
                .addSubcommand(new ExportCommand(shell, desk))
                .addSubcommand(new DeleteCommand(shell, desk))
                .addSubcommand(new AskCommand(shell, desk))
                .addSubcommand(new CheckCommand(shell, desk));
    }

    private static String text(Line recording) {
        String length = recording.state().equals("recording")
                ? ""
                : "  " + String.format(Locale.ROOT, "%.1f s", recording.seconds());
        String formats = recording.formats().isEmpty() ? "" : "  " + String.join(" ", recording.formats());
        return recording.id() + "  " + SipDesk.time(recording.started()) + "  call " + recording.call() + "  "
                + recording.state() + length + formats + (recording.isWhole() ? "" : "  its end was lost");
    }

    private static JsonObject json(Line recording) {
        return new JsonObject()
                .with("id", recording.id())
                .with("call", recording.call())
                .with("state", recording.state())
                .with("started", recording.started())
                .with("milliseconds", Math.round(recording.seconds() * 1000))
                .with("channels", recording.channels())
                .withTexts("formats", recording.formats())
                .with("whole", recording.isWhole());
    }

    /// `muster call recording list`.
    @Command(
            name = "list",
            description = "Lists recordings, the latest first: when, of which call, and in which formats.",
            footer = {"  muster call recording list", "  muster call recording list --most 5 --json"})
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
            List<Line> all = desk.ask(RecordingCare.LIST, new Wanted(most)).recordings();
            if (all.isEmpty()) shell.complain("nothing was recorded yet");
            for (Line recording : all) output.print(text(recording), json(recording));
        }
    }

    /// `muster call recording show`.
    @Command(
            name = "show",
            description = {
                "Shows one recording, and what those who talked were told and have said about it.",
                "With --json, each of that is the event that the bot has signed, which anybody can check."
            },
            footer = {"  muster call recording show 9a51…", "  muster call recording show 9a51… --json"})
    static final class ShowCommand implements Runnable {
        @Parameters(paramLabel = "ID", description = "Which, as muster call recording list calls it.")
        private String id = "";

        @Mixin
        private final Output output;

        private final SipDesk desk;

        ShowCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            Shown shown = desk.ask(RecordingCare.SHOW, new Named(id));
            var lines = new StringBuilder(text(shown.recording()));
            for (Said said : shown.consents())
                lines.append("\n  ")
                        .append(SipDesk.time(said.at()))
                        .append("  ")
                        .append(said.party())
                        .append("  ")
                        .append(said.method());
            List<JsonObject> consents =
                    shown.consents().stream().map(ShowCommand::json).toList();
            output.print(
                    Shell.printable(lines.toString()),
                    RecordingCommand.json(shown.recording()).with("consents", consents));
        }

        private static JsonObject json(Said said) {
            return new JsonObject()
                    .with("number", said.number())
                    .with("party", said.party())
                    .with("method", said.method())
                    .with("at", said.at())
                    .with("event", said.event());
        }
    }

    /// `muster call recording export`.
    @Command(
            name = "export",
            description = {
                "Writes a recording to a file, in clear: whoever has the file can listen to it.",
                "The format is what the file's name ends with: wav, flac or mp3."
            },
            footer = {"  muster call recording export 9a51… call.flac", "  muster call recording export 9a51… call.mp3"
            })
    static final class ExportCommand implements Runnable {
        @Parameters(paramLabel = "ID", description = "Which, as muster call recording list calls it.")
        private String id = "";

        @Parameters(paramLabel = "FILE", description = "Where to; must not be there yet.")
        private Path file = Path.of("");

        @Mixin
        private final Output output;

        private final Shell shell;
        private final SipDesk desk;

        ExportCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public void run() {
            Path target = shell.environment().folder().resolve(file).normalize();
            String name = target.getFileName().toString();
            String format = name.substring(name.lastIndexOf('.') + 1);
            long bytes = desk.ask(RecordingCare.EXPORT, new Export(id, format, target.toString()))
                    .bytes();
            output.print(
                    bytes + " bytes in " + target,
                    new JsonObject().with("bytes", bytes).with("file", target.toString()));
        }
    }

    /// `muster call recording delete`.
    @Command(
            name = "delete",
            description = "Deletes the sound of a recording, and the key to it: no backup of the files brings it back.",
            footer = {"  muster call recording delete 9a51…"})
    static final class DeleteCommand implements Runnable {
        @Parameters(paramLabel = "ID", description = "Which, as muster call recording list calls it.")
        private String id = "";

        @Mixin
        private final Output output;

        private final SipDesk desk;

        DeleteCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            boolean isDone = desk.ask(RecordingCare.DELETE, new Named(id)).isDone();
            output.print(isDone ? "deleted" : "it was gone already", new JsonObject().with("deleted", isDone));
        }
    }

    /// `muster call recording ask`.
    @Command(
            name = "ask",
            description = {
                "Has a call recorded that goes on (record), or no longer (stop), or notes what whoever is at the"
                        + " telephone has said to it (verbal_yes, verbal_no).",
                "Nothing is recorded before they have agreed as sip.recording.consent says."
            },
            footer = {"  muster call recording ask 6f0c… record", "  muster call recording ask 6f0c… verbal_no"})
    static final class AskCommand implements Callable<Integer> {
        @Parameters(paramLabel = "CALL", description = "Which call, as muster call list calls it.")
        private String call = "";

        @Parameters(paramLabel = "WHAT", description = "record, stop, verbal_yes or verbal_no.")
        private String what = "";

        @Mixin
        private final Output output;

        private final SipDesk desk;

        AskCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public Integer call() {
            Answered answered = desk.ask(RecordingCare.ASK, new Asked(call, what));
            String text = switch (answered.reply()) {
                case "done" -> "done";
                case "no-call" -> "nobody talks in such a call";
                case "off" -> "no calls are recorded here: see sip.recording.calls";
                default -> "whoever is called agrees by pressing 1 here: see sip.recording.consent";
            };
            output.print(text, new JsonObject().with("reply", answered.reply()).with("progress", answered.progress()));
            return answered.reply().equals("done") ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /// `muster call recording check`.
    @Command(
            name = "check",
            description = {
                "Says whether the log of who has agreed to be recorded is whole: nothing in it is missing, or was"
                        + " changed.",
                "Exits with 1 if it isn't."
            },
            footer = {"  muster call recording check", "  muster call recording check --json"})
    static final class CheckCommand implements Callable<Integer> {
        @Mixin
        private final Output output;

        private final SipDesk desk;

        CheckCommand(Shell shell, SipDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public Integer call() {
            Checked checked = desk.ask(RecordingCare.CHECK, new Nothing());
            boolean isWhole = checked.flaw().isEmpty();
            output.print(
                    isWhole ? "whole: " + checked.entries() + " entries" : "NOT WHOLE: " + checked.flaw(),
                    new JsonObject()
                            .with("whole", isWhole)
                            .with("entries", checked.entries())
                            .with("flaw", checked.flaw()));
            return isWhole ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
