package dev.muster.cli;

import dev.muster.notifier.PushCheck;
import dev.muster.notifier.PushCheck.Finding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster push check`: whether the keys and certificates for pushes are good.
@Command(
        name = "check",
        description = {
            "Looks at each key and certificate that the configuration names for pushes: for what it serves and until"
                    + " when. Then asks Apple and Google with a push to nobody whether they know it.",
            "Needs no running bot. Exits with 1 if something is wrong or a certificate expires within 30 days, and says"
                    + " what to do."
        },
        footer = {"  muster push check", "  muster push check --app org.example.app --json"})
final class PushCheckCommand implements Callable<Integer> {
    @Option(
            names = "--app",
            paramLabel = "BUNDLE",
            description = "The app that is to ring: says whether there is a key or certificate for it.")
    private String app = "";

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long to wait for each answer (default ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Mixin
    private final BotSettings settings;

    @Mixin
    private final Output output;

    private final Shell shell;

    PushCheckCommand(Shell shell) {
        this.settings = new BotSettings(shell, BotSection.NOTIFIER);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = PushCheck.findings(settings.read().notifier(), app, shell.clock(), patience);
        for (Finding finding : findings) {
            String advice = finding.advice().isEmpty() ? "" : "\n              " + finding.advice();
            output.print(
                    Shell.printable("%-5s  %-4s  %s: %s%s"
                            .formatted(
                                    finding.isWell() ? "ok" : "WRONG",
                                    finding.gateway(),
                                    finding.what(),
                                    finding.found(),
                                    advice)),
                    new JsonObject()
                            .with("gateway", finding.gateway())
                            .with("what", finding.what())
                            .with("ok", finding.isWell())
                            .with("found", finding.found())
                            .with("advice", finding.advice()));
        }
        return findings.stream().allMatch(Finding::isWell) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
