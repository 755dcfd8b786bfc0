package dev.muster.kit.access;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an admin on the bot's machine does with tokens.
public final class AccessCare {
    public static final Operation<Wanted, Made> CREATE = new Operation<>("access-create", Wanted.class, Made.class);
    public static final Operation<Nothing, Listing> LIST = new Operation<>("access-list", Nothing.class, Listing.class);
    public static final Operation<Which, Line> REVOKE = new Operation<>("access-revoke", Which.class, Line.class);

    private final Ledger ledger;
    private final Access access;

    /// A token that somebody wants.
    ///
    /// @param label what it is for
    /// @param opens the words of what it is to open
    public record Wanted(String label, List<String> opens) {}

    /// It is there.
    ///
    /// @param token told only here
    public record Made(String id, String token) {}

    /// Which is meant.
    ///
    /// @param id as a list has it
    public record Which(String id) {}

    public record Listing(List<Line> tokens) {}

    /// A token, without itself.
    ///
    /// @param since when it was made, in seconds
    /// @param used the last day on which it was used, such as `2026-11-21`; empty if it never was
    /// @param revoked when it was revoked, in seconds; 0 if it wasn't
    public record Line(String id, String label, List<String> opens, long since, String used, long revoked) {}

    public AccessCare(Ledger ledger, Access access) {
        this.ledger = ledger;
        this.access = access;
    }

    /// The same, besides others.
    public Operations on(Operations operations) {
        return operations
                .with(CREATE, (wanted, _) -> create(wanted))
                .with(LIST, (_, _) -> list())
                .with(REVOKE, (which, _) -> revoke(which.id()));
    }

    private Made create(Wanted wanted) {
        Set<Capability> opens = EnumSet.noneOf(Capability.class);
        for (String word : wanted.opens()) opens.add(Capability.parse(word));
        Access.Made made = ledger.change(change -> access.make(change, wanted.label(), opens));
        return new Made(made.grant().id(), made.token());
    }

    private Listing list() {
        return new Listing(access.all(ledger).stream().map(AccessCare::line).toList());
    }

    private Line revoke(String id) {
        Optional<Grant> revoked = ledger.change(change -> access.revoke(change, id));
        return revoked.map(AccessCare::line)
                .orElseThrow(() -> new IllegalArgumentException("there is no token of that id"));
    }

    private static Line line(Grant grant) {
        return new Line(
                grant.id(),
                grant.label(),
                grant.opens().stream().sorted().map(Capability::word).toList(),
                grant.since().getEpochSecond(),
                grant.used().map(String::valueOf).orElse(""),
                grant.revoked().map(at -> at.getEpochSecond()).orElse(0L));
    }
}
