package dev.muster.sip.page;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.room.Ending;
import dev.muster.sip.room.Member;
import dev.muster.sip.room.MemberEvents;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.web.WebLeg;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Somebody in a room by a browser: a leg, a seat, and why it ended.
final class Participant implements MemberEvents {
    private final String key;
    private final WebLeg leg;
    private final Consumer<Participant> whenEnded;
    private volatile @Nullable Member member;
    private volatile @Nullable Ending ending;

    /// @param key which only their page knows
    /// @param whenEnded told once that they are in the room no longer
    Participant(String key, WebLeg leg, Consumer<Participant> whenEnded) {
        this.key = key;
        this.leg = leg;
        this.whenEnded = whenEnded;
    }

    void sits(Member its) {
        member = its;
    }

    String key() {
        return key;
    }

    /// Their seat, as long as they are there.
    Optional<Member> member() {
        return ending == null ? Optional.ofNullable(member) : Optional.empty();
    }

    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    /// Also when they are there no longer: who leads may have muted them while their page heard nothing.
    boolean isMuted() {
        Member its = member;
        return its != null && its.isMuted();
    }

    boolean isLost() {
        return leg.state().isOver();
    }

    Answer answer(Sdp offer) {
        return leg.answer(offer);
    }

    void leave() {
        Member its = member;
        if (its != null) its.leave();
        leg.close();
    }

    /// They have come in once more, by another page.
    void replaced() {
        Member its = member;
        if (its != null) its.replaced();
        leg.close();
    }

    @Override
    public void muted(boolean isMuted) {
        // The page sees it when it asks who is there.
    }

    @Override
    public void ended(Ending why) {
        ending = why;
        leg.close();
        whenEnded.accept(this);
    }
}
