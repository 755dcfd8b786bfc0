package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FramesTest {
    private TestServer relay;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        relay = TestServer.start();
        client = RawClient.open(relay.server);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        relay.close();
    }

    @Test
    void B01_28_aMessageComesBack() throws IOException {
        client.text("hello");
        assertThat(client.readText()).isEqualTo("hello");
    }

    @Test
    void B01_28_fragmentsBecomeOneMessage() throws IOException {
        client.send(RawClient.TEXT, "hel".getBytes(UTF_8));
        client.send(RawClient.CONTINUATION, "lo ".getBytes(UTF_8));
        client.send(0x80 | RawClient.PING, "p".getBytes(UTF_8));
        client.send(0x80, "world".getBytes(UTF_8));
        assertThat(client.read().opcode()).isEqualTo(RawClient.PONG);
        assertThat(client.readText()).isEqualTo("hello world");
    }
}
