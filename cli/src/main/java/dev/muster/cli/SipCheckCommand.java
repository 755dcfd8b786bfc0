package dev.muster.cli;

import dev.muster.cli.SipFinding.State;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.sip.CallCare;
import dev.muster.sip.CallCare.Ways;
import dev.muster.sip.SipConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster sip check`: whether telephones can be reached.
@Command(
        name = "check",
        description = {
            "Says of each trunk whether it is there and knows us, which numbers may be called, where apps register, and"
                    + " whether browsers and telephones outside can reach this machine; and what to do where something"
                    + " is wrong.",
            "Asks the running bot (muster sip). Exits with 1 if something is wrong."
        },
        footer = {"  muster sip check", "  muster sip check --patience 30s --json"})
final class SipCheckCommand implements Callable<Integer> {
    private static final long BETWEEN_QUESTIONS = 250;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long to wait for trunks (default ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Mixin
    private final Output output;

    private final SipDesk desk;

    SipCheckCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        SipConfig config = desk.settings().read().sip();
        List<SipFinding> all = SipFinding.all(config, there().ways());
        for (SipFinding finding : all) {
            output.print(
                    Shell.printable(
                            "%-5s  %-7s  %s".formatted(finding.state().word(), finding.what(), finding.found())),
                    new JsonObject()
                            .with("what", finding.what())
                            .with("ok", finding.state() == State.RIGHT)
                            .with("found", finding.found()));
        }
        return all.stream().anyMatch(finding -> finding.state() == State.WRONG) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private Ways there() throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Ways ways = desk.ask(CallCare.TRUNKS, new Nothing());
            boolean areThere = ways.ways().stream().allMatch(way -> way.isUp() && way.isRegistered());
            if (areThere || System.nanoTime() > deadline) return ways;
            Thread.sleep(BETWEEN_QUESTIONS);
        }
    }
}
