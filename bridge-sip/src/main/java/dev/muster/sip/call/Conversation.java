package dev.muster.sip.call;

import dev.muster.sip.call.Media.Described;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.Offering;
import dev.muster.sip.ua.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// One call between a telephone and a person, and what becomes of it.
///
/// Everything that happens to it comes in here, from whatever thread, and is dealt with one after the other. It asks
/// others for nothing that waits, but for the ledger.
final class Conversation implements Media.Events {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Somebody who wants a call says at once how they speak.
    static final Duration TO_DESCRIBE = Duration.ofSeconds(30);

    /// As long as a telephone rings before most networks give up.
    static final Duration TO_ANSWER = Duration.ofSeconds(60);

    /// So long before a minute is over the next one has to be paid: who can't hears that it ends.
    static final Duration NOTICE = Duration.ofSeconds(15);

    private static final Duration KEY = Duration.ofMillis(160);
    private static final int RINGS = 180;
    private static final int DECLINED = 603;

    private final String id;
    private final Direction direction;
    private final Means means;
    private final Media media;
    private final Instant began;

    // Guarded by this.
    private Phase phase;
    private Optional<Call> line = Optional.empty();
    private Optional<String> person = Optional.empty();
    private Person told = Person.TOLD_BY_THE_BOOK;
    private Optional<Order> ordered = Optional.empty();
    private Optional<String> answer = Optional.empty();
    private Optional<HangupReason> reason = Optional.empty();
    private Optional<Instant> answered = Optional.empty();
    private boolean isAgreed;
    private boolean isHeld;
    private boolean isWarned;
    private int minutes = 1;

    private Conversation(
            String id, Direction direction, Phase phase, Means means, Function<Media.Events, Media> studio) {
        this.id = id;
        this.direction = direction;
        this.phase = phase;
        this.means = means;
        began = means.clock().instant();
        media = studio.apply(this);
    }

    /// Somebody wants to call a telephone.
    static Conversation of(String id, Order order, Means means) {
        var conversation = new Conversation(
                id,
                Direction.OUTBOUND,
                Phase.ORDERED,
                means,
                events -> means.studio().to(id, events));
        conversation.person = Optional.of(order.person());
        conversation.ordered = Optional.of(order);
        return conversation;
    }

    /// A telephone calls.
    ///
    /// @param trunk by which it calls
    static Conversation of(String id, Call line, String trunk, Means means) {
        var conversation = new Conversation(
                id,
                Direction.INBOUND,
                Phase.RINGING,
                means,
                events -> means.studio().from(id, events, trunk));
        conversation.line = Optional.of(line);
        return conversation;
    }

    String id() {
        return id;
    }

    /// Whether that is who may say something about it.
    synchronized boolean isOf(String whom) {
        return person.filter(whom::equals).isPresent();
    }

    /// Whom to tell what becomes of it.
    ///
    /// @return false if it is over already
    synchronized boolean tells(Person who) {
        if (phase == Phase.OVER) return false;
        told = who;
        return true;
    }

    /// What can be said to people whom the telephone calls; empty if we can't speak with that telephone.
    synchronized Optional<String> greet(Optional<Sdp> theirs) {
        answer = theirs.isPresent() ? media.phoneOffered(theirs.get()) : media.phoneOffer();
        isAgreed = theirs.isPresent();
        return answer.map(_ -> media.personOffer()).filter(offer -> !offer.isEmpty());
    }

    /// Their client says how it speaks: for the first time, which has the telephone dialled, or because it is elsewhere
    /// now.
    synchronized Described describe(Sdp offer) {
        if (phase == Phase.OVER || reason.isPresent()) return new Described.TooLate();
        Described described = media.personOffered(offer);
        if (described instanceof Described.Given && phase == Phase.ORDERED) dial();
        return described;
    }

    private void dial() {
        reach(Phase.DIALLED);
        line = Optional.of(means.lines().dial(this, ordered.orElseThrow(), new OurSide()));
    }

