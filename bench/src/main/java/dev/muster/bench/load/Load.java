package dev.muster.bench.load;

import static java.util.Objects.requireNonNull;

import dev.muster.bench.report.Chart;
import dev.muster.bench.report.Figure;
import dev.muster.bench.report.Report;
import dev.muster.bench.wire.WrongAnswer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures a relay and says whether it is what it should be.
@Command(
        name = "load",
        usageHelpWidth = 100,
        sortOptions = false,
        description = {
            "Measures a relay from outside, over WebSocket. Prints a table; writes it to a folder, with lines of JSON"
                    + " and a chart.",
            "Exits with 1 if a relay did something wrong; a missed target is only shown."
        },
        footer = {
            "%nExamples:",
            "  load all --quick --server './muster relay --data {data} --listen 127.0.0.1:{port}'",
            "  load inbox queries --runs 3 --title strfry --server './strfry-at {port} {data}'",
            "  load full-load --url ws://127.0.0.1:7777 --pid 4711"
        })
public final class Load implements Callable<Integer> {
    private static final List<Scenario> SCENARIOS = List.of(
            new FullLoad(),
            new EverydayPace(),
            new Duplicates(),
            new OneInFlight(),
            new LiveDelivery(),
            new FanOut(),
            new Queries(),
            new Inbox(),
            new Idle(),
            new Growth(),
            new Soak());

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "1..*",
            description =
                    "all, or some of: full-load, everyday-pace, duplicates, one-in-flight, live, fan-out, queries,"
                            + " inbox, idle, growth, soak.")
    private List<String> names = List.of();

    @Option(
            names = "--server",
            paramLabel = "COMMAND",
            description = "Starts a relay: a line for the shell. {data} becomes its folder, {port} its port.")
    private @Nullable String server;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A relay that runs already, with nothing in it; good for one scenario.")
    private @Nullable URI url;

    @Option(names = "--pid", paramLabel = "PID", description = "Its process.")
    private long pid;

    @Option(names = "--quick", description = "Less of everything: for a first look.")
    private boolean quick;

    @Option(names = "--runs", paramLabel = "N", description = "So many times; the median counts. Default: 1.")
    private int runs = 1;

    @Option(names = "--soak", paramLabel = "MINUTES", description = "How long soak takes.")
    private @Nullable Integer minutes;

    @Option(names = "--title", paramLabel = "NAME", description = "What is measured. Default: Muster.")
    private String title = "Muster";

    @Option(names = "--cache", paramLabel = "DIR", description = "Keeps signed events. Default: bench/target/events.")
    private Path cache = Path.of("bench/target/events");

    @Option(names = "--data", paramLabel = "DIR", description = "Gets relays' folders. Default: bench/target/relays.")
    private Path data = Path.of("bench/target/relays");

    @Option(names = "--out", paramLabel = "DIR", description = "Gets the results. Default: bench/target/load.")
    private Path out = Path.of("bench/target/load");

    private final PrintStream answers;
    private final PrintStream progress;

    private Load(PrintStream answers, PrintStream progress) {
        this.answers = answers;
        this.progress = progress;
    }

    /// Returns what to exit with.
    public static int run(List<String> arguments, PrintStream answers, PrintStream progress) {
        var command = new CommandLine(new Load(answers, progress));
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Says this.")
                        .build());
        return command.execute(arguments.toArray(String[]::new));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Scenario> scenarios = scenarios();
        if (scenarios.isEmpty() || (server == null) == (url == null)) {
            progress.println("give the names of scenarios, and either --server or --url with --pid");
            return ExitCode.USAGE;
        }
        Files.createDirectories(data);
        Files.createDirectories(out);
        var figures = new ArrayList<Figure>();
        var failed = new ArrayList<String>();
        for (int run = 1; run <= runs; run++) {
            for (Scenario scenario : scenarios) {
                progress.println(scenario.name() + ", run " + run + " of " + runs);
                try {
                    figures.addAll(measure(scenario));
                } catch (WrongAnswer | IOException | UncheckedIOException e) {
                    progress.println(scenario.name() + " FAILED: " + e.getMessage());
                    failed.add(scenario.name());
                }
            }
        }
        publish(figures);
        if (!failed.isEmpty()) answers.println("\nFAILED: " + String.join(", ", failed));
        return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Scenario> scenarios() {
        if (names.equals(List.of("all"))) return SCENARIOS;
        List<Scenario> chosen = SCENARIOS.stream()
                .filter(scenario -> names.contains(scenario.name()))
                .toList();
        return chosen.size() == names.size() ? chosen : List.of();
    }

    private List<Figure> measure(Scenario scenario) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(data.toAbsolutePath(), scenario.name() + "-");
        try (var lab = new Lab(relays(folder), size(), cache, progress)) {
            List<Figure> figures = scenario.measure(lab);
            progress.print(Report.table(figures));
            // What a failed one leaves is there to be looked at.
            delete(folder);
            return figures;
        }
    }

    private Relays relays(Path folder) {
        if (server != null) return new Relays.Started(server, folder);
        return new Relays.Attached(requireNonNull(url), pid);
    }

    private Size size() {
        Size size = quick ? Size.QUICK : Size.FULL;
        return minutes == null ? size : size.soaking(Duration.ofMinutes(minutes));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private void publish(List<Figure> all) throws IOException {
        List<Figure> medians = Figure.medians(all);
        String table = Report.table(medians);
        answers.print(table);
        Files.writeString(out.resolve("figures.md"), table);
        Files.writeString(out.resolve("figures.jsonl"), Report.lines(title, all));
        Files.writeString(
                out.resolve("figures.svg"), Chart.of(title + ": what is measured, against its targets", medians));
    }
}
