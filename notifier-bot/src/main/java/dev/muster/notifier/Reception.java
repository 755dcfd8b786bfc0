package dev.muster.notifier;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.api.Welcome;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.reply.Outcome;
import dev.muster.notifier.reply.Patience;
import dev.muster.notifier.reply.Replies;
import dev.muster.notifier.ring.Rings;
import java.time.InstantSource;

/// Gives what people say to the room that it concerns: calls, devices, and all else to the sessions.
final class Reception implements Handler {
    private final Handler sessions;
    private final Devices devices;
    private final Rings rings;
    private final Replies replies;
    private final Welcome welcome;
    private final Meters meters;
    private final Patience patience;

    Reception(
            Handler sessions,
            Devices devices,
            Rings rings,
            Replies replies,
            Welcome welcome,
            Meters meters,
            InstantSource clock) {
        this.sessions = sessions;
        this.devices = devices;
        this.rings = rings;
        this.replies = replies;
        this.welcome = welcome;
        this.meters = meters;
        this.patience = new Patience(clock);
    }

    @Override
    public void message(Change change, Message message) {
        if (Rings.isAbout(message.kind())) rings.message(change, message);
        else if (isAboutDevices(message.kind())) devices(change, message.rumor(), message.id());
        else sessions.message(change, message);
    }

    @Override
    public void call(Change change, Event call) {
        rings.call(change, call);
    }

    static boolean isAboutDevices(int kind) {
        return kind == Kind.PUSH_REGISTRATION || kind == Kind.PUSH_REMOVAL || kind == Kind.PUSH_PREFERENCES;
    }

    /// Answers in a letter, wherever it was said.
    void devices(Change change, Rumor rumor, EventId said) {
        PublicKey author = rumor.author();
        if (!patience.has(author)) {
            meters.refused("flood");
            return;
        }
        Outcome outcome;
        try {
            outcome = devices.said(change, author, rumor.kind(), rumor.tags(), rumor.content(), welcome::tags);
        } catch (IllegalArgumentException e) {
            outcome = Outcome.refused("bad-input", "I can't use that: " + e.getMessage() + ".");
        }
        if (outcome.isRefused()) meters.refused(outcome.result());
        replies.answer(change, author, said, outcome);
    }
}
