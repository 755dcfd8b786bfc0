package dev.muster.sip.room;

import dev.muster.sip.mix.Mixer;

/// Somebody in a room.
public final class Member {
    private final Room room;
    private final String id;
    private final Entrant who;
    private final Mixer.Seat seat;
    private final MemberEvents events;

    Member(Room room, String id, Entrant who, Mixer.Seat seat, MemberEvents events) {
        this.room = room;
        this.id = id;
        this.who = who;
        this.seat = seat;
        this.events = events;
    }

    /// What others call them to the room.
    public String id() {
        return id;
    }

    public Entrant who() {
        return who;
    }

    public Room room() {
        return room;
    }

    /// Whether nobody hears them.
    public boolean isMuted() {
        return seat.isMuted();
    }

    /// By themselves: only they can be heard again.
    public void mute(boolean isMuted) {
        room.mute(this, isMuted);
    }

    /// Goes, or is gone. A second time changes nothing.
    public void leave() {
        room.end(this, Ending.LEFT);
    }

    /// They have come in once more, somewhere else.
    public void replaced() {
        room.end(this, Ending.ELSEWHERE);
    }

    Mixer.Seat seat() {
        return seat;
    }

    MemberEvents events() {
        return events;
    }

    Roster.Entry shown() {
        return new Roster.Entry(id, who.name(), who.isTelephone(), who.leads(), isMuted());
    }
}
