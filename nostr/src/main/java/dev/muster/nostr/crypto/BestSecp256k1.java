package dev.muster.nostr.crypto;

import java.security.SecureRandom;
import java.util.function.Supplier;

/// The choice of an implementation, made once.
final class BestSecp256k1 {
    static final Secp256k1 INSTANCE = firstOf(() -> new NativeSecp256k1(new SecureRandom()));

    private BestSecp256k1() {}

    static Secp256k1 firstOf(Supplier<Secp256k1> preferred) {
        try {
            return preferred.get();
        } catch (Throwable unavailable) {
            // No library for this system, a temporary directory that forbids execution: the ways to fail are many, and
            // some are Errors. Whoever wonders why it is slow asks for the name.
            return new BouncySecp256k1(new SecureRandom());
        }
    }
}
