package dev.muster.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sip.ice.Listening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaConfigTest {
    private static final InetAddress OUTER = InetAddress.ofLiteral("203.0.113.9");

    private static MediaConfig listening(String publicAddress, String... addresses) {
        return new MediaConfig(List.of(addresses), publicAddress, "127.0.0.1", 17_000, 17_999);
    }

    @Test
    void itListensAtBothFamiliesAndARouterTranslatesOne() {
        MediaConfig media = listening("203.0.113.9", "192.0.2.1:7783", "[2001:db8::1]:7783");

        assertThat(media.listening())
                .containsExactly(
                        new Listening(new InetSocketAddress("192.0.2.1", 7783), List.of(OUTER)),
                        new Listening(new InetSocketAddress("2001:db8::1", 7783), List.of()));
    }

    @Test
    void onlyWhatIsNotThisMachineAloneIsForOthers() {
        assertThat(MediaConfig.DEFAULT.isForOthers()).isFalse();
        assertThat(listening("", "127.0.0.1:7783", "[::1]:7783").isForOthers()).isFalse();
        assertThat(listening("", "127.0.0.1:7783", "[2001:db8::1]:7783").isForOthers())
                .isTrue();
        assertThat(listening("203.0.113.9", "127.0.0.1:7783").isForOthers()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2.1", "example.org:7783", "192.0.2.1:65536", "192.0.2.1:", ":7783"})
    void whatIsNoAddressIsRefusedByName(String address) {
        assertThatThrownBy(() -> listening("", address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("listen: ");
    }

    @Test
    void itListensSomewhere() {
        assertThatThrownBy(() -> listening("")).hasMessageStartingWith("listen: ");
    }
}
