package dev.muster.sip.api;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.Entrance;
import dev.muster.kit.http.Routes;
import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.roles.Roles;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.Calls;
import dev.muster.sip.call.Reveals;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.record.Recordings;
import dev.muster.sip.taping.Tapings;
import dev.muster.sip.turn.Tickets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The room's entry: answers programs, in BuildIt's dialect and in ours.
public final class Api {
    /// Room for a session description, with all that browsers put into one.
    private static final int MOST_BYTES = 128 * 1024;

    private final BuildIt buildIt;
    private final Ours ours;

    /// What it stands on.
    ///
    /// @param tickets for a TURN server, where there is one
    /// @param following has somebody told by wraps how a call goes that they make by HTTP
    /// @param region where numbers without a plus sign are
    /// @param numbers ours
    /// @param address what a call's address ends with that BuildIt's apps show (`sip:ID@…`)
    public record Needs(
            Ledger ledger,
            Access access,
            Calls calls,
            Book book,
            Credits credits,
            Optional<Tickets> tickets,
            Reveals reveals,
            Roles roles,
            Tapings tapings,
            Recordings recordings,
            Following following,
            String region,
            List<String> numbers,
            String address,
            InstantSource clock) {}

    /// Has somebody told how a call goes.
    @FunctionalInterface
    public interface Following {
        void follow(Change change, String call, PublicKey person);
    }

    /// Answers nobody yet.
    public Api(Needs needs) {
        var counter = new Counter(needs);
        var entrance = new Entrance(needs.ledger(), needs.access(), MOST_BYTES);
        buildIt = new BuildIt(needs, counter, entrance);
        ours = new Ours(needs, counter, entrance);
    }

    /// Answers programs at these addresses.
    public void on(Routes routes) {
        buildIt.on(routes);
        ours.on(routes);
    }
}
