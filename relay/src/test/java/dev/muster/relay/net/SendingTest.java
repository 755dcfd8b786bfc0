package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.relay.session.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a conversation may rely on when it sends.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class SendingTest {
    private static final byte[] KILOBYTE = "k".repeat(1024).getBytes(UTF_8);

    private TestServer relay;

    @BeforeEach
    void start() throws IOException {
        relay = TestServer.start(setting -> setting.pendingBytes = 4 << 20);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void everythingAboutAClientHappensOnOneOfTheServersThreads() throws IOException {
        try (RawClient client = RawClient.open(relay.server)) {
            client.text("hello");
            assertThat(client.readText()).isEqualTo("hello");
            assertThat(relay.server.threads())
                    .hasSize(2)
                    .contains(relay.echo.onlyClient().thread());
            assertThat(relay.echo.onlyClient().address()).isEqualTo("127.0.0.1");
            assertThat(relay.server.connections()).isEqualTo(1);
        }
        Await.until(() -> relay.server.connections() == 0 && relay.echo.ended.get() == 1);
    }

    @Test
    void whatIsSentInOneTurnArrivesInOrderWhateverItsSize() throws IOException {
        try (RawClient client = RawClient.open(relay.server)) {
            List<Integer> sizes = List.of(0, 10, 1000, 100, 70_000, 5, 300_000, 64, 1014, 1013);
            Client session = relay.echo.onlyClient();
            session.thread()
                    .execute(() -> sizes.forEach(size -> {
                        session.send("a".repeat(size).getBytes(UTF_8));
                        session.send("head ".getBytes(UTF_8), "b".repeat(size).getBytes(UTF_8));
                    }));

            for (int size : sizes) {
                assertThat(client.readText()).isEqualTo("a".repeat(size));
                assertThat(client.readText()).isEqualTo("head " + "b".repeat(size) + "]");
            }
        }
    }

    @Test
    void whoStopsWhenCongestedIsToldToGoOnAndGetsEverythingThrough() throws IOException {
        var sent = new AtomicInteger();
        int all = 20_000;
        relay.echo.whenDrained = client -> pour(client, sent, all);
        try (RawClient client = RawClient.open(relay.server)) {
            Client session = relay.echo.onlyClient();
            session.thread().execute(() -> pour(session, sent, all));

            for (int i = 0; i < all; i++) client.readText();
            assertThat(sent).hasValue(all);
            assertThat(relay.echo.drained.get()).isPositive();
            assertThat(relay.ended("slow")).isZero();
        }
    }

    private static void pour(Client client, AtomicInteger sent, int all) {
        while (sent.get() < all && !client.isCongested()) {
            client.send(KILOBYTE);
            sent.incrementAndGet();
        }
    }

    @Test
    void B01_28_whoDoesNotReadIsCutOff() throws IOException {
        try (RawClient slow = RawClient.openWithSmallBuffer(relay.server);
                RawClient other = RawClient.open(relay.server)) {
            Client session = relay.echo.clients.getFirst();
            session.thread().execute(() -> {
                for (int i = 0; i < 50_000; i++) session.send(KILOBYTE);
            });

            Await.until(() -> relay.ended("slow") == 1 && relay.echo.ended.get() == 1);
            other.text("hello");
            assertThat(other.readText()).isEqualTo("hello");
            assertThat(slow.read().payload()).isEqualTo(KILOBYTE);
        }
    }

    @Test
    void allSlowReadersTogetherHoldNoMoreThanTheRelayCanSpare() throws IOException {
        try (TestServer small = TestServer.start(setting -> {
            setting.pendingBytes = 64 << 20;
            setting.outgoing = 4 << 20;
        })) {
            var readers = new ArrayList<RawClient>();
            for (int i = 0; i < 8; i++) readers.add(RawClient.openWithSmallBuffer(small.server));
            Await.until(() -> small.echo.clients.size() == 8);
            for (Client session : small.echo.clients) {
                session.thread().execute(() -> {
                    for (int i = 0; i < 20_000; i++) session.send(KILOBYTE);
                });
            }

            Await.until(() -> small.ended("slow") == 8);
            for (RawClient reader : readers) reader.close();
        }
    }

    @Test
    void allUnfinishedMessagesTogetherHoldNoMoreThanTheRelayCanSpare() throws IOException {
        try (TestServer small = TestServer.start(setting -> setting.incoming = 1 << 20);
                RawClient first = RawClient.open(small.server);
                RawClient second = RawClient.open(small.server)) {
            byte[] most = RawClient.frame(RawClient.TEXT, new byte[900_000]);
            first.write(most);
            second.write(most);

            // Each thread has half of it.
            assertThat(first.read().closeCode()).isEqualTo(1013);
            assertThat(second.read().closeCode()).isEqualTo(1013);
        }
    }

    @Test
    void aMistakeInAConversationCostsThatConnectionOnly() throws IOException {
        try (RawClient client = RawClient.open(relay.server);
                RawClient other = RawClient.open(relay.server)) {
            client.text(Echo.MISTAKE);
            client.text("never heard");

            assertThat(client.read().closeCode()).isEqualTo(1011);
            assertThat(client.isHungUp()).isTrue();
            other.text("hello");
            assertThat(other.readText()).isEqualTo("hello");
        }
    }

    @Test
    void aMistakeBeforeTheFirstWordLeavesNothingBehind() throws IOException {
        relay.echo.refusesToTalk = true;
        try (RawClient client = RawClient.connect(relay.server)) {
            client.askForWebSocket("/");
            assertThat(client.isHungUp()).isTrue();
        }
        Await.until(() -> relay.server.connections() == 0);
    }

    @Test
    void closingSaysWhyAfterWhatWasSentBefore() throws IOException {
        try (RawClient client = RawClient.open(relay.server)) {
            Client session = relay.echo.onlyClient();
            session.thread().execute(() -> {
                session.send(KILOBYTE);
                session.close(4000, "enough");
                session.send(KILOBYTE);
            });

            assertThat(client.read().payload()).isEqualTo(KILOBYTE);
            RawClient.Frame goodbye = client.read();
            assertThat(goodbye.closeCode()).isEqualTo(4000);
            assertThat(goodbye.text()).endsWith("enough");
            client.text("not heard any more");
            client.sendClose(4000);
            assertThat(client.isHungUp()).isTrue();
            assertThat(relay.echo.heard).isEmpty();
            Await.until(() -> relay.ended("relay") == 1);
        }
    }

    @Test
    void drainingLetsWhatIsOnItsWayArriveAndSaysGoingAway() throws Exception {
        try (RawClient client = RawClient.open(relay.server);
                RawClient idle = RawClient.connect(relay.server)) {
            Client session = relay.echo.onlyClient();
            var sent = new CountDownLatch(1);
            session.thread().execute(() -> {
                for (int i = 0; i < 3000; i++) session.send(KILOBYTE);
                sent.countDown();
            });
            sent.await();
            Thread draining = Thread.ofVirtual().start(() -> relay.server.drain(Duration.ofSeconds(20)));

            for (int i = 0; i < 3000; i++) assertThat(client.read().payload()).isEqualTo(KILOBYTE);
            assertThat(client.read().closeCode()).isEqualTo(1001);
            client.sendClose(1001);
            draining.join();
            assertThat(relay.echo.ended).hasValue(1);
            assertThat(idle.isHungUp()).isTrue();
        }
    }

    @Test
    void drainingEndsWithItsPatience() throws Exception {
        try (RawClient stubborn = RawClient.open(relay.server)) {
            relay.server.drain(Duration.ofMillis(50));
            relay.server.close();
            assertThat(stubborn.isHungUp()).isTrue();
            assertThat(relay.echo.ended).hasValue(1);
        }
    }
}
