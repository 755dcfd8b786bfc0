package dev.muster.notifier.push;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Preferences;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Shows people what is new who aren't there: that a session has started, that a message has come. It says no more than
/// that, and in quiet hours nothing.
public final class Notes {
    /// Of several messages within that time the first is shown.
    private static final Duration BETWEEN_MESSAGES = Duration.ofMinutes(1);

    /// So long a message is worth waking for.
    private static final Duration OF_USE = Duration.ofHours(12);

    private static final Shelf<Shown> SHOWN = new Shelf<>("message-shown", Shown.class);

    private final Devices devices;
    private final Pushes pushes;
    private final InstantSource clock;

    private record Shown(Instant at) {}

    public Notes(Devices devices, Pushes pushes, InstantSource clock) {
        this.devices = devices;
        this.pushes = pushes;
        this.clock = clock;
    }

    /// A session that somebody comes to has started, and their link is on its way.
    public void started(Change change, PublicKey person, String session, String title, Instant until) {
        Preferences wishes = devices.preferences(change, person);
        if (!wishes.sessions() || wishes.isQuiet(clock.instant())) return;
        var note =
                new Push.Note(Push.Topic.SESSION, "session/" + session, Optional.of(title), wishes.showsNames(), until);
        pushes.bring(
                change, note, of(change, person, device -> wishes.of(device).sessions()));
    }

    /// A relay has kept a message for somebody who isn't there.
    public void message(Change change, PublicKey person, String eventId) {
        Preferences wishes = devices.preferences(change, person);
        Instant now = clock.instant();
        if (wishes.messages() == Preferences.Messages.OFF || wishes.isQuiet(now)) return;
        boolean isShown = change.get(SHOWN.at(person.hex()))
                .filter(last -> now.isBefore(last.at().plus(BETWEEN_MESSAGES)))
                .isPresent();
        if (isShown) return;
        change.put(SHOWN.at(person.hex()), new Shown(now));
        Push push = switch (wishes.messages()) {
            case SHOWN ->
                new Push.Note(Push.Topic.MESSAGE, "message/" + eventId, Optional.empty(), false, now.plus(OF_USE));
            case SILENT, OFF -> new Push.Wake("message/" + eventId, now.plus(OF_USE));
        };
        pushes.bring(
                change, push, of(change, person, device -> wishes.of(device).messages()));
    }

    private List<Device> of(Change change, PublicKey person, Predicate<Device> which) {
        return devices.of(change, person).stream().filter(which).toList();
    }
}
