package dev.muster.relay.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a client is, behind our proxies.
@Timeout(60)
class ProxiesTest {
    private static final Proxies OURS = Proxies.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/9"));

    @ParameterizedTest(name = "{0} says {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        203.0.113.5 | 198.51.100.1                   | 203.0.113.5
        10.1.2.3    | 198.51.100.1                   | 198.51.100.1
        10.1.2.3    | 1.1.1.1, 198.51.100.1          | 198.51.100.1
        10.1.2.3    | 1.1.1.1, 198.51.100.1, 10.9.9.9| 198.51.100.1
        10.1.2.3    | 10.4.4.4, 192.0.2.7            | 10.4.4.4
        10.1.2.3    | 198.51.100.1:4711              | 198.51.100.1
        10.1.2.3    | [2001:db8:1:2:3:4:5:6]:443     | 2001:db8:1:2::/64
        10.1.2.3    | 2001:db8:1:2:3:4:5:6           | 2001:db8:1:2::/64
        10.1.2.3    | ::ffff:198.51.100.1            | 198.51.100.1
        10.1.2.3    | 1.1.1.1, unknown               | 10.1.2.3
        10.1.2.3    | example.org                    | 10.1.2.3
        10.1.2.3    | ''                             | 10.1.2.3
        fd12::1     | 198.51.100.1                   | 198.51.100.1
        192.0.2.8   | 198.51.100.1                   | 192.0.2.8
        """)
    void theLastHopThatIsNotOursCounts(String peer, String forwardedFor, String expected) throws Exception {
        byte[] client = OURS.client(address(peer), List.of(forwardedFor));

        assertThat(Proxies.counted(client)).isEqualTo(expected);
    }

    @Test
    void severalHeadersAreOneList() throws Exception {
        byte[] client = OURS.client(address("10.1.2.3"), List.of("198.51.100.1", "10.2.2.2, 10.3.3.3"));

        assertThat(Proxies.counted(client)).isEqualTo("198.51.100.1");
    }

    @Test
    void withoutProxiesNobodyIsBelieved() throws Exception {
        byte[] client = Proxies.of(List.of()).client(address("10.1.2.3"), List.of("198.51.100.1"));

        assertThat(Proxies.counted(client)).isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.128/25, 10.0.0.128, true",
        "10.0.0.128/25, 10.0.0.127, false",
        "200.0.0.0/5, 207.1.1.1, true",
        "200.0.0.0/5, 208.1.1.1, false",
        "0.0.0.0/0, 203.0.113.5, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.7/32, 192.0.2.7, true"
    })
    void aNetworkIsAllThatBeginsAlike(String network, String address, boolean isIn) throws Exception {
        assertThat(Proxies.of(List.of(network)).trust(address(address))).isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "10.0.0/8x", "/8"})
    void whatIsNoNetworkIsNamed(String text) {
        assertThatThrownBy(() -> Proxies.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a proxy must be")
                .hasMessageEndingWith(": " + text);
    }

    private static byte[] address(String text) throws UnknownHostException {
        return Proxies.bytes(InetAddress.getByName(text));
    }
}
