package dev.muster.notifier.ring;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Replies;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Preferences;
import dev.muster.notifier.push.Push;
import dev.muster.notifier.push.Pushes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people are told who have missed a call: a letter, and a note on their phones unless they want quiet.
final class MissedCalls {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Devices devices;
    private final Pushes pushes;
    private final Replies replies;
    private final InstantSource clock;

    MissedCalls(Devices devices, Pushes pushes, Replies replies, InstantSource clock) {
        this.devices = devices;
        this.pushes = pushes;
        this.replies = replies;
        this.clock = clock;
    }

    /// Tells who called, once.
    ///
    /// @param phones that ring for them
    void tell(Change change, Ring ring, List<Device> phones) {
        PublicKey callee = ring.callee();
        Preferences wishes = devices.preferences(change, callee);
        ZoneId zone = wishes.quiet().map(Preferences.Quiet::zone).orElse(ZoneOffset.UTC);
        String at = ring.call().madeAt().atZone(zone).format(TIME) + " (" + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone)
                + ")";
        PublicKey caller = ring.call().caller().orElseThrow();
        String npub = new Npub(caller).encode();
        String who = wishes.nameOf(caller).map(name -> name + " (" + npub + ")").orElse(npub);
        replies.tell(
                change,
                "missed/" + Book.name(ring),
                callee,
                "Missed call from " + who + " at " + at + ".",
                Tag.of("call-id", ring.call().id()),
                Tag.of("caller", caller.hex()),
                Tag.of("t", "missed-call"));
        if (wishes.isQuiet(clock.instant()) || wishes.calls() == Preferences.Callers.OFF) return;
        Optional<String> details = wishes.nameOf(caller).map(name -> "From " + name + " at " + at);
        Instant until = clock.instant().plus(Book.REMEMBERED);
        pushes.bring(
                change,
                new Push.Note(Push.Topic.MISSED_CALL, "missed/" + Book.name(ring), details, wishes.showsNames(), until),
                phones);
    }
}
