package dev.muster.sip.lobby;

import dev.muster.sip.call.CallRecord;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.menu.Menu;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.room.Entrant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Who is on a line, before anything has happened.
///
/// @param call as it is written down at first
/// @param menu what they are asked before they are in a room
/// @param who as whom they come into one
/// @param phrases in a language that they understand
/// @param wanted the room that we call them into; none where they have called us
record Visitor(CallRecord call, Menu menu, Function<UUID, Entrant> who, Phrasebook phrases, Optional<UUID> wanted) {
    String id() {
        return call.id();
    }

    /// Whether it is our call.
    boolean isCalled() {
        return call.direction() == Direction.OUTBOUND;
    }

    /// Whether it is our call, and they may say what becomes of it.
    boolean isWantedBy(String person) {
        return isCalled() && call.person().equals(person);
    }

    boolean isFor(UUID room, String number) {
        return wanted.filter(room::equals).isPresent()
                && call.number().filter(number::equals).isPresent();
    }
}
