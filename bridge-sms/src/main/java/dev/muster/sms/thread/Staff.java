package dev.muster.sms.thread;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who answers those who text.
final class Staff {
    private final Roles roles;
    private final Book book;

    Staff(Roles roles, Book book) {
        this.roles = roles;
        this.book = book;
    }

    /// Whether somebody may answer: a text costs money, and is in everybody's name.
    boolean includes(Reading reading, PublicKey who) {
        return roles.may(reading, who, Role.OPERATOR) || roles.may(reading, who, Role.ORGANIZER);
    }

    /// A program of ours, which nobody argues with.
    boolean isProgram(Reading reading, PublicKey who) {
        return roles.may(reading, who, Role.BOT);
    }

    /// Who is there to answer: where there are no operators, whoever is above them.
    Set<PublicKey> operators(Reading reading) {
        return Stream.of(Role.OPERATOR, Role.ORGANIZER, Role.ADMIN)
                .map(role -> roles.all(reading, role))
                .filter(people -> !people.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    /// Who sees what is said in a thread.
    Set<PublicKey> audience(Reading reading, Conversation thread) {
        Care care = thread.care();
        var audience = new TreeSet<PublicKey>();
        care.operator().filter(who -> includes(reading, who)).ifPresent(audience::add);
        if (care.isUrgent()) {
            for (Role role : Set.of(Role.OPERATOR, Role.ORGANIZER, Role.ADMIN))
                audience.addAll(roles.all(reading, role));
        } else if (!care.isPrivate() || audience.isEmpty()) {
            audience.addAll(operators(reading));
        }
        return audience;
    }

    /// Whose turn it is, and now was.
    Optional<PublicKey> next(Change change) {
        var operators = new TreeSet<>(operators(change));
        Optional<PublicKey> next = book.turn(change)
                .map(operators::higher)
                .or(() -> operators.stream().findFirst());
        next.ifPresent(operator -> book.turn(change, operator));
        return next;
    }
}
