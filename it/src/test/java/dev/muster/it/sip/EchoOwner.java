package dev.muster.it.sip;

import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.rtp.Forwarder;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.PayloadMap;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.web.WebLeg;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Says back what it hears, but for keys: it counts those.
final class EchoOwner implements LegOwner {
    private static final int KEYS = 126;

    final BlockingQueue<LegState> states = new LinkedBlockingQueue<>();

    /// By when they were pressed.
    private final Map<Integer, Integer> keys = new ConcurrentHashMap<>();

    private @Nullable WebLeg leg;
    private @Nullable Forwarder forwarder;

    synchronized void owns(WebLeg its) {
        leg = its;
        forwarder = new Forwarder(its.outgoing(), PayloadMap.NOTHING.withAudio(G711.PCMU, G711.PCMU));
    }

    @Override
    public synchronized void rtp(RtpPacket packet, long now) {
        if (packet.payloadType() == KEYS) keys.put(packet.timestamp(), (int) packet.bytes()[packet.payloadAt()]);
        Forwarder by = forwarder;
        if (leg != null && by != null) leg.send((target, at, when) -> by.forward(packet, target, at, when));
    }

    Set<Integer> keys() {
        return Set.copyOf(keys.values());
    }

    @Override
    public void state(LegState state) {
        states.add(state);
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {
        throw new IllegalStateException("on one machine it can't be poor");
    }
}
