package dev.muster.sip.voice;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.PayloadMap;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Codec;
import dev.muster.sip.sdp.Events;
import java.util.Optional;

/// What was agreed on with one leg, as packets have it.
///
/// @param law what it is sent, the best it knows
/// @param events what its keys are called; -1 if it tells of them in no packets of their own
/// @param isHeard whether what it says is to be heard now
record Speech(Agreed agreed, G711 law, int events, boolean isHeard) {
    /// What we call keys in our offers, so they may come by that name too.
    private static final int OUR_EVENTS = 101;

    private static final int NO_EVENTS = -1;

    private static final Optional<G711> PCMU = Optional.of(G711.PCMU);
    private static final Optional<G711> PCMA = Optional.of(G711.PCMA);

    static Speech of(Agreed agreed) {
        return new Speech(
                agreed,
                law(agreed.voice().codecs().getFirst()),
                agreed.voice().events().map(Events::payloadType).orElse(NO_EVENTS),
                agreed.direction().receives());
    }

    private static G711 law(Codec codec) {
        return switch (codec) {
            case PCMU -> G711.PCMU;
            case PCMA -> G711.PCMA;
        };
    }

    /// In which law that is; empty if it is no audio.
    static Optional<G711> law(int payloadType) {
        return payloadType == G711.PCMU.payloadType()
                ? PCMU
                : payloadType == G711.PCMA.payloadType() ? PCMA : Optional.empty();
    }

    boolean hasEvents() {
        return events != NO_EVENTS;
    }

    boolean isEvent(int payloadType) {
        return hasEvents() && (payloadType == events || payloadType == OUR_EVENTS);
    }

    /// What of this goes to the other one, and how. What isn't known there, and comfort noise, stays out.
    ///
    /// @param isSecret whether keys stay out too
    PayloadMap to(Speech other, boolean isSecret) {
        PayloadMap map = PayloadMap.NOTHING;
        for (G711 from : G711.values()) map = map.withAudio(from, other.takes(from) ? from : other.law);
        if (isSecret || !hasEvents() || !other.hasEvents()) return map;
        return map.with(OUR_EVENTS, other.events).with(events, other.events);
    }

    private boolean takes(G711 one) {
        return agreed.voice().codecs().stream().anyMatch(codec -> law(codec) == one);
    }
}
