package dev.muster.cli;

import dev.muster.kit.access.AccessCare.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster access list`: which tokens there are.
@Command(
        name = "list",
        description = {
            "Lists the tokens that were made: what each is for, what it opens, since when, and the last day on which a"
                    + " program used it. The tokens themselves nobody knows but their holders."
        },
        footer = {"  muster access list", "  muster access list --json"})
final class AccessListCommand implements Runnable {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    @Mixin
    private final Output output;

    private final Shell shell;
    private final AccessDesk desk;

    AccessListCommand(Shell shell, AccessDesk desk) {
        this.output = new Output(shell);
        this.shell = shell;
        this.desk = desk;
    }

    @Override
    public void run() {
        List<Line> lines = desk.all();
        if (lines.isEmpty()) shell.complain("there is no token: nothing is open to programs");
        for (Line line : lines) output.print(text(line), json(line));
    }

    private static String text(Line line) {
        String used = line.used().isEmpty() ? "never used" : "last used " + DAY.format(LocalDate.parse(line.used()));
        String state = line.revoked() > 0 ? "revoked " + day(line.revoked()) : used;
        return Shell.printable(line.id() + "  \"" + line.label() + "\"  " + String.join(", ", line.opens()) + "  since "
                        + day(line.since()) + "  " + state)
                .replace('\n', ' ');
    }

    private static String day(long seconds) {
        return DAY.format(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC));
    }

    private static JsonObject json(Line line) {
        var json = new JsonObject()
                .with("id", line.id())
                .with("label", line.label())
                .withTexts("opens", line.opens())
                .with("created", line.since());
        if (!line.used().isEmpty()) json.with("used", line.used());
        if (line.revoked() > 0) json.with("revoked", line.revoked());
        return json;
    }
}
