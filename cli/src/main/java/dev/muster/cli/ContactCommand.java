package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sms.ContactCare;
import dev.muster.sms.ContactCare.Import;
import dev.muster.sms.ContactCare.Imported;
import dev.muster.sms.ContactCare.Row;
import dev.muster.sms.contact.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster contact`: people who have only a phone.
@Command(
        name = "contact",
        description = {
            "Lists of people who have only a phone. Nobody is texted for that they stand there: they must have agreed.",
            "Asks the running bot (muster sms)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster contact import medics medics.csv --consent form --evidence \"sign-up forms of May 2026\"",
            "  muster contact ask medics",
            "  muster contact list medics",
            "  muster contact consent +12025550123"
        })
final class ContactCommand {
    @Mixin
    private final BotSettings settings;

    private ContactCommand(BotSettings settings) {
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var command = new ContactCommand(new BotSettings(shell, BotSection.SMS));
        var desk = new SmsDesk(command.settings);
        return new CommandLine(command)
                .addSubcommand(new ImportCommand(shell, desk))
                .addSubcommand(new AskCommand(shell, desk))
                .addSubcommand(new ListCommand(shell, desk))
                .addSubcommand(new ConsentCommand(shell, desk));
    }

    /// `muster contact import`.
    @Command(
            name = "import",
            description = {
                "Puts people on a list from a file as spreadsheets save it (CSV). Its first line names the columns:"
                    + " number, and if you like name and zone (such as America/Chicago); others fill gaps of texts.",
                "A line that can't be used is named by its number. Exits with 1 if there was one."
            },
            footer = {
                "  muster contact import medics medics.csv",
                "  muster contact import medics medics.csv --consent form --evidence \"sign-up forms of May 2026\""
            })
    static final class ImportCommand implements Callable<Integer> {
        @Parameters(paramLabel = "LIST", description = "Which list; a new one if there is none of that name.")
        private String list = "";

        @Parameters(paramLabel = "FILE", description = "Where from.")
        private Path file = Path.of("");

        @Option(
                names = "--consent",
                paramLabel = "HOW",
                description = "How all of them have agreed to get texts: form or verbal; without it they get none.")
        private String how = "";

        @Option(names = "--evidence", paramLabel = "TEXT", description = "Where the proof of that is kept.")
        private String evidence = "";

        @Mixin
        private final Output output;

        private final Shell shell;
        private final SmsDesk desk;

        ImportCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public Integer call() {
            List<Sheet.Row> rows = rows(shell.environment().folder().resolve(file));
            List<Row> people = rows.stream().map(ImportCommand::person).toList();
            Imported done = desk.ask(ContactCare.IMPORT, new Import(list, people, how, evidence));
            done.refused()
                    .forEach((number, reason) ->
                            shell.complain("line " + rows.get(number - 1).line() + ": " + reason));
            output.print(
                    "%d new on %s, %d there already, %d lines not used"
                            .formatted(
                                    done.added(),
                                    Shell.printable(list),
                                    done.same(),
                                    done.refused().size()),
                    new JsonObject()
                            .with("added", done.added())
                            .with("same", done.same())
                            .with("refused", done.refused().size()));
            return done.refused().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }

        private static List<Sheet.Row> rows(Path path) {
            try {
                return Sheet.read(Files.readString(path, UTF_8)).rows();
            } catch (IOException e) {
                throw Failure.of("read", path, e);
            } catch (IllegalArgumentException e) {
                throw new Failure(path + " is no such file: expected was " + e.getMessage());
            }
        }

        private static Row person(Sheet.Row row) {
            Map<String, String> more = new HashMap<>(row.values());
            List.of("number", "name", "zone").forEach(more::remove);
            return new Row(row.get("number"), row.get("name"), row.get("zone"), more);
        }
    }

    /// `muster contact ask`.
    @Command(
            name = "ask",
            description = {
                "Texts everybody on a list who hasn't agreed yet, once, whether they want texts. Whoever answers YES"
                        + " within three days gets them; what is asked is sms.words.question of muster.toml.",
            },
            footer = {"  muster contact ask medics"})
    static final class AskCommand implements Runnable {
        @Parameters(paramLabel = "LIST", description = "Who is to be asked.")
        private String list = "";

        @Mixin
        private final Output output;

        private final SmsDesk desk;

        AskCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            ContactCare.Asked done = desk.ask(ContactCare.ASK, new ContactCare.Which(list));
            output.print(
                    "%d are asked; %d have agreed before, %d were asked before or want no texts"
                            .formatted(done.asked(), done.agreed(), done.before()),
                    new JsonObject()
                            .with("asked", done.asked())
                            .with("agreed", done.agreed())
                            .with("before", done.before()));
        }
    }

    /// `muster contact list`.
    @Command(
            name = "list",
            description = "Lists who is on a list and whether they get texts; or the lists that there are.",
            footer = {"  muster contact list", "  muster contact list medics --json"})
    static final class ListCommand implements Runnable {
        @Parameters(paramLabel = "LIST", arity = "0..1", description = "Which; without it, how many are on each.")
        private String list = "";

        @Mixin
        private final Output output;

        private final SmsDesk desk;

        ListCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            ContactCare.Listing all = desk.ask(ContactCare.CONTACTS, new ContactCare.Which(list));
            if (list.isEmpty()) {
                all.lists()
                        .forEach((name, count) -> output.print(
                                Shell.printable(name) + "  " + count,
                                new JsonObject().with("list", name).with("people", count)));
                return;
            }
            for (var line : all.contacts()) {
                output.print(
                        SmsDesk.masked(line.number()) + "  " + line.verdict() + "  " + Shell.printable(line.name()),
                        new JsonObject()
                                .with("number", line.number())
                                .with("name", line.name())
                                .with("zone", line.zone())
                                .with("verdict", line.verdict()));
            }
        }
    }

    /// `muster contact consent`.
    @Command(
            name = "consent",
            description = "Shows what somebody has agreed to, when and how, and whether they get texts.",
            footer = {"  muster contact consent +12025550123", "  muster contact consent +12025550123 --json"})
    static final class ConsentCommand implements Runnable {
        @Parameters(paramLabel = "NUMBER", description = "Whose.")
        private String number = "";

        @Mixin
        private final Output output;

        private final Shell shell;
        private final SmsDesk desk;

        ConsentCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public void run() {
            ContactCare.Agreed agreed = desk.ask(ContactCare.CONSENTS, new ContactCare.Whose(number));
            for (var line : agreed.consents()) {
                output.print(
                        SmsDesk.time(line.at()) + "  " + line.how() + "  " + Shell.printable(line.evidence()),
                        new JsonObject()
                                .with("at", line.at())
                                .with("how", line.how())
                                .with("text", line.text())
                                .with("evidence", line.evidence())
                                .with("by", line.by()));
            }
            boolean isYes = agreed.verdict().equals("yes");
            shell.complain(isYes ? "gets texts" : "gets no texts: " + agreed.verdict());
        }
    }
}
