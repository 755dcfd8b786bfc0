package dev.muster.sip.lobby;

import dev.muster.sip.call.Phase;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.menu.Menu;
import dev.muster.sip.menu.Step;
import dev.muster.sip.phrase.Phrase;
import dev.muster.sip.room.Ending;
import dev.muster.sip.room.Member;
import dev.muster.sip.room.MemberEvents;
import dev.muster.sip.room.Room;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.Offering;
import dev.muster.sip.ua.Origin;
import dev.muster.sip.voice.Side;
import dev.muster.sip.voice.SideOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody on a telephone, whom we have called or who has called us, from the greeting to the end.
///
/// What happens comes from many threads and is dealt with by one of its own: menus look into what is on the disk.
final class Caller implements SideOwner {
    /// Who isn't in a room by then won't be: menus end before that.
    private static final Duration TO_COME_IN = Duration.ofMinutes(5);

    /// Who has us on hold doesn't hear goodbye, so nobody waits for longer until it was said.
    private static final Duration TO_SAY_GOODBYE = Duration.ofSeconds(20);

    private static final int RINGS = 180;
    private static final int DECLINED = 603;

    /// What mutes and unmutes, as in most telephone conferences: a star, and this.
    private static final char MUTES = '6';

    private final Visitor visitor;
    private final Lobby.Means means;
    private final Runnable gone;
    private final Side side;
    private final Line line;
    private final Announcer announcer;
    private final Minutes minutes;
    private final Errands errands = new Errands(new Doing());

    /// Before the thread begins.
    private @Nullable Call call;

    // The thread's own, from begin on.
    private Optional<Menu> menu;
    private Optional<Member> member = Optional.empty();
    private Optional<HangupReason> reason = Optional.empty();
    private Optional<Instant> answered = Optional.empty();
    private Optional<Instant> leaving = Optional.empty();
    private char lastKey;
    private boolean isOver;

    Caller(Visitor visitor, Lobby.Means means, Runnable gone) {
        this.visitor = visitor;
        this.means = means;
        this.gone = gone;
        menu = Optional.of(visitor.menu());
        side = new Side(means.beat(), this);
        side.keysTo(key -> soon(() -> pressed(key)));
        // Until they are in a room, what they press is a PIN.
        side.keepSecret(true);
        line = new Line(means.legs(), side, means.protection());
        announcer = new Announcer(side, visitor.phrases(), this::soon);
        minutes = new Minutes(
                means.longest(),
                () -> means.ledger().change(change -> means.book().prolong(change, visitor.id())));
    }

    /// They have called.
    void calls(Call theirs, Optional<String> offer, Origin way) {
        begin(theirs);
        soon(() -> receive(offer.flatMap(Sdp::parse), way));
    }

    /// We call them, and this is what we say.
    Offering offering() {
        return line;
    }

    /// They are being called.
    void begin(Call ours) {
        call = ours;
        errands.start();
    }

    private Call call() {
        if (call == null) throw new IllegalStateException("nobody is on the line yet");
        return call;
    }

    Visitor visitor() {
        return visitor;
    }

    void awaitEnd() throws InterruptedException {
        errands.awaitEnd();
    }

    private void soon(Runnable what) {
        errands.soon(what);
    }

    private void receive(Optional<Sdp> offer, Origin way) {
        boolean isPaid = means.ledger().change(change -> means.book().begin(change, visitor.call()));
        Optional<String> ours = isPaid ? line.greet(offer, way) : Optional.empty();
        ours.ifPresentOrElse(call()::answer, () -> call().hangUp(HangupReason.MEDIA_FAILURE));
    }

    /// What SIP tells.
    void happened(CallEvent event) {
        soon(() -> deal(event));
    }

    private void deal(CallEvent event) {
        switch (event) {
            case CallEvent.Progress(var _, var code, var early, var _) -> progressed(code, early);
            case CallEvent.Answered(var _, var theirs) -> talk(theirs);
            case CallEvent.Offered(var _, var offer) -> offered(offer);
            case CallEvent.Agreed(var _, var theirs) -> theirs.ifPresent(this::agreed);
            case CallEvent.Digit(var _, var key, var _) -> pressed(key);
            case CallEvent.TransferAsked _ -> call().transferred(DECLINED);
            case CallEvent.Ended(var _, var why, var _) -> end(why);
            case CallEvent.Incoming _, CallEvent.Declined _, CallEvent.Transferring _ -> {
                // Nothing of that is asked for here.
            }
        }
    }

    private void progressed(int code, Optional<String> early) {
        early.ifPresent(this::agreed);
        if (code == RINGS) means.ledger().alter(change -> means.book().reach(change, visitor.id(), Phase.RINGING));
    }

    private void talk(Optional<String> theirs) {
        theirs.ifPresent(this::agreed);
        line.answered();
        Instant now = means.clock().instant();
        answered = Optional.of(now);
        means.ledger().alter(change -> means.book().answer(change, visitor.id()));
        menu.ifPresent(asking -> follow(asking.begin(now)));
    }

