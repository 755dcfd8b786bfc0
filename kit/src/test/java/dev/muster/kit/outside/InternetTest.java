package dev.muster.kit.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class InternetTest {
    @ParameterizedTest
    @CsvSource({
        "9.255.255.255,true",
        "11.0.0.0,true",
        "100.63.255.255,true",
        "100.128.0.0,true",
        "172.15.255.255,true",
        "172.31.255.255,false",
        "172.32.0.0,true",
        "192.0.0.1,false",
        "192.0.2.1,false",
        "198.19.255.255,false",
        "198.20.0.0,true",
        "203.0.113.9,false",
        "223.255.255.255,true",
        "255.255.255.255,false",
        "64:ff9b::808:808,true",
        "2001:db8::1,false",
        "2001::1,false",
        "2a00:1450::1,true"
    })
    void onlyGlobalAddressesAreOutThere(String address, boolean isOutThere) {
        assertThat(Internet.has(InetAddress.ofLiteral(address))).isEqualTo(isOutThere);
    }

    @ParameterizedTest
    @CsvSource({
        "push.example.org,true",
        "push.example.org.,true",
        "8.8.8.8,true",
        "[2a00:1450::1],true",
        "localhost,false",
        "localhost.,false",
        "LOCALHOST,false",
        "printer.local.,false",
        "router,false",
        "127.1,false",
        "10.0.0.1,false",
        "[::1],false",
        "[::ffff:7f00:1],false"
    })
    void someNamesAreSeenNotToBeOutThere(String host, boolean mayBe) {
        assertThat(Internet.mayHave(host)).isEqualTo(mayBe);
    }
}
