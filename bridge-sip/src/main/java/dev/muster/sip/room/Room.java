package dev.muster.sip.room;

import dev.muster.sip.mix.Beat;
import dev.muster.sip.mix.Ear;
import dev.muster.sip.mix.Mixer;
import dev.muster.sip.mix.Voice;
import dev.muster.sip.tone.Tone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A session that goes on: who is there, and hears whom. Any thread may; what is written down of who comes and goes
/// makes it wait for the disk.
public final class Room {
    private final UUID id;
    private final int most;
    private final Beat beat;
    private final Attendance attendance;
    private final Mixer mixer = new Mixer();
    private final Chime chime = new Chime();

    // Guarded by this.
    private final Map<String, Member> members = new LinkedHashMap<>();
    private String title;
    private long version;
    private boolean isOver;
    private Beat.@Nullable Following following;
    private Mixer.@Nullable Seat bell;

    /// Writes down who comes and goes.
    interface Attendance {
        /// Somebody has come: what their visit is called.
        String came(Entrant who);

        void went(String visit);
    }

    Room(UUID id, String title, int most, Beat beat, Attendance attendance) {
        this.id = id;
        this.title = title;
        this.most = most;
        this.beat = beat;
        this.attendance = attendance;
    }

    public UUID id() {
        return id;
    }

    /// Somebody comes in, and is heard from now on.
    ///
    /// @return empty if it is full, or over
    public Optional<Member> enter(Entrant who, Voice voice, Ear ear, MemberEvents events) {
        String visit = attendance.came(who);
        Optional<Member> member = seated(visit, who, voice, ear, events);
        if (member.isEmpty()) attendance.went(visit);
        return member;
    }

    private synchronized Optional<Member> seated(String visit, Entrant who, Voice voice, Ear ear, MemberEvents events) {
        if (isOver || members.size() >= most) return Optional.empty();
        if (members.isEmpty()) begin();
        chime.ring(Tone.JOINED);
        var member = new Member(this, visit, who, mixer.join(voice, ear), events);
        members.put(visit, member);
        version++;
        return Optional.of(member);
    }

    /// Nobody is mixed while nobody is there.
    private void begin() {
        bell = mixer.join(chime, Ear.NONE);
        following = beat.with(mixer::mix);
    }

    private void rest() {
        if (following != null) following.close();
        if (bell != null) bell.leave();
        following = null;
        bell = null;
    }

    public synchronized int size() {
        return members.size();
    }

    public synchronized Roster roster() {
        return new Roster(
                version, title, members.values().stream().map(Member::shown).toList());
    }

    synchronized void isCalled(String other) {
        if (title.equals(other)) return;
        title = other;
        version++;
    }

    /// Who leads it has somebody not heard any more. Who was muted so can be heard again by their own doing alone.
    ///
    /// @return whether they may, and that one is there
    public boolean mute(Member by, String other) {
        Optional<Member> whom = ledBy(by, other);
        whom.ifPresent(member -> mute(member, true));
        return whom.isPresent();
    }

    /// Who leads it has somebody go. Their pass still counts.
    public boolean remove(Member by, String other) {
        Optional<Member> whom = ledBy(by, other);
        whom.ifPresent(member -> end(member, Ending.REMOVED));
        return whom.isPresent();
    }

    private synchronized Optional<Member> ledBy(Member by, String other) {
        boolean may = by.who().leads() && members.get(by.id()) == by;
        return may ? Optional.ofNullable(members.get(other)) : Optional.empty();
    }

    void mute(Member member, boolean isMuted) {
        synchronized (this) {
            if (members.get(member.id()) != member || member.isMuted() == isMuted) return;
            member.seat().mute(isMuted);
            version++;
        }
        member.events().muted(isMuted);
    }

    void end(Member member, Ending why) {
        synchronized (this) {
            if (!members.remove(member.id(), member)) return;
            member.seat().leave();
            version++;
            if (members.isEmpty()) rest();
            else chime.ring(Tone.LEFT);
        }
        attendance.went(member.id());
        member.events().ended(why);
    }

    /// It ends, for all of them.
    void close(Ending why) {
        List<Member> left;
        synchronized (this) {
            isOver = true;
            left = List.copyOf(members.values());
        }
        for (Member member : left) end(member, why);
    }
}