    private void agreed(String theirs) {
        if (!line.agrees(Sdp.parse(theirs))) hangUp(HangupReason.MEDIA_FAILURE);
    }

    private void offered(Optional<String> offer) {
        line.offered(offer).ifPresentOrElse(call()::accept, call()::refuse);
    }

    private void pressed(char key) {
        menu.ifPresent(asking -> follow(asking.pressed(key, means.clock().instant())));
        if (key == MUTES && lastKey == '*') member.ifPresent(in -> in.mute(!in.isMuted()));
        lastKey = key;
    }

    /// Time passes, and ends it if it must.
    private final class Doing implements Errands.Owner {
        @Override
        public void look() {
            answered.ifPresentOrElse(Caller.this::look, Caller.this::isLate);
        }

        @Override
        public boolean isOver() {
            return isOver;
        }

        @Override
        public void breaks() {
            call().hangUp(HangupReason.NETWORK_FAILURE);
            end(HangupReason.NETWORK_FAILURE);
        }
    }

    /// Nobody is rung for what is over.
    private void isLate() {
        if (visitor.wanted().filter(room -> means.rooms().find(room).isEmpty()).isPresent())
            hangUp(HangupReason.CANCELLED);
    }

    private void look(Instant since) {
        Instant now = means.clock().instant();
        menu.ifPresent(asking -> follow(asking.look(now)));
        if (leaving.filter(at -> at.plus(TO_SAY_GOODBYE).isBefore(now)).isPresent()) hangUp(HangupReason.COMPLETED);
        if (menu.isPresent() && since.plus(TO_COME_IN).isBefore(now)) hangUp(HangupReason.NO_ANSWER);
        switch (minutes.look(since, now)) {
            case GO_ON -> {
                // As most of the time.
            }
            case WARN -> side.beep(Tone.WARNING);
            case END -> hangUp(HangupReason.COMPLETED);
        }
    }

    private void follow(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Say(var phrases) -> announcer.say(phrases, this::said);
                case Step.Hush() -> announcer.hush();
                case Step.Enter(var room) -> enter(room);
                case Step.Decline() -> hangUp(HangupReason.REJECTED);
                // Who was called and says nothing may be a machine.
                case Step.HangUp() -> hangUp(visitor.isCalled() ? HangupReason.NO_ANSWER : HangupReason.COMPLETED);
            }
        }
    }

    private void said() {
        menu.ifPresent(asking -> follow(asking.said(means.clock().instant())));
    }

    private void enter(UUID where) {
        menu = Optional.empty();
        side.keepSecret(false);
        Optional<Room> room = means.rooms().find(where);
        if (room.isEmpty()) {
            leaveSaying(Phrase.OVER);
            return;
        }
        var voice = new dev.muster.sip.voice.Member(side);
        int others = room.get().size();
        member = room.get().enter(visitor.who().apply(where), voice, voice, new Events());
        if (member.isEmpty()) {
            leaveSaying(Phrase.FULL);
            return;
        }
        side.speakTo(voice);
        announcer.say(Phrase.YOU_ARE_IN, Phrase.here(others));
    }

    private void leaveSaying(Phrase why) {
        leaving = Optional.of(means.clock().instant());
        side.park();
        announcer.say(List.of(why, Phrase.GOODBYE), () -> hangUp(HangupReason.COMPLETED));
    }

    /// Ends it, wherever it is. The first reason counts.
    void hangUpFor(HangupReason why) {
        soon(() -> hangUp(why));
    }

    private void hangUp(HangupReason why) {
        if (reason.isEmpty()) reason = Optional.of(why);
        call().hangUp(answered.isEmpty() ? why : HangupReason.COMPLETED);
    }

    private void end(HangupReason why) {
        if (isOver) return;
        isOver = true;
        member.ifPresent(Member::leave);
        line.close();
        means.ledger().alter(change -> means.book().end(change, visitor.id(), reason.orElse(heard(why))));
        gone.run();
    }

    /// Who hangs up on the question whether they join has not been there.
    private HangupReason heard(HangupReason why) {
        boolean hasNotJoined = visitor.isCalled() && menu.isPresent();
        return hasNotJoined && why == HangupReason.COMPLETED ? HangupReason.NO_ANSWER : why;
    }

    @Override
    public void state(LegState state) {
        if (state instanceof LegState.Failed || state instanceof LegState.Lost) hangUpFor(HangupReason.MEDIA_FAILURE);
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {
        // Nobody could be told but they themselves.
    }

    /// What becomes of them in the room.
    private final class Events implements MemberEvents {
        @Override
        public void muted(boolean isMuted) {
            soon(() -> announcer.say(isMuted ? Phrase.MUTED : Phrase.UNMUTED));
        }

        @Override
        public void ended(Ending why) {
            switch (why) {
                case REMOVED -> soon(() -> leaveSaying(Phrase.REMOVED));
                case OVER -> soon(() -> leaveSaying(Phrase.OVER));
                case LEFT, ELSEWHERE -> {
                    // They have hung up.
                }
            }
        }
    }
}
