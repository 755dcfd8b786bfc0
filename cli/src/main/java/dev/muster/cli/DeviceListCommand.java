package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.DeviceCare;
import dev.muster.notifier.DeviceCare.Line;
import dev.muster.notifier.DeviceCare.Whose;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster device list`: which there are.
@Command(
        name = "list",
        description = {
            "Lists the devices that people have registered: whose, which app, by what it is reached, and until when it"
                    + " is remembered unless the app registers it again.",
            "An iPhone is in it twice: once for what rings (apns-voip), once for all else (apns)."
        },
        footer = {"  muster device list", "  muster device list npub1… --json"})
final class DeviceListCommand implements Runnable {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    @Parameters(paramLabel = "NPUB", arity = "0..1", description = "Whose; without it everybody's.")
    private @Nullable PublicKey owner;

    @Mixin
    private final Output output;

    private final Shell shell;
    private final DeviceDesk desk;

    DeviceListCommand(Shell shell, DeviceDesk desk) {
        this.output = new Output(shell);
        this.shell = shell;
        this.desk = desk;
    }

    @Override
    public void run() {
        var whose = new Whose(owner == null ? "" : owner.hex());
        List<Line> lines = desk.ask(DeviceCare.LIST, whose).devices();
        if (lines.isEmpty()) shell.complain("no device is registered");
        for (Line line : lines) {
            String npub = new Npub(PublicKey.parse(line.owner())).encode();
            output.print(text(line, npub), json(line, npub));
        }
    }

    private static String text(Line line, String npub) {
        String called = line.label().isEmpty() ? line.device() : line.device() + " \"" + line.label() + "\"";
        String way = line.environment().isEmpty() ? line.platform() : line.platform() + " " + line.environment();
        String known = line.isProven() ? "has been woken" : "not woken yet";
        return Shell.printable(npub + "  " + called + "  " + line.app() + "  " + way + "  " + known + "  since "
                        + day(line.since()) + ", until " + day(line.until()))
                .replace('\n', ' ');
    }

    private static String day(long seconds) {
        return DAY.format(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC));
    }

    private static JsonObject json(Line line, String npub) {
        var json = new JsonObject()
                .with("pubkey", line.owner())
                .with("npub", npub)
                .with("device", line.device())
                .with("label", line.label())
                .with("app", line.app())
                .with("platform", line.platform());
        if (!line.environment().isEmpty()) json.with("environment", line.environment());
        return json.with("proven", line.isProven())
                .with("encrypted", line.isEncrypted())
                .with("registered", line.since())
                .with("expires", line.until());
    }
}
