package dev.muster.sip.lobby;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sip.room.Entrant;
import java.util.UUID;

/// Somebody who is to be called into a session.
///
/// @param call its name, never the same for two
/// @param who as whom they come in
/// @param by who wants it: a public key, or what an admin is known by
/// @param group who pays
/// @param language of what they hear; empty for that of all
record Guest(String call, UUID room, Entrant who, PhoneNumber number, String by, String group, String language) {
    /// Neither number nor people: it may end up in a log.
    @Override
    public String toString() {
        return "Guest[]";
    }
}
