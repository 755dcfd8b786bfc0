package dev.muster.kit.post;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.kit.outbox.Outbox;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Sends what a bot says: each letter is wrapped when it is decided, and carried to the recipient's inbox relays until
/// all of them have it, or its deadline has come.
public final class Post {
    private static final Channel<Letter> LETTERS = new Channel<>("wrap", Letter.class, true, 64);

    /// Beside the letters, so that a thousand of those hold up no call.
    private static final Channel<Letter> SIGNALS = new Channel<>("signal", Letter.class, true, 64);

    private static final Channel<Letter> NOTICES = new Channel<>("notice", Letter.class, true, 16);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// When one relay has it, the others mostly have it in a moment: then all of it is one change.
    private static final Duration MOMENT = Duration.ofMillis(200);

    /// So long after the first relay the slow ones may take; then it is somebody else's turn.
    private static final Duration FOR_THE_SLOW = Duration.ofSeconds(2);

    /// Whoever wasn't there so often isn't asked each minute any more.
    private static final int OFTEN = 12;

    private static final Duration SELDOM = Duration.ofMinutes(10);

    private final Sender sender;
    private final Connections connections;
    private final Directory directory;
    private final Outbox outbox;
    private final List<News> listeners = new CopyOnWriteArrayList<>();

    /// Hears how letters fare. What it decides becomes durable together with what it heard.
    public interface News {
        /// The first relay has it. Heard once a letter.
        ///
        /// @param note how many have it, such as `1 of 3 relays`
        void reached(Change change, String id, String note);

        /// It ended: at all relays that take it ([End.Done]), or otherwise.
        void ended(Change change, String id, End end);
    }

    /// Adds its channels to the outbox, which is to be started afterwards.
    public Post(Sender sender, Connections connections, Directory directory, Outbox outbox) {
        this.sender = sender;
        this.connections = connections;
        this.directory = directory;
        this.outbox = outbox.with(LETTERS, errand -> carry(LETTERS, errand), this::ended)
                .with(SIGNALS, errand -> carry(SIGNALS, errand), (_, _, _) -> {})
                .with(NOTICES, errand -> carry(NOTICES, errand), (_, _, _) -> {});
    }

    /// Has somebody hear how letters fare. To be called before the outbox is started.
    public Post telling(News news) {
        listeners.add(news);
        return this;
    }

    /// Wraps what the bot says to somebody, and writes it down to be carried. A letter of that id that is still on its
    /// way stays as it is.
    ///
    /// @param id never the same for two letters
    /// @param deadline after which it isn't carried any more, and relays may forget it (NIP-40): as long as it is
    ///                 worth reading
    public void send(Change change, String id, Rumor rumor, PublicKey recipient, Instant deadline) {
        send(change, id, sender, rumor, recipient, deadline);
    }

    /// The same, by somebody for whom the bot speaks.
    ///
    /// @param as whose rumor it is
    public void send(Change change, String id, Sender as, Rumor rumor, PublicKey recipient, Instant deadline) {
        if (outbox.waits(change, LETTERS, id)) return;
        outbox.put(change, LETTERS, id, letter(as, rumor, recipient, deadline), deadline);
    }

    /// Writes down what everybody may know, to be carried to all relays that the admin has named. Nobody hears how it
    /// fared.
    public void publish(Change change, String id, Event event, Instant deadline) {
        outbox.put(change, NOTICES, id, Letter.toEverybody(event), deadline);
    }

    /// Writes down what only matters now, such as that somebody doesn't take a call. It overtakes all letters,
    /// and nobody hears how it fared.
    ///
    /// @param wrap made for the recipient
    public void signal(Change change, String id, Event wrap, PublicKey recipient, Instant deadline) {
        outbox.put(change, SIGNALS, id, Letter.of(recipient, wrap), deadline);
    }

    /// One bad key must not stop what is sent to a thousand others: it is refused like any letter.
    private static Letter letter(Sender sender, Rumor rumor, PublicKey recipient, Instant deadline) {
        try {
            Delivery delivery = Delivery.stored().expiring(deadline);
            return Letter.of(recipient, sender.wrap(rumor, recipient, delivery));
        } catch (IllegalArgumentException e) {
            return Letter.flawed(recipient, "it can't be wrapped: " + e.getMessage());
        }
    }

    /// Takes a letter back that is still on its way, and says whether there was one. Relays that have it keep it.
    public boolean withdraw(Change change, String id) {
        return outbox.withdraw(change, LETTERS, id);
    }

    private Attempt carry(Channel<Letter> channel, Errand<Letter> errand) throws InterruptedException {
        Letter letter = errand.body();
        if (!letter.flaw().isEmpty()) return new Attempt.Refused(letter.flaw());
        List<URI> relays = letter.isToEverybody() ? connections.reach().named().toList() : directory.inbox(letter.to());
        var round = new Round(relays, letter.relays());
        round.begin(connections, letter.event());
        round.hear(PATIENCE, letter.hasReachedSomebody() ? FOR_THE_SLOW : MOMENT);
        if (round.isUnderWay() && !letter.hasReachedSomebody() && round.hasArrived()) {
            letter = advance(channel, errand, letter, round);
            round.hear(FOR_THE_SLOW, FOR_THE_SLOW);
        }
        if (round.isOver()) {
            return round.hasArrived()
                    ? new Attempt.Done(round.note())
                    : new Attempt.Refused("all relays of the recipient refuse it");
        }
        if (round.kept().size() > letter.kept().size()) advance(channel, errand, letter, round);
        return new Attempt.Again(
                round.note() + " so far", errand.attempts() < OFTEN ? Optional.empty() : Optional.of(SELDOM));
    }

    private Letter advance(Channel<Letter> channel, Errand<Letter> errand, Letter letter, Round round) {
        Letter further = letter.keptBy(round.kept());
        boolean isNews = channel.equals(LETTERS) && !letter.hasReachedSomebody();
        outbox.advance(channel, errand.id(), further, change -> {
            if (isNews) reached(change, errand.id(), round.note());
        });
        return further;
    }

    private void ended(Change change, Errand<Letter> errand, End end) {
        if (end instanceof End.Done(var note) && !errand.body().hasReachedSomebody()) {
            reached(change, errand.id(), note);
        }
        listeners.forEach(news -> news.ended(change, errand.id(), end));
    }

    private void reached(Change change, String id, String note) {
        listeners.forEach(news -> news.reached(change, id, note));
    }
}
