package dev.muster.notifier;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.DevicesConfig;
import dev.muster.notifier.push.Verdict;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an admin on the bot's machine does with people's devices.
public final class DeviceCare {
    public static final Operation<Whose, Listing> LIST = new Operation<>("devices", Whose.class, Listing.class);
    public static final Operation<Which, Tested> TEST = new Operation<>("device-test", Which.class, Tested.class);
    public static final Operation<Which, Removed> REMOVE = new Operation<>("device-remove", Which.class, Removed.class);

    private final Ledger ledger;
    private final Devices devices;
    private final Hand hand;

    /// Brings something to a device now.
    interface Hand {
        Verdict test(Device device) throws InterruptedException, IOException;
    }

    /// Whose devices are meant.
    ///
    /// @param owner in hex; empty for everybody's
    public record Whose(String owner) {}

    /// Which of somebody's devices are meant.
    ///
    /// @param owner in hex
    /// @param device what the app calls it; empty for all of theirs
    public record Which(String owner, String device) {}

    public record Listing(List<Line> devices) {}

    /// One way to a device, without its address.
    ///
    /// @param isProven whether a gateway has ever taken something for it
    /// @param since when it was registered, in seconds
    /// @param until when it is forgotten, in seconds
    public record Line(
            String owner,
            String device,
            String label,
            String app,
            String platform,
            String environment,
            boolean isProven,
            boolean isEncrypted,
            long since,
            long until) {}

    public record Tested(List<Answer> answers) {}

    /// What a gateway said about one way to a device.
    ///
    /// @param verdict taken, later, dead, refused or closed
    public record Answer(String device, String app, String platform, String verdict, String reason) {}

    /// How many ways to devices were forgotten.
    public record Removed(int count) {}

    DeviceCare(Ledger ledger, Devices devices, Hand hand) {
        this.ledger = ledger;
        this.devices = devices;
        this.hand = hand;
    }

    /// For data that no bot has open: nothing can be brought to a device then.
    public static DeviceCare stopped(DevicesConfig config, Ledger ledger, InstantSource clock, SecureRandom random) {
        return new DeviceCare(ledger, Devices.stopped(config, ledger, clock, random), _ -> {
            throw new IOException("only a running bot can wake devices: start it first (muster up)");
        });
    }

    public Operations operations() {
        return on(new Operations());
    }

    /// The same, besides others.
    Operations on(Operations operations) {
        return operations
                .with(LIST, (whose, _) -> list(whose))
                .with(TEST, (which, _) -> test(which))
                .with(REMOVE, (which, _) -> remove(which));
    }

    private Listing list(Whose whose) {
        List<Device> all =
                whose.owner().isEmpty() ? devices.all(ledger) : devices.of(ledger, PublicKey.parse(whose.owner()));
        return new Listing(all.stream().map(DeviceCare::line).toList());
    }

    private static Line line(Device device) {
        return new Line(
                device.id().owner().hex(),
                device.id().device(),
                device.label(),
                device.id().app(),
                device.platform().word(),
                device.platform().isApple() ? device.address().environment().word() : "",
                device.address().isProven(),
                device.key().isPresent(),
                device.since().getEpochSecond(),
                device.until().getEpochSecond());
    }

    private Tested test(Which which) throws InterruptedException, IOException {
        var answers = new ArrayList<Answer>();
        for (Device device : named(which)) {
            Verdict verdict = hand.test(device);
            answers.add(new Answer(
                    device.id().device(),
                    device.id().app(),
                    device.platform().word(),
                    word(verdict),
                    verdict.reason()));
        }
        return new Tested(answers);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Taken _ -> "taken";
            case Verdict.Later _ -> "later";
            case Verdict.Dead _ -> "dead";
            case Verdict.Refused _ -> "refused";
            case Verdict.Closed _ -> "closed";
        };
    }

    private Removed remove(Which which) {
        List<Device> meant = named(which);
        ledger.alter(change -> meant.forEach(device -> devices.forget(change, device)));
        return new Removed(meant.size());
    }

    private List<Device> named(Which which) {
        Optional<String> name = Optional.of(which.device()).filter(text -> !text.isEmpty());
        List<Device> meant = devices.of(ledger, PublicKey.parse(which.owner())).stream()
                .filter(device ->
                        name.isEmpty() || name.get().equals(device.id().device()))
                .toList();
        if (meant.isEmpty())
            throw new IllegalArgumentException(
                    name.isEmpty() ? "they have registered no device" : "they have registered no device of that name");
        return meant;
    }
}
