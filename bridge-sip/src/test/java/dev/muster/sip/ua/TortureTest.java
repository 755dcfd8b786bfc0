package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What nobody should ever send. The messages are those that NIST's own stack is tried with, among them RFC 4475's.
@Timeout(120)
class TortureTest {
    private static final int TRIES = 40;
    private static final Pattern MESSAGE = Pattern.compile("(?s)<message>\\s*<!\\[CDATA\\[(.*?)]]>");

    private static final Queue<Throwable> ESCAPED = new ConcurrentLinkedQueue<>();
    private static Thread.UncaughtExceptionHandler before;
    private static List<String> messages;

    private Peer peer;
    private House house;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = TortureTest.class.getResourceAsStream("torture.xml")) {
            Matcher found = MESSAGE.matcher(new String(file.readAllBytes(), US_ASCII));
            messages = found.results()
                    .map(message -> message.group(1).replace("\r", "").replace("\n", "\r\n"))
                    .toList();
        }
        assertThat(messages).hasSizeGreaterThan(50);
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, escaped) -> ESCAPED.add(escaped));
    }

    @AfterAll
    static void stopWatching() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @BeforeEach
    void open() throws IOException {
        ESCAPED.clear();
        peer = new Peer();
        house = new House(TrunkConfig.to("trunk", peer.server(), Transport.UDP));
    }

    @AfterEach
    void close() {
        house.close();
        peer.close();
        assertThat(ESCAPED).isEmpty();
    }

    @Test
    void sip_S16_eachIsReadOrRefused() {
        for (String message : messages) read(message);
    }

    @Test
    void sip_S16_whatIsLeftOfThemIsReadOrRefused() {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] broken = messages.get(random.nextInt(messages.size())).getBytes(UTF_8);
            if (broken.length == 0) continue;
            for (int j = random.nextInt(5); j >= 0; j--)
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            read(new String(broken, 0, random.nextInt(broken.length + 1), UTF_8));
        }
    }

    private static void read(String message) {
        assertThatNoException().isThrownBy(() -> {
            try {
                new StrictParser().parseSIPMessage(message.getBytes(UTF_8), true, false, null);
            } catch (ParseException refused) {
                assertThat(refused).isNotNull();
            }
        });
    }

    @Test
    void sip_S16_weAreStillThereAfterAllOfThemByUdp() throws Exception {
        for (String message : messages) peer.say(house.address(), message);
        stillThere();
    }

    @Test
    void sip_S16_weAreStillThereAfterAllOfThemByTcp() throws Exception {
        for (String message : messages) {
            try (var socket = connected()) {
                socket.getOutputStream().write(message.getBytes(UTF_8));
            }
        }
        try (var all = connected()) {
            for (String message : messages) all.getOutputStream().write(message.getBytes(UTF_8));
        } catch (IOException hungUp) {
            assertThat(hungUp).isNotNull();
        }
        stillThere();
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), house.port());
    }

    private void stillThere() throws Exception {
        // What is sent by UDP may get lost, most of all after so much; whoever wants an answer asks again.
        int asked = 0;
        do {
            assertThat(asked++).as("asked in vain").isLessThan(TRIES);
            peer.say(house.address(), options("still"));
        } while (!peer.hearsAnswer("still", Duration.ofSeconds(1)));
        assertThat(ESCAPED).isEmpty();
        // As long as the connections of before aren't all noticed to be over, one more is one too many.
        asked = 0;
        while (!isAnsweredByTcp()) {
            assertThat(asked++).as("asked in vain by TCP").isLessThan(TRIES);
            Thread.sleep(Duration.ofMillis(250));
        }
    }

    private boolean isAnsweredByTcp() {
        try (var socket = connected()) {
            socket.getOutputStream()
                    .write(options("tcp").replace("SIP/2.0/UDP", "SIP/2.0/TCP").getBytes(UTF_8));
            return new String(socket.getInputStream().readNBytes(11), UTF_8).equals("SIP/2.0 200");
        } catch (IOException hungUp) {
            return false;
        }
    }

    private String options(String callId) {
        return peer.request("OPTIONS", "sip:127.0.0.1:" + house.port(), "<sip:a@b>;tag=a", "<sip:c@d>", callId, 1, "");
    }

    @Test
    void sip_S16_aHeaderThatDoesntEndIsHungUpOn() throws Exception {
        try (var socket = connected()) {
            socket.getOutputStream().write("OPTIONS sip:a SIP/2.0\r\n".getBytes(UTF_8));
            assertThat(untilHungUp(socket, ("X: " + "a".repeat(997) + "\r\n").getBytes(UTF_8)))
                    .isTrue();
        }
        stillThere();
    }

    @Test
    void sip_S16_aLineThatDoesntEndIsHungUpOn() throws Exception {
        try (var socket = connected()) {
            assertThat(untilHungUp(socket, "a".repeat(1_000).getBytes(UTF_8))).isTrue();
        }
        stillThere();
    }

    /// Within a hundred megabytes, which nobody would keep.
    private static boolean untilHungUp(Socket socket, byte[] piece) {
        try {
            for (int i = 0; i < 100_000; i++) socket.getOutputStream().write(piece);
            return false;
        } catch (IOException hungUp) {
            return true;
        }
    }

    @Test
    void sip_S16_aBodyThatIsTooLongOrNegativeIsHungUpOn() throws Exception {
        for (String length : List.of("-1", "65536", "2147483647", "2147483648", "99999999999999999999", "abc")) {
            try (var socket = connected()) {
                String message = options("length").replace("SIP/2.0/UDP", "SIP/2.0/TCP");
                socket.getOutputStream()
                        .write(message.replace("Content-Length: 0", "Content-Length: " + length)
                                .getBytes(UTF_8));
                socket.getOutputStream().write("x".repeat(100).getBytes(UTF_8));
            }
        }
        stillThere();
    }

    @Test
    void sip_S16_twoHundredViasAreTooMany() throws Exception {
        List<String> vias = new ArrayList<>();
        for (int i = 0; i < 200; i++) vias.add("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" + i);
        String message = options("via").replace("Max-Forwards", String.join("\r\n", vias) + "\r\nMax-Forwards");
        peer.say(house.address(), message);
        try (var socket = connected()) {
            socket.getOutputStream().write(message.getBytes(UTF_8));
        }
        stillThere();
    }
}
