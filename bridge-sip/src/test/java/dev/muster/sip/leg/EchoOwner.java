package dev.muster.sip.leg;

import dev.muster.sip.rtp.Forwarder;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.PayloadMap;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Says back what it hears.
public final class EchoOwner implements LegOwner {
    public final BlockingQueue<LegState> states = new LinkedBlockingQueue<>();
    public final BlockingQueue<Boolean> qualities = new LinkedBlockingQueue<>();
    public final AtomicInteger packets = new AtomicInteger();

    /// Those that were said back, where that may be: counted afterwards.
    public final AtomicInteger echoed = new AtomicInteger();

    private volatile @Nullable Leg leg;
    private volatile @Nullable Forwarder forwarder;

    public void owns(Leg its) {
        forwarder = new Forwarder(its.outgoing(), PayloadMap.NOTHING.withAudio(G711.PCMU, G711.PCMU));
        leg = its;
    }

    @Override
    public void rtp(RtpPacket packet, long now) {
        packets.incrementAndGet();
        Leg to = leg;
        Forwarder by = forwarder;
        if (to != null && by != null) to.send((target, at, when) -> by.forward(packet, target, at, when));
        echoed.incrementAndGet();
    }

    @Override
    public void state(LegState state) {
        states.add(state);
    }

    @Override
    public void quality(boolean isPoor, Quality.Measure measure) {
        qualities.add(isPoor);
    }

    public LegState next() throws InterruptedException {
        return Optional.ofNullable(states.poll(60, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing becomes of it"));
    }
}
