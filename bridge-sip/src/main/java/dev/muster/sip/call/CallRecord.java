package dev.muster.sip.call;

import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.ua.HangupReason;
import java.time.Instant;
import java.util.Optional;

/// What is known of a call, while it goes on and afterwards.
///
/// @param number of the telephone; none where it is withheld
/// @param line our number
/// @param person who talks to the telephone: a public key, or what a program is known by; empty as long as nobody has
///     answered
/// @param group who pays
/// @param hotline what it was for, as clients say it; empty if they don't
/// @param reason why it is over
public record CallRecord(
        String id,
        Direction direction,
        Phase phase,
        Optional<String> number,
        String line,
        String person,
        String group,
        String hotline,
        Instant began,
        Optional<Instant> answered,
        Optional<Instant> ended,
        Optional<HangupReason> reason) {
    private static final int SHOWN = 4;

    /// The number as anybody here may see it: its last four digits. An app's name is no number, and is seen.
    public String shownNumber() {
        return number.filter(known -> isName(known) || known.length() > SHOWN)
                .map(known -> isName(known) ? known : "•••" + known.substring(known.length() - SHOWN))
                .orElse("withheld");
    }

    private static boolean isName(String known) {
        return known.codePoints().anyMatch(Character::isLetter);
    }

    public boolean isOver() {
        return phase == Phase.OVER;
    }

    CallRecord in(Phase next) {
        return new CallRecord(
                id, direction, next, number, line, person, group, hotline, began, answered, ended, reason);
    }

    CallRecord with(String whom) {
        return new CallRecord(id, direction, phase, number, line, whom, group, hotline, began, answered, ended, reason);
    }

    CallRecord answeredAt(Instant now) {
        return new CallRecord(
                id,
                direction,
                Phase.TALKING,
                number,
                line,
                person,
                group,
                hotline,
                began,
                Optional.of(now),
                ended,
                reason);
    }

    CallRecord endedAt(Instant now, HangupReason why) {
        return new CallRecord(
                id,
                direction,
                Phase.OVER,
                number,
                line,
                person,
                group,
                hotline,
                began,
                answered,
                Optional.of(now),
                Optional.of(why));
    }

    /// Neither numbers nor people.
    @Override
    public String toString() {
        return "call " + id + " " + phase.word();
    }
}
