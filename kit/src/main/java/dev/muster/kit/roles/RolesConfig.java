package dev.muster.kit.roles;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The section `[roles]` of `muster.toml`: who has which role whatever messages say.
public record RolesConfig(
        Set<PublicKey> admin,
        Set<PublicKey> organizer,
        Set<PublicKey> trainer,
        Set<PublicKey> operator,
        Set<PublicKey> member,
        Set<PublicKey> bot) {
    public static final RolesConfig DEFAULT =
            new RolesConfig(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public RolesConfig {
        admin = Set.copyOf(admin);
        organizer = Set.copyOf(organizer);
        trainer = Set.copyOf(trainer);
        operator = Set.copyOf(operator);
        member = Set.copyOf(member);
        bot = Set.copyOf(bot);
    }

    /// The same, with more bots of the group.
    public RolesConfig withBots(Set<PublicKey> more) {
        Set<PublicKey> bots = Stream.concat(bot.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
        return new RolesConfig(admin, organizer, trainer, operator, member, bots);
    }

    Set<PublicKey> of(Role role) {
        return switch (role) {
            case ADMIN -> admin;
            case ORGANIZER -> organizer;
            case TRAINER -> trainer;
            case OPERATOR -> operator;
            case MEMBER -> member;
            case BOT -> bot;
        };
    }
}
