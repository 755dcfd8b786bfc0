package dev.muster.notifier.ring;

import dev.muster.kit.ledger.Reading;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Preferences;
import java.time.Instant;

/// Who may ring whom, as the one who is called wants it.
final class Permission {
    private final Devices devices;
    private final Roles roles;
    private final RingsConfig config;

    /// What a call may do.
    enum Answer {
        RINGS,
        /// Nothing makes a sound; a letter tells of it.
        QUIET,
        /// They don't want to be rung at all; a letter tells of it.
        OFF,
        /// Nothing: nobody hears of it.
        SILENCE
    }

    Permission(Devices devices, Roles roles, RingsConfig config) {
        this.devices = devices;
        this.roles = roles;
        this.config = config;
    }

    /// In the order that people expect: whom they have muted never rings, whom they allow always may, except when they
    /// want it quiet.
    Answer of(Reading reading, PublicKey caller, PublicKey callee, int work, Instant now) {
        Preferences wishes = devices.preferences(reading, callee);
        if (wishes.mute().contains(caller) || devices.hasMuted(reading, callee, caller)) return Answer.SILENCE;
        boolean isKnown = isKnown(reading, wishes, caller, callee);
        if (!isKnown && !mayAnyone(wishes, work)) return Answer.SILENCE;
        if (wishes.isQuiet(now) && !wishes.breaksThrough(caller)) return Answer.QUIET;
        if (wishes.calls() == Preferences.Callers.OFF && !wishes.allow().contains(caller)) return Answer.OFF;
        return Answer.RINGS;
    }

    /// Whom they follow or have named, and whoever has a role in this group.
    private boolean isKnown(Reading reading, Preferences wishes, PublicKey caller, PublicKey callee) {
        return wishes.allow().contains(caller)
                || wishes.favourites().contains(caller)
                || wishes.names().containsKey(caller.hex())
                || !roles.of(reading, caller).isEmpty()
                || devices.knows(reading, callee, caller);
    }

    private boolean mayAnyone(Preferences wishes, int work) {
        int wanted = wishes.work() > 0 ? wishes.work() : config.work();
        return wishes.calls() == Preferences.Callers.ANYONE && work >= wanted;
    }
}
