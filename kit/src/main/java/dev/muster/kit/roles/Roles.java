package dev.muster.kit.roles;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Place;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The roles that people have: those of the configuration, and those that an admin has given them since.
public final class Roles {
    private static final Shelf<Given> GIVEN = new Shelf<>("roles", Given.class);

    private final Supplier<RolesConfig> config;

    /// What an admin has given to one person.
    private record Given(String person, Set<Role> roles) {}

    /// @param config what is in force at the moment
    public Roles(Supplier<RolesConfig> config) {
        this.config = config;
    }

    /// Whether somebody may do what takes that role.
    public boolean may(Reading reading, PublicKey who, Role role) {
        return of(reading, who).stream().anyMatch(own -> own.includes(role));
    }

    /// All roles that somebody was given, not those that they include.
    public Set<Role> of(Reading reading, PublicKey who) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) if (config.get().of(role).contains(who)) roles.add(role);
        reading.get(place(who)).ifPresent(given -> roles.addAll(given.roles()));
        return roles;
    }

    /// Everybody of exactly that role.
    public Set<PublicKey> all(Reading reading, Role role) {
        Stream<PublicKey> given = reading.under(GIVEN.at()).stream()
                .filter(entry -> entry.value().roles().contains(role))
                .map(entry -> PublicKey.parse(entry.value().person()));
        var all = new TreeSet<PublicKey>();
        Stream.concat(config.get().of(role).stream(), given).forEach(all::add);
        return all;
    }

    /// Gives somebody a role. Whether whoever says so may was asked before.
    public void give(Change change, PublicKey who, Role role) {
        Set<Role> roles = given(change, who);
        roles.add(role);
        change.put(place(who), new Given(who.hex(), roles));
    }

    /// Takes a role that was given by message; one of the configuration stays.
    public void take(Change change, PublicKey who, Role role) {
        Set<Role> roles = given(change, who);
        roles.remove(role);
        if (roles.isEmpty()) change.remove(place(who));
        else change.put(place(who), new Given(who.hex(), roles));
    }

    private static Set<Role> given(Reading reading, PublicKey who) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        reading.get(place(who)).ifPresent(given -> roles.addAll(given.roles()));
        return roles;
    }

    private static Place<Given> place(PublicKey who) {
        return GIVEN.at(who.hex());
    }
}
