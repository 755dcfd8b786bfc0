package dev.muster.sip;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Calls;
import dev.muster.sip.call.Reveals;
import dev.muster.sip.lobby.Invitations;
import dev.muster.sip.lobby.Lobby;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.SipAgent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an admin on the bridge's machine sees of calls, and does about them.
public final class CallCare {
    public static final Operation<Wanted, Listing> LIST = new Operation<>("calls", Wanted.class, Listing.class);
    public static final Operation<Named, Shown> SHOW = new Operation<>("call", Named.class, Shown.class);
    public static final Operation<Asking, Revealed> REVEAL =
            new Operation<>("call-reveal", Asking.class, Revealed.class);
    public static final Operation<Named, Done> HANG_UP = new Operation<>("call-hangup", Named.class, Done.class);
    public static final Operation<Wish, Dialled> DIAL = new Operation<>("call-dial", Wish.class, Dialled.class);
    public static final Operation<Nothing, Ways> TRUNKS = new Operation<>("trunks", Nothing.class, Ways.class);

    /// What goes before the name of who asks here.
    private static final String ADMIN = "admin ";

    private final Ledger ledger;
    private final Book book;
    private final Reveals reveals;
    private final Calls calls;
    private final Lobby lobby;
    private final Invitations invitations;
    private final Optional<SipAgent> agent;

    /// How many calls are wanted, the latest first.
    public record Wanted(int most) {}

    public record Named(String id) {}

    public record Done(boolean isDone) {}

    /// A telephone that is to be called into a session.
    ///
    /// @param session empty: the only one that goes on
    /// @param language of what they hear; empty for that of all
    public record Wish(String number, String session, String language) {
        /// Without the number.
        @Override
        public String toString() {
            return "Wish[]";
        }
    }

    /// What such a call is called.
    public record Dialled(String id) {}

    /// Who wants to see a whole number on the bridge's machine, and why.
    public record Asking(String id, String by, String why) {}

    /// A telephone's.
    public record Revealed(String number) {
        /// Without it.
        @Override
        public String toString() {
            return "Revealed[]";
        }
    }

    /// That a number was seen.
    public record Seen(String by, long at, String why) {}

    /// A call, and who has seen its number.
    public record Shown(Line call, List<Seen> seen) {}

    public record Listing(List<Line> calls) {}

    /// A call.
    ///
    /// @param number its last digits
    /// @param answered when, in seconds; 0 if it wasn't
    /// @param ended when, in seconds; 0 if it goes on
    /// @param reason why it is over; empty if it isn't
    public record Line(
            String id,
            String direction,
            String state,
            String number,
            String line,
            long began,
            long answered,
            long ended,
            String reason) {}

    public record Ways(List<Way> ways, int calls) {}

    /// A trunk.
    public record Way(String name, boolean isUp, boolean isRegistered) {}

    CallCare(
            Ledger ledger,
            Book book,
            Reveals reveals,
            Calls calls,
            Lobby lobby,
            Invitations invitations,
            Optional<SipAgent> agent) {
        this.reveals = reveals;
        this.lobby = lobby;
        this.invitations = invitations;
        this.ledger = ledger;
        this.book = book;
        this.calls = calls;
        this.agent = agent;
    }

    /// The same, besides others.
    Operations on(Operations operations) {
        return operations
                .with(LIST, (wanted, _) -> list(wanted.most()))
                .with(SHOW, (named, _) -> show(named.id()))
                .with(REVEAL, (asking, _) -> reveal(asking))
                .with(HANG_UP, (named, _) -> hangUp(named.id()))
                .with(DIAL, (wish, _) -> new Dialled(invitations.dial(wish.number(), wish.session(), wish.language())))
                .with(TRUNKS, (_, _) -> trunks());
    }

    private boolean end(String id) {
        return calls.end(id, HangupReason.COMPLETED) || lobby.end(id);
    }

    private Listing list(int most) {
        return new Listing(
                book.all(ledger).stream().limit(most).map(CallCare::line).toList());
    }

    private Shown show(String id) {
        Line line = book.get(ledger, id)
                .map(CallCare::line)
                .orElseThrow(() -> new IllegalArgumentException("there is no call of that id"));
        List<Seen> seen = reveals.of(ledger, id).stream()
                .map(reveal -> new Seen(reveal.by(), reveal.at().getEpochSecond(), reveal.why()))
                .toList();
        return new Shown(line, seen);
    }

    private Revealed reveal(Asking asking) {
        if (asking.why().isBlank()) throw new IllegalArgumentException("say why: it is written down");
        Optional<String> number =
                ledger.change(change -> reveals.reveal(change, asking.id(), ADMIN + asking.by(), asking.why()));
        return new Revealed(number.orElseThrow(
                () -> new IllegalArgumentException("there is no call of that id, or its number was withheld")));
    }

    private Done hangUp(String id) {
        var _ = show(id);
        return new Done(end(id));
    }

    private static Line line(CallRecord call) {
        return new Line(
                call.id(),
                call.direction().name().toLowerCase(Locale.ROOT),
                call.phase().word(),
                call.shownNumber(),
                call.line(),
                call.began().getEpochSecond(),
                call.answered().map(Instant::getEpochSecond).orElse(0L),
                call.ended().map(Instant::getEpochSecond).orElse(0L),
                call.reason().map(HangupReason::word).orElse(""));
    }

    private Ways trunks() {
        List<Way> ways = agent.map(SipAgent::trunks).orElse(List.of()).stream()
                .map(state -> new Way(state.name(), state.isUp(), state.isRegistered()))
                .toList();
        return new Ways(ways, calls.count());
    }
}
