package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.DeviceCare;
import dev.muster.notifier.DeviceCare.Answer;
import dev.muster.notifier.DeviceCare.Which;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster device test`: whether somebody can be woken.
@Command(
        name = "test",
        description = {
            "Sends \"This device can be woken\" to somebody's devices through the running bot, and prints what each"
                    + " gateway says: taken, later, dead, refused or closed.",
            "Taken means that the gateway has it; only the device can tell that it has arrived. What only rings is not"
                    + " tested: muster ring does that.",
            "Exits with 1 if none has taken it."
        },
        footer = {"  muster device test npub1…", "  muster device test npub1… --device anas-phone --json"})
final class DeviceTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NPUB", description = "Whose.")
    private @Nullable PublicKey owner;

    @Option(names = "--device", paramLabel = "NAME", description = "Which; without it all of theirs.")
    private String device = "";

    @Mixin
    private final Output output;

    private final DeviceDesk desk;

    DeviceTestCommand(Shell shell, DeviceDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (owner == null) throw Failure.usage("whose?");
        List<Answer> answers =
                desk.ask(DeviceCare.TEST, new Which(owner.hex(), device)).answers();
        for (Answer answer : answers) {
            String reason = answer.reason().equals(answer.verdict()) ? "" : ": " + answer.reason();
            output.print(
                    Shell.printable(answer.device() + "  " + answer.app() + "  " + answer.platform() + "  "
                                    + answer.verdict() + reason)
                            .replace('\n', ' '),
                    new JsonObject()
                            .with("device", answer.device())
                            .with("app", answer.app())
                            .with("platform", answer.platform())
                            .with("verdict", answer.verdict())
                            .with("reason", answer.reason()));
        }
        boolean isTaken = answers.stream().anyMatch(answer -> answer.verdict().equals("taken"));
        return isTaken ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