    /// What a telephone is told of us that is called.
    private final class OurSide implements Offering {
        @Override
        public Optional<String> by(Origin way) {
            synchronized (Conversation.this) {
                return switch (way) {
                    case Origin.Trunk(var trunk) -> media.phoneOffer(trunk);
                    case Origin.Account _ -> media.phoneOffer();
                };
            }
        }

        @Override
        public Optional<String> instead() {
            synchronized (Conversation.this) {
                return media.phoneOfferInClear();
            }
        }
    }

    private void reach(Phase next) {
        phase = next;
        means.ledger().alter(change -> means.book().reach(change, id, next));
    }

    /// Somebody takes the call of a telephone. Only the first does.
    ///
    /// @return whether it is theirs
    synchronized boolean claim(String whom) {
        if (phase != Phase.RINGING || direction == Direction.OUTBOUND || reason.isPresent()) return isOf(whom);
        if (person.isEmpty()) {
            person = Optional.of(whom);
            means.ledger().alter(change -> means.book().take(change, id, whom));
        }
        return isOf(whom);
    }

    /// They say how they speak, to what we have offered.
    synchronized boolean accept(Sdp theirs) {
        if (media.personAnswered(theirs)) return true;
        hangUp(HangupReason.MEDIA_FAILURE);
        return false;
    }

    /// Somebody's device rings, so the telephone hears that.
    synchronized void rings() {
        if (direction == Direction.INBOUND && phase == Phase.RINGING) line.ifPresent(Call::ring);
    }

    synchronized void hold(boolean isWanted) {
        if (phase != Phase.TALKING || isHeld == isWanted) return;
        isHeld = isWanted;
        line.ifPresent(call -> call.offer(media.phoneHeld(isWanted)));
        media.hold(isWanted);
    }

    synchronized void press(String keys) {
        if (phase == Phase.TALKING) media.press(keys);
    }

    /// Has the telephone talk to another one, without us.
    ///
    /// @return whether there is anybody to transfer
    synchronized boolean transfer(String number) {
        if (phase != Phase.TALKING) return false;
        line.ifPresent(call -> call.transfer(number));
        return true;
    }

    /// Ends it, wherever it is. That it is over is told when the other side knows.
    synchronized void hangUp(HangupReason why) {
        if (phase == Phase.OVER || reason.isPresent()) return;
        reason = Optional.of(why);
        line.ifPresentOrElse(call -> call.hangUp(why), () -> finish(why));
    }

    /// The one who talks has hung up.
    void hangUp() {
        hangUp(isTalking() ? HangupReason.COMPLETED : HangupReason.CANCELLED);
    }

    synchronized boolean isTalking() {
        return phase == Phase.TALKING;
    }

    /// What the telephone's side tells.
    synchronized void happened(CallEvent event) {
        if (phase == Phase.OVER) return;
        switch (event) {
            case CallEvent.Incoming _ -> throw new IllegalStateException("it has come already");
            case CallEvent.Progress(var _, var code, var early, var _) -> progressed(code, early.flatMap(Sdp::parse));
            case CallEvent.Answered(var _, var theirs) -> answered(theirs.flatMap(Sdp::parse));
            case CallEvent.Offered(var call, var offer) -> offered(call, offer);
            case CallEvent.Agreed(var _, var theirs) -> theirs.ifPresent(text -> agreed(Sdp.parse(text)));
            case CallEvent.Declined _ -> {
                // They hear the music all the same, and their session is what it was.
                if (isHeld) media.declined();
            }
            case CallEvent.Digit(var _, var key, var _) -> media.phonePressed(key);
            case CallEvent.TransferAsked(var call, var _) -> call.transferred(DECLINED);
            case CallEvent.Transferring(var _, var code) -> transferring(code);
            case CallEvent.Ended(var _, var why, var _) -> finish(reason.orElse(why));
        }
    }

