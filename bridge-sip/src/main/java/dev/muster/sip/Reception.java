package dev.muster.sip;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.wrap.Message;
import dev.muster.sip.lobby.Invitations;
import dev.muster.sip.signal.Signals;
import java.util.Optional;

/// Gives what people say on Nostr to the room that it concerns.
final class Reception implements Handler {
    private final Roles roles;
    private final Signals signals;
    private final Optional<SipApps> apps;
    private final Invitations invitations;
    private final Gatherings gatherings;

    Reception(Roles roles, Signals signals, Optional<SipApps> apps, Invitations invitations, Gatherings gatherings) {
        this.invitations = invitations;
        this.roles = roles;
        this.signals = signals;
        this.apps = apps;
        this.gatherings = gatherings;
    }

    @Override
    public boolean isExpected(Reading reading, PublicKey author) {
        return !roles.of(reading, author).isEmpty();
    }

    @Override
    public void message(Change change, Message message) {
        apps.ifPresent(known -> known.message(change, message));
        if (invitations.concern(message)) invitations.heard(change, message);
        else if (Signals.isAbout(message.kind())) signals.message(change, message);
        else if (message.kind() == Kind.BUILDIT_ROOM) gatherings.wanted(change, message);
    }

    @Override
    public void call(Change change, Event call) {
        signals.call(change, call);
    }
}
