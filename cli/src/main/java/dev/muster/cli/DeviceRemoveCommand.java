package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.DeviceCare;
import dev.muster.notifier.DeviceCare.Which;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster device remove`: a device is forgotten.
@Command(
        name = "remove",
        description = {
            "Forgets a device of somebody's: it is not woken any more, and its passes open nothing.",
            "An app that is still on it registers it again when it is opened."
        },
        footer = {"  muster device remove npub1… anas-phone", "  muster device remove npub1… anas-phone --json"})
final class DeviceRemoveCommand implements Runnable {
    @Parameters(paramLabel = "NPUB", description = "Whose.")
    private @Nullable PublicKey owner;

    @Parameters(paramLabel = "DEVICE", description = "Which, as muster device list names it.")
    private String device = "";

    @Mixin
    private final Output output;

    private final DeviceDesk desk;

    DeviceRemoveCommand(Shell shell, DeviceDesk desk) {
        this.output = new Output(shell);
        this.desk = desk;
    }

    @Override
    public void run() {
        if (owner == null || device.isEmpty()) throw Failure.usage("whose device, and which?");
        int count = desk.ask(DeviceCare.REMOVE, new Which(owner.hex(), device)).count();
        output.print(
                "forgotten: " + Shell.printable(device) + (count > 1 ? " (" + count + " ways to it)" : ""),
                new JsonObject().with("device", device).with("removed", count));
    }
}
