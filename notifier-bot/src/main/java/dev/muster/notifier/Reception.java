package dev.muster.notifier;

import dev.muster.kit.desk.Desk;
import dev.muster.kit.desk.Meters;
import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.reply.Patience;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.Message;
import dev.muster.notifier.api.Welcome;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.ring.Rings;
import java.util.Set;

/// Gives what people say to the room that it concerns: calls, devices, and all else to the sessions.
final class Reception implements Handler {
    private static final Set<Integer> ABOUT_DEVICES =
            Set.of(Kind.PUSH_REGISTRATION, Kind.PUSH_REMOVAL, Kind.PUSH_PREFERENCES);

    private final Handler sessions;
    private final Devices devices;
    private final Rings rings;
    private final Roles roles;
    private final Replies replies;
    private final Welcome welcome;
    private final Meters meters;
    private final Patience patience;
    private final SecretKey bot;
    private final ConversationKeys conversations;

    Reception(Desk desk, Telephony phones, Handler sessions) {
        this.sessions = sessions;
        devices = phones.devices();
        rings = phones.rings();
        welcome = phones.welcome();
        roles = desk.roles();
        replies = desk.replies();
        meters = desk.meters();
        patience = new Patience(desk.clock());
        bot = desk.key();
        conversations = desk.conversations();
    }

    @Override
    public boolean isExpected(Reading reading, PublicKey author) {
        return devices.isExpected(reading, author)
                || !roles.of(reading, author).isEmpty()
                || sessions.isExpected(reading, author);
    }

    @Override
    public void message(Change change, Message message) {
        if (Rings.isAbout(message.kind())) rings.message(change, message);
        else if (ABOUT_DEVICES.contains(message.kind())) devices(change, message.rumor(), message.id());
        else sessions.message(change, message);
    }

    @Override
    public void call(Change change, Event call) {
        rings.call(change, call);
    }

    @Override
    public Set<Integer> kinds() {
        return ABOUT_DEVICES;
    }

    /// As apps speak that send no wraps (the draft of push notifications): everybody sees who has devices here, and
    /// nobody else which.
    @Override
    public void event(Change change, Event event) {
        String content;
        try {
            content = Nip44.decrypt(event.content(), conversations.between(bot, event.author()));
        } catch (IllegalArgumentException e) {
            meters.refused("not-encrypted");
            return;
        }
        devices(change, new Rumor(event.author(), event.createdAt(), event.kind(), event.tags(), content), event.id());
    }

    /// Answers in a letter, wherever it was said.
    private void devices(Change change, Rumor rumor, EventId said) {
        PublicKey author = rumor.author();
        if (!patience.has(author)) {
            meters.refused("flood");
            return;
        }
        Outcome outcome;
        try {
            outcome = devices.said(change, rumor, welcome::tags);
        } catch (IllegalArgumentException e) {
            outcome = Outcome.refused("bad-input", "I can't use that: " + e.getMessage() + ".");
        }
        if (outcome.isRefused()) meters.refused(outcome.result());
        replies.answer(change, author, said, outcome);
    }
}
