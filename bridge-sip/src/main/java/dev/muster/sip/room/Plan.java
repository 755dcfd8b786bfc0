package dev.muster.sip.room;

import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.UUID;

/// A room that is wanted, as it is written down.
///
/// @param owner the bot that wants it: its passes open it, and it is told who was there
/// @param salt what names of unknown callers are made with, in hex
record Plan(PublicKey owner, RoomWish wish, Pin pin, String salt) {
    UUID id() {
        return wish.room();
    }

    boolean isOpen(Instant now) {
        return wish.stage() == Stage.LIVE && wish.ends().isAfter(now);
    }

    boolean isOver(Instant now) {
        return wish.stage() == Stage.OVER || !wish.ends().isAfter(now);
    }

    boolean isCalled(String name) {
        String session = wish.session();
        return session.equals(name)
                || session.substring(session.lastIndexOf(':') + 1).equals(name)
                || id().toString().equals(name);
    }

    Plan with(RoomWish newer) {
        return new Plan(owner, newer, pin, salt);
    }

    /// Nothing of the session, nor the PIN: it may end up in a log.
    @Override
    public String toString() {
        return "the room " + id();
    }
}
