package dev.muster.sip.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where the bridge says that it can be found, and that it is found there.
@Timeout(60)
class CandidateTest {
    private static Listening at(String address, String... advertised) {
        List<InetAddress> others =
                Stream.of(advertised).map(InetAddress::ofLiteral).toList();
        return new Listening(new InetSocketAddress(InetAddress.ofLiteral(address), 0), others);
    }

    private static Port open(Listening... all) throws IOException {
        return Port.open(List.of(all), new SecureRandom(), System::nanoTime);
    }

    @Test
    void theAddressItListensAtIsTheCandidate() throws IOException {
        try (Port port = open(at("127.0.0.1"))) {
            assertThat(port.candidates()).hasSize(1);
            Candidate candidate = port.candidates().getFirst();
            assertThat(candidate.address()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(candidate.port()).isPositive();
            // Of RFC 8445, section 5.1.2: for the one host candidate of an agent.
            assertThat(candidate.priority()).isEqualTo(2_130_706_431);
        }
    }

    @Test
    void behindARouterItSaysWhatTheRouterHas() throws IOException {
        try (Port port = open(at("127.0.0.1", "192.0.2.7"))) {
            assertThat(port.candidates().getFirst().address()).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
        }
    }

    @Test
    void whoListensEverywhereMustSayWhereItIsFound() {
        assertThatThrownBy(() -> at("0.0.0.0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ipv6IsPreferred() {
        List<Candidate> candidates = Candidate.of(List.of(at("127.0.0.1"), at("::1")));

        assertThat(candidates)
                .extracting(Candidate::address)
                .containsExactly(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("127.0.0.1"));
        assertThat(candidates.getFirst().priority())
                .isGreaterThan(candidates.getLast().priority());
        assertThat(candidates).extracting(Candidate::foundation).containsExactly("1", "2");
    }

    @Test
    void aCallMayMoveBetweenIpv4AndIpv6() throws Exception {
        InetAddress ipv6 = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(ipv6) != null, "this machine has no IPv6");
        try (Port port = open(at("127.0.0.1"), at("::1"))) {
            var arrivals = new Recorder();
            IceSession session = port.session(arrivals);
            for (Candidate candidate : port.candidates()) {
                var address = new InetSocketAddress(candidate.address(), candidate.port());
                try (var agent = new FullAgent(address, session.credentials(), candidate.address())) {
                    assertThat(agent.nominate().mapped()).isEqualTo(agent.address());
                    assertThat(Recorder.next(arrivals.nominated).remote()).isEqualTo(agent.address());
                    session.send(new byte[] {20, 1}, 0, 2);
                    assertThat(agent.receive()).containsExactly(20, 1);
                }
            }
        }
    }

    @Test
    void credentialsAreLongEnoughAndNeverTheSame() {
        var random = new SecureRandom();
        Credentials one = Credentials.random(random);

        assertThat(one.ufrag()).matches("[A-Za-z0-9+/]{8}");
        assertThat(one.password()).matches("[A-Za-z0-9+/]{24}");
        assertThat(Credentials.random(random)).isNotEqualTo(one);
        assertThat(one.toString()).doesNotContain(one.password());
    }
}
