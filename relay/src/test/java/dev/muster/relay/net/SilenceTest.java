package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.relay.net.RawClient.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Telling clients that have nothing to say from those that are gone.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class SilenceTest {
    @Test
    void B01_28_whoIsSilentIsPingedAndThenHungUpOn() throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.ping = Duration.ofMillis(100));
                RawClient gone = RawClient.open(relay.server)) {
            assertThat(gone.read().opcode()).isEqualTo(RawClient.PING);
            assertThat(gone.isHungUp()).isTrue();
            Await.until(() -> relay.ended("silent") == 1 && relay.echo.ended.get() == 1);
        }
    }

    @Test
    void whoAnswersStays() throws IOException {
        // On a busy machine an answer may take a while.
        try (TestServer relay = TestServer.start(setting -> setting.ping = Duration.ofSeconds(1));
                RawClient quiet = RawClient.open(relay.server)) {
            for (int i = 0; i < 3; i++) {
                Frame ping = quiet.read();
                assertThat(ping.opcode()).isEqualTo(RawClient.PING);
                quiet.send(0x80 | RawClient.PONG, ping.payload());
            }
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whoStopsWithinAMessageIsHungUpOnAlthoughItPings() throws IOException {
        try (TestServer relay = TestServer.start(setting -> setting.ping = Duration.ofMillis(200));
                RawClient stuck = RawClient.open(relay.server)) {
            stuck.write(Arrays.copyOf(RawClient.frame(0x01, "begun".getBytes(UTF_8)), 11));
            while (relay.ended("silent") == 0) {
                try {
                    stuck.send(0x80 | RawClient.PING, new byte[0]);
                    stuck.read();
                } catch (IOException hungUp) {
                    Await.until(() -> relay.ended("silent") == 1 && relay.echo.ended.get() == 1);
                }
            }
            assertThat(relay.echo.heard).isEmpty();
        }
    }
}
