package dev.muster.notifier.session;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.reply.Outcome;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which session somebody means.
final class Which {
    private final Book book;
    private final Letters letters;
    private final Proceedings proceedings;
    private final Roles roles;
    private final InstantSource clock;

    Which(Book book, Letters letters, Proceedings proceedings, Roles roles, InstantSource clock) {
        this.book = book;
        this.letters = letters;
        this.proceedings = proceedings;
        this.roles = roles;
        this.clock = clock;
    }

    /// What somebody wants to have done to it.
    interface Doing {
        Outcome to(Session session, Statement by);
    }

    /// Does something to the one that somebody means.
    ///
    /// @param name what they call it, or empty
    /// @param fits which come into question if they don't say
    Outcome on(Change change, Message message, String name, Predicate<Session> fits, Doing doing) {
        List<Session> found = find(change, message, name, fits);
        return switch (found.size()) {
            case 0 -> Book.unknown();
            case 1 -> doing.to(found.getFirst(), now(message));
            default -> Outcome.refused("ambiguous", "Which one? Name it:\n" + Wording.lines(found, clock.instant()));
        };
    }

    /// The same, if it is they who lead it.
    Outcome led(Change change, Message message, String name, Predicate<Session> fits, Doing doing) {
        PublicKey author = message.author();
        return on(
                change,
                message,
                name,
                session -> !name.isEmpty() || (fits.test(session) && proceedings.mayLead(change, session, author)),
                (session, by) -> proceedings.mayLead(change, session, author)
                        ? doing.to(session, by)
                        : Outcome.refused("not-allowed", "Only those who lead that session can do that."));
    }

    /// By the time it reached us: clients blur what they write (BuildIt by up to two days), and the last word counts.
    private Statement now(Message message) {
        return new Statement(message.author(), message.id(), clock.instant(), true);
    }

    /// Which sessions somebody means: the one whose letter they answer, the one they name, or the only one there is.
    private List<Session> find(Change change, Message message, String name, Predicate<Session> fits) {
        Tags tags = message.rumor().tags();
        Optional<Session> tagged = Stream.concat(
                        tags.values("e").stream()
                                .flatMap(id -> letters.sessionOf(change, id).stream())
                                .flatMap(id -> book.find(change, id).stream()),
                        tags.values("a").stream().flatMap(address -> book.named(change, address).stream()))
                .findFirst();
        if (name.isEmpty() && tagged.isPresent()) return List.of(tagged.get());
        if (!name.isEmpty()) return named(change, message.author(), name);
        List<Session> all =
                book.of(change, message.author()).stream().filter(fits).toList();
        if (all.size() < 2) return all;
        return letters.latest(change, message.author())
                .flatMap(id -> all.stream().filter(it -> it.id().equals(id)).findFirst())
                .map(List::of)
                .orElse(all);
    }

    private List<Session> named(Change change, PublicKey author, String name) {
        Optional<Session> addressed = book.named(change, name)
                .filter(session -> !session.origin().isPrivate()
                        || book.attendee(change, session, author).isPresent()
                        || proceedings.mayLead(change, session, author));
        if (addressed.isPresent()) return List.of(addressed.get());
        List<Session> known = roles.may(change, author, Role.ADMIN) ? book.all(change) : book.of(change, author);
        List<Session> found =
                known.stream().filter(session -> isCalled(session, name)).toList();
        List<Session> current =
                found.stream().filter(session -> !session.status().isOver()).toList();
        return current.isEmpty() ? found : current;
    }

    private static boolean isCalled(Session session, String name) {
        return session.address().identifier().equalsIgnoreCase(name)
                || session.plan().title().equalsIgnoreCase(name)
                || session.id().equals(name);
    }
}