    private void progressed(int code, Optional<Sdp> early) {
        if (phase != Phase.DIALLED && phase != Phase.RINGING) return;
        if (early.isPresent()) {
            if (!agreed(early)) return;
            media.connect();
            told.hears();
        } else if (code == RINGS && !isAgreed) {
            media.ring();
        }
        if (code == RINGS && phase == Phase.DIALLED) {
            reach(Phase.RINGING);
            told.rings();
        }
    }

    private boolean agreed(Optional<Sdp> theirs) {
        if (theirs.isPresent() && media.phoneAnswered(theirs.get())) {
            isAgreed = true;
            return true;
        }
        hangUp(HangupReason.MEDIA_FAILURE);
        return false;
    }

    private void answered(Optional<Sdp> theirs) {
        // What was said early holds.
        if ((theirs.isPresent() || !isAgreed) && !agreed(theirs)) return;
        phase = Phase.TALKING;
        answered = Optional.of(means.clock().instant());
        means.ledger().alter(change -> means.book().answer(change, id));
        media.lifted();
        told.answered();
    }

    private void offered(Call call, Optional<String> offer) {
        Optional<String> ours =
                offer.isPresent() ? Sdp.parse(offer.get()).flatMap(media::phoneOffered) : media.phoneOffer();
        ours.ifPresentOrElse(call::accept, call::refuse);
    }

    private void transferring(int code) {
        if (code / 100 == 2) hangUp(HangupReason.COMPLETED);
    }

    @Override
    public synchronized void personConnected() {
        if (direction == Direction.OUTBOUND || phase != Phase.RINGING || reason.isPresent()) return;
        line.ifPresent(call -> call.answer(answer.orElseThrow()));
    }

    @Override
    public void personReconnecting(boolean isGone) {
        means.troubles().reconnecting(id, isGone);
    }

    @Override
    public void personLost(boolean isMedia) {
        hangUp(isMedia ? HangupReason.MEDIA_FAILURE : HangupReason.NETWORK_FAILURE);
    }

    @Override
    public void phoneLost() {
        hangUp(HangupReason.MEDIA_FAILURE);
    }

    @Override
    public synchronized void keyByInfo(char key) {
        line.ifPresent(call -> call.press(key, KEY));
    }

    @Override
    public void quality(boolean isPoor, double lossPercent, double roundTripMillis) {
        means.troubles().quality(id, isPoor, lossPercent, roundTripMillis);
    }

    /// Whether time has decided something. To be asked once a second.
    synchronized void look() {
        if (phase == Phase.OVER || reason.isPresent()) return;
        Instant now = means.clock().instant();
        Duration since = Duration.between(began, now);
        if (phase == Phase.ORDERED && since.compareTo(TO_DESCRIBE) >= 0) hangUp(HangupReason.CANCELLED);
        else if (direction == Direction.INBOUND && phase == Phase.RINGING && since.compareTo(TO_ANSWER) >= 0)
            hangUp(HangupReason.NO_ANSWER);
        else answered.ifPresent(at -> look(Duration.between(at, now)));
    }

    private void look(Duration talked) {
        Duration left = means.longest().minus(talked);
        Duration paid = MINUTE.multipliedBy(minutes).minus(talked);
        if (left.isZero() || left.isNegative() || paid.isZero() || paid.isNegative()) {
            hangUp(HangupReason.COMPLETED);
            return;
        }
        boolean canGoOn = paid.compareTo(NOTICE) > 0 || prolong();
        if (!isWarned && (!canGoOn || left.compareTo(MINUTE) <= 0)) {
            isWarned = true;
            media.warn();
        }
    }

    private boolean prolong() {
        boolean isPaid = means.ledger().change(change -> means.book().prolong(change, id));
        if (isPaid) {
            minutes++;
            isWarned = false;
        }
        return isPaid;
    }

    private void finish(HangupReason why) {
        phase = Phase.OVER;
        means.ledger().alter(change -> means.book().end(change, id, why));
        media.close();
        told.over(why);
        means.lines().ended(this);
    }
}
