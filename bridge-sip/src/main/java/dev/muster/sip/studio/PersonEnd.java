package dev.muster.sip.studio;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.Leg;
import dev.muster.sip.phone.PhoneLeg;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.web.WebLeg;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where a person speaks: a browser, or an app that speaks SIP.
///
/// @param answer to what they offer
/// @param offer what we offer them
/// @param accept takes what they answer
/// @param lifted both have answered: silence means something from now on
/// @param ringsItself whether it makes the sound of a telephone that rings, so that we needn't
record PersonEnd(
        Leg leg,
        Function<Sdp, Answer> answer,
        Supplier<String> offer,
        Function<Sdp, Agreement> accept,
        Runnable lifted,
        boolean ringsItself) {
    static PersonEnd of(WebLeg leg) {
        return new PersonEnd(leg, leg::answer, leg::offer, leg::accept, () -> {}, false);
    }

    static PersonEnd of(PhoneLeg leg) {
        return new PersonEnd(leg, leg::answer, leg::offer, leg::accept, leg::answered, true);
    }
}
