package dev.muster.sip.phone;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Legs of telephones on loopback.
public final class TestLegs {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private TestLegs() {}

    public static PhoneLegs open() {
        return open(System::nanoTime);
    }

    static PhoneLegs open(LongSupplier nanoTime) {
        return new PhoneLegs(
                new PortRange(HERE, HERE, 20_000, 29_999),
                InstantSource.system(),
                nanoTime,
                new SecureRandom(),
                (_, _) -> {});
    }
}
