package dev.muster.sip;

import dev.muster.kit.ledger.Reading;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.sip.OurNumbers.Behind;
import dev.muster.sip.call.Routing;
import java.util.Optional;
import java.util.Set;

/// Who is rung for which of our numbers.
final class Answering implements Routing {
    private static final Destination NOBODY = new Destination(Set.of(), "", "");

    private final OurNumbers numbers;
    private final Roles roles;
    private final Optional<SipApps> apps;

    /// @param apps none: nobody has one that speaks SIP
    Answering(OurNumbers numbers, Roles roles, Optional<SipApps> apps) {
        this.numbers = numbers;
        this.roles = roles;
        this.apps = apps;
    }

    @Override
    public Destination to(Reading reading, String called) {
        return numbers.called(called)
                .map(behind -> switch (behind) {
                    case Behind.Operators() -> new Destination(roles.all(reading, Role.OPERATOR), "", called);
                    case Behind.Person(var key) ->
                        apps.flatMap(known -> known.reachedFor(reading, key))
                                .map(Destination::of)
                                .orElseGet(() -> new Destination(Set.of(key), "", ""));
                    case Behind.Account(var name) ->
                        apps.filter(known -> known.has(reading, name))
                                .map(_ -> Destination.of(name))
                                .orElse(NOBODY);
                    case Behind.Rooms() -> NOBODY;
                })
                .orElse(NOBODY);
    }
}
