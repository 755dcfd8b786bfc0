package dev.muster.sms.thread;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;

/// Who looks after a thread.
///
/// @param who their key
/// @param by how it has come to them
/// @param isPrivate whether others don't see it
/// @param isUrgent whether everybody is asked for help
record Care(Optional<String> who, By by, boolean isPrivate, boolean isUrgent) {
    static final Care NOBODYS = new Care(Optional.empty(), By.CHANCE, false, false);

    /// How a thread has come to somebody.
    enum By {
        /// They were the first to answer, or nobody has it.
        CHANCE,
        /// It was their turn.
        TURN,
        /// It answers a broadcast of theirs.
        BROADCAST,
        /// They have said that they want it.
        WORD
    }

    Optional<PublicKey> operator() {
        return who.map(PublicKey::parse);
    }

    boolean isBy(PublicKey person) {
        return operator().filter(person::equals).isPresent();
    }

    static Care turn(PublicKey operator) {
        return new Care(Optional.of(operator.hex()), By.TURN, true, false);
    }

    Care broadcast(PublicKey organizer) {
        return new Care(Optional.of(organizer.hex()), By.BROADCAST, true, isUrgent);
    }

    Care claimed(PublicKey operator) {
        return new Care(Optional.of(operator.hex()), By.WORD, isPrivate, isUrgent);
    }

    /// Who answers what nobody has has it.
    Care answered(PublicKey operator) {
        return who.isPresent() ? this : new Care(Optional.of(operator.hex()), By.CHANCE, isPrivate, isUrgent);
    }

    Care urgent() {
        return new Care(who, by, isPrivate, true);
    }
}
