package dev.muster.nostr.client;

import static dev.muster.nostr.event.Events.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxyTest {
    private final SmallRelay relay = new SmallRelay();
    private ScriptedRelay door;

    @BeforeEach
    void open() throws IOException {
        door = ScriptedRelay.playing(relay);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private SmallProxy proxy(int reply) throws IOException {
        return new SmallProxy(door.uri().getPort(), reply);
    }

    @Test
    void aNameIsLookedUpByTheProxyAlone() throws Exception {
        Event note = note("through Tor");
        try (SmallProxy proxy = proxy(0);
                RelayClient client = RelayClient.to(URI.create("ws://hiddenservice.onion/inbox"))
                        .proxy(proxy.address())
                        .admitting(_ -> false)
                        .open()) {
            assertThat(client.publish(note)).isInstanceOf(Outcome.Accepted.class);
            assertThat(proxy.wanted()).containsExactly("hiddenservice.onion:80");
        }
        assertThat(relay.stored()).containsExactly(note);
    }

    @Test
    void anAddressInFiguresGoesAsOne() throws Exception {
        try (SmallProxy proxy = proxy(0);
                RelayClient four = RelayClient.to(URI.create("ws://8.8.8.8:4848"))
                        .proxy(proxy.address())
                        .open();
                RelayClient six = RelayClient.to(URI.create("ws://[2606:4700::1]"))
                        .proxy(proxy.address())
                        .open()) {
            four.connect();
            six.connect();
            assertThat(proxy.wanted()).containsExactly("8.8.8.8:4848", "2606:4700:0:0:0:0:0:1:80");
        }
    }

    @Test
    void whatTheProxyCantReachIsSaid() throws Exception {
        try (SmallProxy proxy = proxy(5);
                RelayClient client = RelayClient.to(URI.create("ws://relay.example.org"))
                        .proxy(proxy.address())
                        .open()) {
            assertThatThrownBy(client::connect)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the proxy can't connect: the host refuses");
        }
    }

    @Test
    void anAddressThatIsNotAdmittedIsNotGoneTo() throws Exception {
        try (SmallProxy proxy = proxy(0);
                RelayClient direct = RelayClient.to(door.uri())
                        .admitting(address -> !address.isLoopbackAddress())
                        .open();
                RelayClient through = RelayClient.to(URI.create("ws://10.0.0.1"))
                        .admitting(address -> !address.isSiteLocalAddress())
                        .proxy(proxy.address())
                        .open()) {
            assertThatThrownBy(direct::connect).hasMessageContaining("not one that we go to");
            assertThatThrownBy(through::connect).hasMessageContaining("not one that we go to");
            assertThat(proxy.wanted()).isEmpty();
        }
    }

    @Test
    void aProxyThatSpeaksSomethingElseIsNone() throws Exception {
        try (RelayClient client = RelayClient.to(URI.create("ws://relay.example.org"))
                .proxy(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), door.uri().getPort()))
                .timing(Timing.DEFAULT.connect(Duration.ofSeconds(2)))
                .open()) {
            assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
        }
    }
}
