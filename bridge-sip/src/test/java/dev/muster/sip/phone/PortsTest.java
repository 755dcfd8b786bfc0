package dev.muster.sip.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PortsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final int first = free();
    private final Ports ports = new Ports(new PortRange(HERE, HERE, first, first + 7), new Random(1));

    /// The first of eight that nobody has.
    private static int free() {
        var random = new Random();
        while (true) {
            int first = 10_000 + 2 * random.nextInt(5_000);
            List<DatagramSocket> open = new ArrayList<>();
            try {
                for (int port = first; port < first + 8; port++)
                    open.add(new DatagramSocket(new InetSocketAddress(HERE, port)));
                return first;
            } catch (SocketException taken) {
                // Others it is, then.
            } finally {
                open.forEach(DatagramSocket::close);
            }
        }
    }

    @Test
    void theyAreGivenInPairsUntilThereAreNoMore() {
        List<Sockets> taken = Stream.generate(ports::take)
                .limit(4)
                .map(it -> it.orElseThrow())
                .toList();

        assertThat(taken).extracting(Sockets::port).containsExactlyInAnyOrder(first, first + 2, first + 4, first + 6);
        assertThat(ports.take()).isEmpty();
        taken.forEach(Sockets::close);
    }

    @Test
    void whatIsClosedIsUsedAgainAfterAllOthers() {
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Sockets sockets = ports.take().orElseThrow();
            used.add(sockets.port());
            sockets.close();
            sockets.close();
        }

        assertThat(used.subList(0, 4)).doesNotHaveDuplicates();
        assertThat(used.subList(4, 8)).isEqualTo(used.subList(0, 4));
    }

    @Test
    void whatAnotherProgramHasIsLeftOut() throws Exception {
        try (var _ = new DatagramSocket(new InetSocketAddress(HERE, first + 3))) {
            List<Sockets> taken = Stream.generate(ports::take)
                    .limit(3)
                    .map(it -> it.orElseThrow())
                    .toList();

            assertThat(taken).extracting(Sockets::port).containsExactlyInAnyOrder(first, first + 4, first + 6);
            assertThat(ports.take()).isEmpty();
            taken.forEach(Sockets::close);
        }
        try (Sockets sockets = ports.take().orElseThrow()) {
            assertThat(sockets.port()).isEqualTo(first + 2);
        }
    }

    @Test
    void anOddPortIsNotTheFirstOfTwo() {
        var range = new PortRange(HERE, HERE, 18_001, 18_006);

        assertThat(range.first()).isEqualTo(18_002);
        assertThat(range.pairs()).isEqualTo(2);
    }

    @Test
    void aRangeWithoutPortsIsNone() {
        assertThatThrownBy(() -> new PortRange(HERE, HERE, 18_001, 18_002))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PortRange(HERE, InetAddress.ofLiteral("0.0.0.0"), 18_000, 18_100))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
