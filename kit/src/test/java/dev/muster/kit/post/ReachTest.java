package dev.muster.kit.post;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ReachTest {
    private static final URI OURS = URI.create("ws://127.0.0.1:7777");

    private final Reach abroad =
            new Reach(List.of(OURS), List.of(URI.create("wss://Look.example.org/")), false, Optional.empty());
    private final Reach local = new Reach(List.of(OURS), List.of(), true, Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "wss://relay.example.org,wss://relay.example.org",
        "WSS://Relay.Example.org:443/,wss://relay.example.org",
        "ws://relay.example.org:80,ws://relay.example.org",
        "wss://relay.example.org/inbox?x=1,wss://relay.example.org/inbox?x=1",
        "' wss://8.8.8.8:4848 ',wss://8.8.8.8:4848",
        "wss://[2606:4700::1111],wss://[2606:4700::1111]",
        "wss://look.example.org,wss://look.example.org",
        "ws://127.0.0.1:7777/,ws://127.0.0.1:7777"
    })
    void relaysOfTheOpenInternetAndOurOwnAreFollowed(String written, String relay) {
        assertThat(abroad.follow(written)).containsExactly(URI.create(relay));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "relay.example.org",
                "https://relay.example.org",
                "wss://",
                "wss://user:secret@relay.example.org",
                "wss://relay example.org",
                "ws://127.0.0.1:7778",
                "ws://localhost:7778",
                "ws://nas.local",
                "ws://relay:7777",
                "ws://abcdefgh.onion",
                "ws://10.1.2.3",
                "ws://172.16.0.1",
                "ws://192.168.1.1",
                "ws://169.254.169.254",
                "ws://100.64.0.1",
                "ws://0.0.0.0",
                "ws://224.0.0.1",
                "ws://[::1]",
                "ws://[::]",
                "ws://[fe80::1]",
                "ws://[fd00::1]",
                "ws://[::ffff:127.0.0.1]",
                "ws://[64:ff9b::7f00:1]",
                "ws://[2002:7f00:1::]"
            })
    void whatIsNoRelayOrNotOutThereIsNot(String written) {
        assertThat(abroad.follow(written)).isEmpty();
    }

    @Test
    void localRelaysAreFollowedWhereThatIsAllowed() {
        assertThat(local.follow("ws://192.168.1.1:7000")).containsExactly(URI.create("ws://192.168.1.1:7000"));
        assertThat(local.follow("https://192.168.1.1:7000")).isEmpty();
    }

    @Test
    void onionsAreFollowedThroughAProxy() {
        var hidden = new Reach(List.of(OURS), List.of(), false, Optional.of(URI.create("socks5://127.0.0.1:9050")));

        assertThat(hidden.follow("ws://abcdefgh.onion")).containsExactly(URI.create("ws://abcdefgh.onion"));
    }
}
