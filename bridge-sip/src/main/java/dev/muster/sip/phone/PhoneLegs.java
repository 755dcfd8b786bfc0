package dev.muster.sip.phone;

import dev.muster.sip.leg.Census;
import dev.muster.sip.leg.LegOwner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Opens legs with telephones, each at two ports of a range.
public final class PhoneLegs {
    private final Ports ports;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final SecureRandom random;
    private final Census census;

    /// @param nanoTime how time passes; not the time of day, for calls must not end when that is set
    public PhoneLegs(PortRange range, InstantSource clock, LongSupplier nanoTime, SecureRandom random, Census census) {
        ports = new Ports(range, random);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.random = random;
        this.census = census;
    }

    /// A leg of which nothing is known yet.
    ///
    /// @return empty if all ports are in use
    public Optional<PhoneLeg> open(Protection protection, LegOwner owner) {
        return ports.take().map(sockets -> {
            var leg = new PhoneLeg(this, sockets, protection, owner);
            leg.start();
            return leg;
        });
    }

    PortRange range() {
        return ports.range();
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
