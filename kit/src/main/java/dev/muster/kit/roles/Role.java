package dev.muster.kit.roles;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What somebody is to the group.
public enum Role {
    /// Gives roles to others, and may do whatever people may.
    ADMIN,
    /// Announces and starts sessions, sends to many.
    ORGANIZER,
    /// Announces and starts sessions.
    TRAINER,
    /// Answers calls and messages for the group.
    OPERATOR,
    /// Belongs to the group.
    MEMBER,
    /// Is a program of this group's, such as another of its bots.
    BOT;

    /// Whether somebody of this role may do what takes the other.
    boolean includes(Role other) {
        return switch (this) {
            case ADMIN -> other != BOT;
            case ORGANIZER -> other == ORGANIZER || other == TRAINER || other == MEMBER;
            case TRAINER, OPERATOR -> other == this || other == MEMBER;
            case MEMBER, BOT -> other == this;
        };
    }

    /// What people write for it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Stream.of(values())
                .filter(role -> role.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
