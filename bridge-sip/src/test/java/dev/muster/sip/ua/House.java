package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An agent on loopback, with short times.
final class House implements AutoCloseable {
    static final Timing QUICK = quick(Duration.ofSeconds(4), Duration.ofSeconds(20));

    static final String TO = "+12025550123";
    static final String FROM = "+12025550199";

    /// Quick, but for how long others may keep silent, and the last of them.
    static Timing quick(Duration firstAnswer, Duration lastAnswer) {
        return new Timing(
                firstAnswer,
                lastAnswer,
                Duration.ofSeconds(20),
                Duration.ofMillis(100),
                3,
                Duration.ofSeconds(1800),
                Duration.ofSeconds(90),
                Duration.ofMinutes(10),
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofSeconds(5));
    }

    private final int port;
    private final Diary diary = new Diary();
    private final SipAgent agent;

    House(Timing timing, Optional<Apps> apps, TlsConfig tls, List<Transport> transports, TrunkConfig... trunks)
            throws IOException {
        port = freePort();
        // TLS beside the others; both ports are free at once.
        var config = new AgentConfig(
                transports.stream()
                        .map(transport -> new ListenPoint("127.0.0.1", port, transport))
                        .toList(),
                Optional.empty(),
                tls,
                timing,
                "muster",
                100);
        agent = new SipAgent(config, List.of(trunks), apps, diary, InstantSource.system(), new SecureRandom());
        agent.start();
    }

    House(TrunkConfig... trunks) throws IOException {
        this(
                QUICK,
                Optional.empty(),
                TlsConfig.DEFAULT,
                List.of(Transport.UDP, Transport.TCP),
                withoutQuestions(trunks));
    }

    /// Nobody asks whether they are there.
    private static TrunkConfig[] withoutQuestions(TrunkConfig... trunks) {
        return Stream.of(trunks).map(House::quiet).toArray(TrunkConfig[]::new);
    }

    static TrunkConfig quiet(TrunkConfig trunk) {
        return new TrunkConfig(
                trunk.name(),
                trunk.servers(),
                trunk.transport(),
                trunk.domain(),
                trunk.credentials(),
                trunk.isRegistered(),
                trunk.username(),
                trunk.route(),
                trunk.prefixes(),
                trunk.sources(),
                trunk.assertsIdentity(),
                false);
    }

    /// Free for UDP and for TCP.
    static int freePort() throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        while (true) {
            try (var tcp = new ServerSocket(0, 1, here);
                    var udp = new DatagramSocket(tcp.getLocalPort(), here)) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                assertThat(taken).isNotNull();
            }
        }
    }

    int port() {
        return port;
    }

    SocketAddress address() {
        return Peer.at(port);
    }

    Diary diary() {
        return diary;
    }

    SipAgent agent() {
        return agent;
    }

    Call call() {
        return agent.call(new Dial(TO, FROM, false, Peer.SDP));
    }

    @Override
    public void close() {
        agent.close();
    }
}
