package dev.muster.cli;

import dev.muster.kit.access.AccessCare.Made;
import dev.muster.kit.access.AccessCare.Wanted;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster access create`: a new token.
@Command(
        name = "create",
        description = {
            "Makes a token and prints it, this once: what is kept of it is no more than a hash.",
            "Programs send it as a bearer token to /v1/sms or /v1/calls. Into BuildIt's apps goes an address with it:"
                    + " https://…/g/TOKEN, with the bridge's public address before it.",
            "Texts and calls are two bots' business: each has its own tokens."
        },
        footer = {
            "  muster access create 'the website' --opens sms",
            "  muster access create 'BuildIt on our phones' --opens sms,rcs --json",
            "  muster access create 'calls of BuildIt' --opens pstn"
        })
final class AccessCreateCommand implements Runnable {
    @Parameters(paramLabel = "LABEL", description = "What it is for, to tell it from others.")
    private String label = "";

    @Option(
            names = "--opens",
            paramLabel = "WHAT",
            split = ",",
            required = true,
            description = "What it opens: sms, rcs, pstn, reveal, recordings; several with commas between them.")
    private List<String> opens = List.of();

    @Mixin
    private final Output output;

    private final Shell shell;
    private final AccessDesk desk;

    AccessCreateCommand(Shell shell, AccessDesk desk) {
        this.output = new Output(shell);
        this.shell = shell;
        this.desk = desk;
    }

    @Override
    public void run() {
        Made made = desk.make(new Wanted(label, opens));
        output.print(made.token(), new JsonObject().with("id", made.id()).with("token", made.token()));
        shell.complain("this token is not shown again; lists call it " + made.id());
    }
}
