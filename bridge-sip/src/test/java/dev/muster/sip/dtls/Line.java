package dev.muster.sip.dtls;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Two sides that write to each other, and what a network does to that.
final class Line {
    private static final Identity ONE = Identity.create(new SecureRandom(), InstantSource.system());
    private static final Identity OTHER = Identity.create(new SecureRandom(), InstantSource.system());

    final Side client;
    final Side server;

    /// What becomes of a datagram. Of one thread for each direction.
    interface Network extends Function<byte[], Optional<byte[]>> {}

    Line() {
        this(Optional::of, Optional::of);
    }

    Line(Network toServer, Network toClient) {
        client = new Side(ONE, (bytes, offset, length) -> toServer(toServer, bytes, offset, length));
        server = new Side(OTHER, (bytes, offset, length) -> toClient(toClient, bytes, offset, length));
    }

    private void toServer(Network by, byte[] bytes, int offset, int length) {
        by.apply(Arrays.copyOfRange(bytes, offset, offset + length))
                .ifPresent(it -> server.connection.arrived(it, it.length));
    }

    private void toClient(Network by, byte[] bytes, int offset, int length) {
        by.apply(Arrays.copyOfRange(bytes, offset, offset + length))
                .ifPresent(it -> client.connection.arrived(it, it.length));
    }

    void start() {
        server.connection.start(Role.SERVER, List.of(client.identity.fingerprint()));
        client.connection.start(Role.CLIENT, List.of(server.identity.fingerprint()));
    }

    /// Loses one of ten.
    static Network losing(RandomGenerator random) {
        return datagram -> random.nextInt(10) == 0 ? Optional.empty() : Optional.of(datagram);
    }

    /// Lets one of six be overtaken by the next.
    static Network overtaking(RandomGenerator random) {
        return new Network() {
            private byte @Nullable [] late;

            @Override
            public Optional<byte[]> apply(byte[] datagram) {
                byte[] before = late;
                late = before == null && random.nextInt(6) == 0 ? datagram : null;
                if (late != null) return Optional.empty();
                return Optional.of(before == null ? datagram : both(datagram, before));
            }
        };
    }

    /// Records of one datagram are taken in their order.
    static byte[] both(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Changes a bit of one of five.
    static Network noisy(RandomGenerator random) {
        return datagram -> {
            if (random.nextInt(5) == 0) datagram[random.nextInt(datagram.length)] ^= (byte) (1 << random.nextInt(8));
            return Optional.of(datagram);
        };
    }
}
