package dev.muster.sip.lobby;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.phone.PhoneLeg;
import dev.muster.sip.phone.PhoneLegs;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.ua.Offering;
import dev.muster.sip.ua.Origin;
import dev.muster.sip.voice.Side;
import java.util.Optional;
import java.util.function.Function;

/// How voices go between a caller and us. It takes ports, so it is opened when something is to be said of it. Any
/// thread may.
final class Line implements Offering {
    private final PhoneLegs legs;
    private final Side side;
    private final Function<Origin, Protection> protection;

    // Guarded by this.
    private Optional<PhoneLeg> leg = Optional.empty();
    private boolean isOver;

    Line(PhoneLegs legs, Side side, Function<Origin, Protection> protection) {
        this.legs = legs;
        this.side = side;
        this.protection = protection;
    }

    private Optional<PhoneLeg> leg(Protection wanted) {
        if (isOver) return Optional.empty();
        leg.ifPresent(its -> its.protect(wanted));
        if (leg.isEmpty()) {
            leg = legs.open(wanted, side);
            leg.ifPresent(side::owns);
        }
        return leg;
    }

    /// What we say to a telephone that calls; empty if we can't speak with it.
    synchronized Optional<String> greet(Optional<Sdp> offer, Origin way) {
        Optional<PhoneLeg> its = leg(protection.apply(way));
        return offer.isPresent() ? its.flatMap(line -> answered(line, offer.get())) : its.map(PhoneLeg::offer);
    }

    private static Optional<String> answered(PhoneLeg leg, Sdp offer) {
        return leg.answer(offer) instanceof Answer.Given(var ours, var _) ? Optional.of(ours) : Optional.empty();
    }

    @Override
    public synchronized Optional<String> by(Origin way) {
        return leg(protection.apply(way)).map(PhoneLeg::offer);
    }

    @Override
    public synchronized Optional<String> instead() {
        return leg.flatMap(PhoneLeg::offerInClear);
    }

    /// What we answer who wants another session, or to hear ours again.
    synchronized Optional<String> offered(Optional<String> offer) {
        return leg.flatMap(its -> offer.isPresent()
                ? Sdp.parse(offer.get()).flatMap(theirs -> answered(its, theirs))
                : Optional.of(its.offer()));
    }

    /// Takes what they say to ours. False if we can't speak with them.
    synchronized boolean agrees(Optional<Sdp> theirs) {
        return leg.flatMap(its -> theirs.map(its::accept))
                .filter(Agreement.Agreed.class::isInstance)
                .isPresent();
    }

    /// Somebody has lifted the receiver: who is silent for long is lost.
    synchronized void answered() {
        leg.ifPresent(PhoneLeg::answered);
    }

    synchronized void close() {
        isOver = true;
        leg.ifPresent(PhoneLeg::close);
    }
}
