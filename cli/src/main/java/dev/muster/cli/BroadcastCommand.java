package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.sms.TextCare;
import dev.muster.sms.TextCare.Estimated;
import dev.muster.sms.TextCare.Named;
import dev.muster.sms.TextCare.Ordered;
import dev.muster.sms.TextCare.Sending;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster broadcast`: the same text for everybody on a list.
@Command(
        name = "broadcast",
        description = {
            "The same text for everybody on a list. Whoever has opted out, or has agreed to nothing, gets none; whoever"
                    + " is asleep gets it in the morning.",
            "Asks the running bot (muster sms)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  muster broadcast create medics \"{{name}}, the training moves to Hall 2.\" --at +2h",
            "  muster broadcast status",
            "  muster broadcast cancel 5b0c2f1e-0000-4000-8000-000000000000"
        })
final class BroadcastCommand {
    @Mixin
    private final BotSettings settings;

    private BroadcastCommand(BotSettings settings) {
        this.settings = settings;
    }

    static CommandLine in(Shell shell) {
        var command = new BroadcastCommand(new BotSettings(shell, BotSection.SMS));
        var desk = new SmsDesk(command.settings);
        return new CommandLine(command)
                .addSubcommand(new CreateCommand(shell, desk))
                .addSubcommand(new SendCommand(shell, desk))
                .addSubcommand(new StatusCommand(shell, desk))
                .addSubcommand(new CancelCommand(shell, desk));
    }

    private static void print(Output output, Sending sending) {
        String counts = counted(sending);
        output.print(
                sending.id() + "  " + sending.status() + "  " + SmsDesk.time(sending.at()) + "  "
                        + Shell.printable(sending.title()) + (counts.isEmpty() ? "" : "  " + counts),
                new JsonObject()
                        .with("id", sending.id())
                        .with("title", sending.title())
                        .with("status", sending.status())
                        .with("at", sending.at())
                        .with("total", sending.total())
                        .with("waiting", sending.waiting())
                        .with("states", counts(sending.states()))
                        .with("reasons", counts(sending.reasons()))
                        .with("opened", sending.opened())
                        .with("replied", sending.replied())
                        .with("opted_out", sending.optedOut())
                        .with("segments", sending.segments())
                        .with("spent", sending.spent()));
    }

    /// Such as `3 sent, 2 delivered`.
    private static String counted(Sending sending) {
        return sending.states().entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
    }

    /// Rounded up to hundredths.
    private static String amount(long millionths) {
        return BigDecimal.valueOf(millionths, 6)
                .setScale(2, RoundingMode.CEILING)
                .toPlainString();
    }

    private static JsonObject counts(Map<String, Integer> counts) {
        var object = new JsonObject();
        counts.forEach((word, count) -> object.with(word, count));
        return object;
    }

    /// `muster broadcast create`.
    @Command(
            name = "create",
            description = {
                "Orders a text for everybody on a list, now or at a time. Gaps such as {{name}} are filled in for"
                        + " each.",
                "With --emergency it goes at night too, but not before somebody confirms it: muster broadcast send."
            },
            footer = {
                "  muster broadcast create medics \"The training moves to Hall 2.\" --estimate",
                "  muster broadcast create medics \"{{name}}, see you at seven.\" --at +2h --title Reminder"
            })
    static final class CreateCommand implements Runnable {
        @Parameters(paramLabel = "LIST", description = "Who gets it (muster contact list).")
        private String list = "";

        @Parameters(paramLabel = "TEXT", description = "What it says.")
        private String text = "";

        @Option(names = "--title", paramLabel = "TITLE", description = "What it is called, for yourselves.")
        private String title = "";

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "When it begins: 2026-12-01T18:00 (UTC), +20m from now, or seconds since 1970; else now.")
        private @Nullable String at;

        @Option(
                names = "--valid",
                paramLabel = "TIME",
                defaultValue = "24h",
                description = "How long the text is of use; later it isn't sent (default ${DEFAULT-VALUE}).")
        private Duration valid = Duration.ZERO;

        @Option(names = "--every", paramLabel = "TIME", description = "Send it again and again, after that time.")
        private @Nullable Duration every;

        @Option(names = "--estimate", description = "Only say how many get it, and what that costs; order nothing.")
        private boolean isEstimate;

        @Option(names = "--emergency", description = "Wake people at night, once it was confirmed.")
        private boolean isEmergency;

        @Mixin
        private final Output output;

        private final Shell shell;
        private final SmsDesk desk;

        CreateCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public void run() {
            var order = new Ordered(
                    title,
                    text,
                    list,
                    at == null ? 0 : moment(at),
                    valid.toSeconds(),
                    every == null ? 0 : every.toSeconds(),
                    isEmergency);
            if (isEstimate) say(desk.ask(TextCare.ESTIMATE, order));
            else print(output, desk.ask(TextCare.BROADCAST, order));
        }

        private void say(Estimated estimate) {
            String cost = estimate.cost() == 0 ? "" : ", about " + amount(estimate.cost());
            output.print(
                    "texts: %d, segments: %d (the longest text %d)%s"
                            .formatted(estimate.texts(), estimate.segments(), estimate.longest(), cost),
                    new JsonObject()
                            .with("recipients", estimate.recipients())
                            .with("texts", estimate.texts())
                            .with("refused", counts(estimate.refused()))
                            .with("segments", estimate.segments())
                            .with("longest", estimate.longest())
                            .with("cost", estimate.cost())
                            .with("ceiling", estimate.ceiling()));
            estimate.refused().forEach((reason, count) -> shell.complain("not to " + count + ": " + reason));
            if (estimate.ceiling() > 0 && estimate.cost() > estimate.ceiling()) {
                shell.complain(
                        "a broadcast may cost " + amount(estimate.ceiling()) + ": what is beyond that will wait");
            }
            if (!estimate.dear().isEmpty()) {
                shell.complain("a segment holds 70 characters rather than 160 because of "
                        + Shell.printable(String.join(" ", estimate.dear())));
            }
        }

        private long moment(String text) {
            try {
                return Arguments.moment(text, ZoneOffset.UTC, shell.clock()).getEpochSecond();
            } catch (IllegalArgumentException e) {
                throw Failure.usage("--at: " + e.getMessage());
            }
        }
    }

    /// `muster broadcast send`.
    @Command(
            name = "send",
            description = "Confirms a broadcast that wakes people at night: now it goes out.",
            footer = {"  muster broadcast send 5b0c2f1e-0000-4000-8000-000000000000"})
    static final class SendCommand implements Runnable {
        @Parameters(paramLabel = "ID", description = "Which, as muster broadcast create has printed it.")
        private String id = "";

        @Mixin
        private final Output output;

        private final SmsDesk desk;

        SendCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            boolean isNews = desk.ask(TextCare.CONFIRM, new Named(id)).isNews();
            output.print(
                    isNews ? "confirmed" : "there was nothing to confirm", new JsonObject().with("confirmed", isNews));
        }
    }

    /// `muster broadcast status`.
    @Command(
            name = "status",
            description = "Says how a broadcast fares, or all of them, the latest first.",
            footer = {
                "  muster broadcast status",
                "  muster broadcast status 5b0c2f1e-0000-4000-8000-000000000000 --follow"
            })
    static final class StatusCommand implements Callable<Integer> {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "Which; without it all.")
        private String id = "";

        @Option(
                names = "--follow",
                description = "Stay until nothing of it waits; on a terminal, with a bar and what becomes of it.")
        private boolean isFollowed;

        @Mixin
        private final Output output;

        private final Shell shell;
        private final SmsDesk desk;

        StatusCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.shell = shell;
            this.desk = desk;
        }

        @Override
        public Integer call() throws InterruptedException {
            if (isFollowed && id.isEmpty()) throw Failure.usage("--follow: which broadcast?");
            if (id.isEmpty()) all();
            else one();
            return ExitCode.OK;
        }

        private void one() throws InterruptedException {
            Sending sending = desk.ask(TextCare.STATUS, new Named(id));
            if (isFollowed) sending = over(sending);
            print(output, sending);
            sending.reasons().forEach((reason, count) -> shell.complain(count + " " + reason));
        }

        private Sending over(Sending first) throws InterruptedException {
            Sending now = first;
            try (var bar = new Progress(shell, counted(now))) {
                while (!isOver(now)) {
                    bar.says(counted(now));
                    bar.progress(now.total() - now.waiting(), now.total());
                    Thread.sleep(SmsDesk.BETWEEN_QUESTIONS);
                    now = desk.ask(TextCare.STATUS, new Named(id));
                }
            }
            return now;
        }

        private static boolean isOver(Sending sending) {
            return sending.status().equals("sent") || sending.status().equals("cancelled");
        }

        private void all() {
            var all = desk.ask(TextCare.BROADCASTS, new Nothing()).broadcasts();
            all.forEach(sending -> print(output, sending));
            if (all.isEmpty()) shell.complain("there has been no broadcast");
        }
    }

    /// `muster broadcast cancel`.
    @Command(
            name = "cancel",
            description = "Stops a broadcast: nothing of it goes out any more, except what a carrier has already.",
            footer = {"  muster broadcast cancel 5b0c2f1e-0000-4000-8000-000000000000"})
    static final class CancelCommand implements Runnable {
        @Parameters(paramLabel = "ID", description = "Which.")
        private String id = "";

        @Mixin
        private final Output output;

        private final SmsDesk desk;

        CancelCommand(Shell shell, SmsDesk desk) {
            this.output = new Output(shell);
            this.desk = desk;
        }

        @Override
        public void run() {
            boolean isNews = desk.ask(TextCare.CANCEL, new Named(id)).isNews();
            output.print(isNews ? "cancelled" : "nothing of it was left", new JsonObject().with("cancelled", isNews));
        }
    }
}
