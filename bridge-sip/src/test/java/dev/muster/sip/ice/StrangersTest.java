package dev.muster.sip.ice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever doesn't know a password gets no answer, and nothing is kept of it.
@Timeout(120)
class StrangersTest {
    private static final int ROOM = 100;
    private static final int FLOOD = 200_000;

    /// What is done to a check that would be answered.
    private static final Map<String, UnaryOperator<byte[]>> TRICKS = Map.of(
            "another password", check -> changed(check, check.length - 10),
            "another transaction", check -> changed(check, 10),
            "a response", check -> sealedAs(check, StunMessage.BINDING_SUCCESS),
            "an error", check -> sealedAs(check, StunMessage.BINDING_ERROR),
            "an indication", check -> sealedAs(check, 0x0011),
            "another method", check -> sealedAs(check, 0x0003),
            "no signature", check -> withLength(Arrays.copyOf(check, check.length - 32)),
            "half of it", check -> Arrays.copyOf(check, check.length / 2),
            "a wrong fingerprint", check -> changed(check, check.length - 1),
            "only a header", check -> withLength(Arrays.copyOf(check, StunMessage.HEADER)));

    private final Sessions sessions = new Sessions(new SecureRandom(), ROOM);
    private final Port port;
    private final InetSocketAddress address;
    private final IceSession session;

    StrangersTest() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        port = Port.open(List.of(new Listening(loopback, List.of())), sessions, System::nanoTime);
        Candidate only = port.candidates().getFirst();
        address = new InetSocketAddress(only.address(), only.port());
        session = port.session(new Recorder());
    }

    @AfterEach
    void close() {
        port.close();
    }

    static Stream<String> tricks() {
        return TRICKS.keySet().stream().sorted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tricks")
    void sip_W6_aStrangerIsNotAnsweredAndNotRemembered(String trick) throws Exception {
        byte[] check = TRICKS.getOrDefault(trick, it -> it).apply(check(session.credentials(), "browser"));
        try (var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var friend = new FullAgent(address, port.session(new Recorder()).credentials())) {
            stranger.send(new DatagramPacket(check, check.length, address));
            // They come in order, so when this is answered, the other one has been thought of.
            friend.check();

            assertThat(port.arrived()).isEqualTo(new Port.Arrived(1, 1));
            assertThat(sessions.roomForAddresses()).isEqualTo(ROOM - 1);
            assertThat(session.liveness()).isEqualTo(Liveness.AWAITED);
            stranger.setSoTimeout(1);
            assertThat(isSilent(stranger)).isTrue();
        }
    }

    @Test
    void withoutATrickItWouldBeAnswered() throws Exception {
        byte[] check = check(session.credentials(), "browser");
        try (var friend = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            friend.send(new DatagramPacket(check, check.length, address));
            friend.setSoTimeout(20_000);
            assertThat(isSilent(friend)).isFalse();
        }
    }

    /// Some name nobody, some a call that is on, from many addresses, as fast as it goes.
    @Test
    void sip_W6_aFloodMakesNoStateAndWhoBelongsHereIsHeardAllTheSame() throws Exception {
        var random = new Random(6);
        List<DatagramSocket> strangers = new ArrayList<>();
        for (int i = 0; i < 50; i++)
            strangers.add(new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) i})));
        try (var friend = new FullAgent(address, session.credentials())) {
            Thread flood = Thread.ofPlatform().start(() -> flood(strangers, random));
            int heard = 0;
            while (flood.isAlive()) {
                friend.checkAgainAndAgain();
                heard++;
            }
            flood.join();
            friend.checkAgainAndAgain();

            assertThat(heard).isPositive();
            assertThat(port.arrived().ignored()).isPositive();
            assertThat(sessions.roomForAddresses()).isEqualTo(ROOM - 1);
            assertThat(sessions.size()).isEqualTo(1);
            for (DatagramSocket stranger : strangers) {
                stranger.setSoTimeout(1);
                assertThat(isSilent(stranger)).isTrue();
            }
        } finally {
            strangers.forEach(DatagramSocket::close);
        }
    }

    private void flood(List<DatagramSocket> strangers, Random random) {
        byte[] known = changed(check(session.credentials(), "browser"), 10);
        byte[] unknown = check(new Credentials("nobodyAt", "nothingAtAllThatIsKnown1"), "browser");
        try {
            for (int i = 0; i < FLOOD; i++) {
                byte[] check = random.nextBoolean() ? known : unknown;
                // Another user name each time, or another signature.
                check[check.length - 12] = (byte) random.nextInt();
                byte[] again = withLength(Arrays.copyOf(check, check.length - 8));
                strangers.get(i % strangers.size()).send(new DatagramPacket(again, again.length, address));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSilent(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        }
    }

    private static byte[] check(Credentials credentials, String ufrag) {
        return FullAgent.bytes(new StunWriter()
                .begin(StunMessage.BINDING_REQUEST, new byte[StunMessage.HEADER])
                .put(Attribute.USERNAME, (credentials.ufrag() + ":" + ufrag).getBytes(UTF_8))
                .put(Attribute.USE_CANDIDATE)
                .sealed(new Integrity(credentials.password())));
    }

    private static byte[] changed(byte[] check, int at) {
        byte[] changed = check.clone();
        changed[at] ^= 1;
        if (at >= check.length - 8) return changed;
        return withFingerprint(changed);
    }

    /// With the right password; only a test has it and plays such a trick.
    private static byte[] sealedAs(byte[] check, int type) {
        byte[] changed = check.clone();
        changed[0] = (byte) (type >> 8);
        changed[1] = (byte) type;
        return withFingerprint(changed);
    }

    private static byte[] withFingerprint(byte[] message) {
        int at = message.length - 8;
        ByteBuffer.wrap(message).putInt(at + 4, StunMessage.fingerprint(message, at));
        return message;
    }

    private static byte[] withLength(byte[] message) {
        ByteBuffer.wrap(message).putShort(2, (short) (message.length - StunMessage.HEADER));
        return message;
    }
}
