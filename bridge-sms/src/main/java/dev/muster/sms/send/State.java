package dev.muster.sms.send;

import dev.muster.sms.carrier.Incoming;
import java.util.Locale;

/// What has become of a text.
public enum State {
    /// Nobody may have it yet: it is night where it goes, the money is spent, or a human is to decide.
    HELD(0),
    /// It waits for its turn.
    QUEUED(0),
    /// A carrier is being asked to take it.
    SENDING(1),
    /// Perhaps a carrier has it. It is never sent again.
    UNKNOWN(2),
    /// A carrier has it.
    SENT(3),
    FAILED(4),
    EXPIRED(4),
    DELIVERED(5),
    READ(6),
    /// It was not to be sent.
    BLOCKED(7),
    /// Whoever had ordered it has thought better of it.
    CANCELLED(7);

    private final int rank;

    State(int rank) {
        this.rank = rank;
    }

    /// What it is after that news: carriers tell things twice, late, and in any order, and what tells more stays.
    /// That it was delivered corrects that it had failed.
    State after(State news) {
        return news.rank > rank ? news : this;
    }

    static State of(Incoming.State reported) {
        return switch (reported) {
            case SENT -> SENT;
            case FAILED, TEXT_ONLY -> FAILED;
            case EXPIRED -> EXPIRED;
            case DELIVERED -> DELIVERED;
            case READ -> READ;
        };
    }

    /// Whether it may still go out.
    public boolean isWaiting() {
        return rank <= 1;
    }

    /// Whether nothing is expected to change it any more.
    public boolean isFinal() {
        return rank >= 4;
    }

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
