package dev.muster.sip.web;

import dev.muster.sip.dtls.Identity;
import dev.muster.sip.ice.Port;
import dev.muster.sip.leg.Census;
import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.sdp.Candidate;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/// Opens legs with browsers and apps, all at one port and with one certificate.
public final class WebLegs {
    private final Port port;
    private final Identity identity;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final SecureRandom random;
    private final Census census;

    /// @param nanoTime as the port has it
    public WebLegs(
            Port port,
            Identity identity,
            InstantSource clock,
            LongSupplier nanoTime,
            SecureRandom random,
            Census census) {
        this.port = port;
        this.identity = identity;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.random = random;
        this.census = census;
    }

    /// A leg of which nothing is known yet.
    public WebLeg open(LegOwner owner) {
        var leg = new WebLeg(this, owner);
        leg.start();
        return leg;
    }

    /// Where we are found.
    List<Candidate> candidates() {
        return port.candidates().stream()
                .map(it -> Candidate.host(it.foundation(), it.priority(), it.address(), it.port()))
                .toList();
    }

    Port port() {
        return port;
    }

    Identity identity() {
        return identity;
    }

    InstantSource clock() {
        return clock;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    SecureRandom random() {
        return random;
    }

    Census census() {
        return census;
    }
}
