package dev.muster.sip.phone;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Legs of telephones on loopback.
public final class TestLegs {
    // Below those of dev.muster.nostr.client.FreePort.
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 19_999;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private TestLegs() {}

    public static PhoneLegs open() {
        return open(System::nanoTime);
    }

    static PhoneLegs open(LongSupplier nanoTime) {
        return new PhoneLegs(
                new PortRange(HERE, HERE, LOWEST, HIGHEST),
                InstantSource.system(),
                nanoTime,
                new SecureRandom(),
                (_, _) -> {});
    }
}
