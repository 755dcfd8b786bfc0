package dev.muster.sms.thread;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The threads that there are, and the answers that are on their way.
final class Book {
    private static final Shelf<Conversation> THREADS = new Shelf<>("sms-thread", Conversation.class);
    private static final Shelf<Named> BY_GHOST = new Shelf<>("sms-thread-ghost", Named.class);
    private static final Shelf<Reply> REPLIES = new Shelf<>("sms-reply", Reply.class);
    private static final Shelf<Named> STRANGERS = new Shelf<>("sms-stranger", Named.class);
    private static final Shelf<Turn> TURN = new Shelf<>("sms-turn", Turn.class);
    private static final Shelf<Places> PLACES = new Shelf<>("sms-places", Places.class);

    private record Named(String thread) {}

    private record Turn(String operator) {}

    private record Places(List<URI> relays) {}

    Optional<Conversation> thread(Reading reading, String id) {
        return reading.get(THREADS.at(id));
    }

    Optional<Conversation> of(Reading reading, PublicKey ghost) {
        return reading.get(BY_GHOST.at(ghost.hex())).flatMap(named -> thread(reading, named.thread()));
    }

    Stream<Conversation> all(Reading reading) {
        return reading.under(THREADS.at()).stream().map(Entry::value);
    }

    void begin(Change change, PublicKey ghost, Conversation thread) {
        change.put(BY_GHOST.at(ghost.hex()), new Named(thread.id()));
        keep(change, thread);
    }

    void keep(Change change, Conversation thread) {
        change.put(THREADS.at(thread.id()), thread);
    }

    Optional<Reply> reply(Reading reading, String id) {
        return reading.get(REPLIES.at(id));
    }

    void keep(Change change, String id, Reply reply) {
        change.put(REPLIES.at(id), reply);
    }

    void forget(Change change, String id) {
        change.remove(REPLIES.at(id));
    }

    void forgetStrangers(Change change, Conversation thread) {
        change.under(STRANGERS.at(thread.id())).forEach(stranger -> change.remove(stranger.place()));
    }

    /// Whether somebody who doesn't belong here writes to that thread for the first time.
    boolean isNewStranger(Change change, Conversation thread, PublicKey who) {
        var place = STRANGERS.at(thread.id(), who.hex());
        if (change.has(place)) return false;
        change.put(place, new Named(thread.id()));
        return true;
    }

    /// Whose turn it was last.
    Optional<PublicKey> turn(Reading reading) {
        return reading.get(TURN.at("last")).map(turn -> PublicKey.parse(turn.operator()));
    }

    void turn(Change change, PublicKey operator) {
        change.put(TURN.at("last"), new Turn(operator.hex()));
    }

    /// Whether ghosts are said to receive elsewhere than at these relays.
    boolean isElsewhere(Change change, List<URI> relays) {
        var now = new Places(relays);
        if (change.get(PLACES.at("now")).filter(now::equals).isPresent()) return false;
        change.put(PLACES.at("now"), now);
        return true;
    }
}
