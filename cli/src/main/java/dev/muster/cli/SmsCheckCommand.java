package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.sms.TextCare;
import dev.muster.sms.TextCare.One;
import dev.muster.sms.TextCare.Way;
import dev.muster.sms.TextCare.Ways;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster sms check`: whether texts go out.
@Command(
        name = "check",
        description = {
            "Says of each carrier whether it is connected and, if not, why; and whether phones can open the bridge's"
                    + " links. With a number it texts there, and says what becomes of that: try it with your own.",
            "Asks the running bot (muster sms). Exits with 1 if something is wrong."
        },
        footer = {"  muster sms check", "  muster sms check +12025550123"})
final class SmsCheckCommand implements Callable<Integer> {
    private static final String TEXT = "This is a test. Texts from here reach you. Text STOP to end.";

    @Parameters(paramLabel = "NUMBER", arity = "0..1", description = "A phone that you can look at.")
    private String number = "";

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "How long to wait for carriers and for each news of the text (default ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Mixin
    private final Output output;

    private final SmsDesk desk;

    SmsCheckCommand(Shell shell, SmsDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Ways found = connected();
        boolean isWell = !found.ways().isEmpty();
        if (!isWell) say(false, "carrier", "none is configured: see docs/texts.md, and [sms] of muster.toml");
        for (Way way : found.ways()) {
            boolean isThere = way.trouble().isEmpty();
            isWell &= isThere;
            say(isThere, way.carrier(), isThere ? "connected" + where(way) : way.trouble());
        }
        boolean isOpen = found.url().startsWith("https://");
        say(isOpen, "links", isOpen ? found.url() : found.url() + " is for this machine alone: set sms.public_url");
        if (!number.isEmpty() && isWell) isWell = tried();
        return isWell && isOpen ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Ways connected() throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Ways ways = desk.ask(TextCare.WAYS, new Nothing());
            boolean isThere = ways.ways().stream().allMatch(way -> way.trouble().isEmpty());
            if (isThere || System.nanoTime() > deadline) return ways;
            Thread.sleep(SmsDesk.BETWEEN_QUESTIONS);
        }
    }

    private static String where(Way way) {
        String from = way.senders().isEmpty() ? "" : ", sends from " + String.join(" ", way.senders());
        String to = way.prefixes().isEmpty() ? "" : ", to " + String.join(" ", way.prefixes());
        return from + to;
    }

    private boolean tried() throws InterruptedException {
        var text = new One(number, TEXT, Math.max(60, patience.toSeconds()));
        var fate = desk.follow(desk.ask(TextCare.TRY, text), patience, _ -> {});
        boolean isWell = List.of("sent", "delivered", "read").contains(fate.state());
        say(isWell, "text", SmsDesk.explained(fate));
        return isWell;
    }

    private void say(boolean isWell, String what, String found) {
        output.print(
                Shell.printable("%-5s  %-7s  %s".formatted(isWell ? "ok" : "WRONG", what, found)),
                new JsonObject().with("what", what).with("ok", isWell).with("found", found));
    }
}
