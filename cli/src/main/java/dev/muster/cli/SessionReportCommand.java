package dev.muster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster session report`: who was reached, and who was there.
@Command(
        name = "report",
        description = {
            "Says who was reached with their link, who joined, and how long they stayed; while a session goes on as"
                    + " well as later.",
            "Names are what people call themselves. Telephone numbers are shown by their end."
        },
        footer = {
            "  muster session report medic-101",
            "  muster session report medic-101 --html medic-101.html",
            "  muster session report medic-101 --json"
        })
final class SessionReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = SessionCommand.WHICH)
    private String session = "";

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write it as a page for a browser or a printer instead; it needs nothing but itself.")
    private @Nullable Path html;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    SessionReportCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BotLine line = bot.openForOrganizer()) {
            return new Answering(shell, output).told(line.say("report " + session), done -> {
                SessionReport report = SessionReport.of(done);
                print(report.naming(line.names(report.keys())));
            });
        }
    }

    private void print(SessionReport report) {
        ZoneId zone = ZoneId.systemDefault();
        if (html == null) {
            output.print(report.text(zone), report.json());
            return;
        }
        Path file = shell.environment().folder().resolve(html);
        try {
            Files.writeString(
                    file, new SessionReportPage(report, zone, shell.clock().instant()).html());
        } catch (IOException e) {
            throw Failure.of("write", file, e);
        }
        output.print("wrote " + file, report.json().with("file", file.toString()));
    }
}
