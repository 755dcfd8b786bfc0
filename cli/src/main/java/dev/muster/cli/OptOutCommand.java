package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.sms.ContactCare;
import dev.muster.sms.ContactCare.OptedOut;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster optout`: who wants no texts.
@Command(
        name = "optout",
        description = {
            "Who wants no texts, on no channel and from no number of ours. Whoever texts STOP is among them at once.",
            "Asks the running bot (muster sms)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"  muster optout list", "  muster optout add +12025550123", "  muster optout remove +12025550123"})
final class OptOutCommand {
    @Mixin
    private final BotSettings settings;

    private OptOutCommand(BotSettings settings) {
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var command = new OptOutCommand(new BotSettings(shell, BotSection.SMS));
        var desk = new SmsDesk(command.settings);
        return new CommandLine(command)
                .addSubcommand(new ListCommand(shell, desk))
                .addSubcommand(new AddCommand(shell, desk))
                .addSubcommand(new RemoveCommand(shell, desk));
    }

    /// `muster optout list`.
    @Command(
            name = "list",
            description = {
                "Lists who wants no texts, how we know, and since when.",
                "At the end those who have said something that may mean it: they get nothing until you decide."
            },
            footer = {"  muster optout list", "  muster optout list --json"})
    static final class ListCommand implements Runnable {
        @Mixin
        private final Output output;

        private final Shell shell;
        private final SmsDesk desk;

        ListCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public void run() {
            OptedOut all = desk.ask(ContactCare.OPT_OUTS, new Nothing());
            for (var line : all.optedOut()) {
                output.print(
                        SmsDesk.masked(line.number()) + "  " + line.source() + "  " + SmsDesk.time(line.at()),
                        new JsonObject()
                                .with("number", line.number())
                                .with("source", line.source())
                                .with("at", line.at()));
            }
            for (String number : all.toBeDecided()) {
                output.print(
                        SmsDesk.masked(number) + "  perhaps",
                        new JsonObject().with("number", number).with("source", "perhaps"));
            }
            if (all.optedOut().isEmpty() && all.toBeDecided().isEmpty()) shell.complain("nobody has opted out");
        }
    }

    /// `muster optout add`.
    @Command(
            name = "add",
            description = "Enters that somebody wants no texts: from now on they get none.",
            footer = {"  muster optout add +12025550123"})
    static final class AddCommand implements Runnable {
        @Parameters(paramLabel = "NUMBER", description = "Whose.")
        private String number = "";

        @Mixin
        private final Output output;

        private final SmsDesk desk;

        AddCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            boolean isNews =
                    desk.ask(ContactCare.OPT_OUT, new ContactCare.Whose(number)).isNews();
            output.print(
                    isNews ? "gets no texts any more" : "had opted out already", new JsonObject().with("new", isNews));
        }
    }

    /// `muster optout remove`.
    @Command(
            name = "remove",
            description = {
                "Takes it back that somebody wants no texts; only for who has said so.",
                "They get texts again if they had agreed to them before."
            },
            footer = {"  muster optout remove +12025550123"})
    static final class RemoveCommand implements Runnable {
        @Parameters(paramLabel = "NUMBER", description = "Whose.")
        private String number = "";

        @Mixin
        private final Output output;

        private final SmsDesk desk;

        RemoveCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            boolean isNews =
                    desk.ask(ContactCare.OPT_IN, new ContactCare.Whose(number)).isNews();
            output.print(isNews ? "may get texts again" : "had not opted out", new JsonObject().with("new", isNews));
        }
    }
}
