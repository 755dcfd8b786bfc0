package dev.muster.sip.ice;

import static dev.muster.sip.ice.Recorder.next;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is listened to as descriptions come and go.
@Timeout(60)
class IceRestartTest {
    private static final byte[] RTP = {(byte) 0x80, 0, 0, 1};
    private static final byte[] LATER_RTP = {(byte) 0x80, 0, 0, 2};

    private final Sessions sessions = new Sessions(new SecureRandom(), 20);
    private final Port port;
    private final InetSocketAddress address;
    private final Recorder arrivals = new Recorder();
    private final IceSession session;
    private final List<FullAgent> agents = new ArrayList<>();

    IceRestartTest() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        port = Port.open(List.of(new Listening(loopback, List.of())), sessions, System::nanoTime);
        Candidate only = port.candidates().getFirst();
        address = new InetSocketAddress(only.address(), only.port());
        session = port.session(arrivals);
    }

    @AfterEach
    void close() {
        agents.forEach(FullAgent::close);
        port.close();
    }

    private FullAgent agent(Credentials credentials) throws IOException {
        var agent = new FullAgent(address, credentials);
        agents.add(agent);
        return agent;
    }

    private FullAgent agent() throws IOException {
        return agent(session.credentials());
    }

    @Test
    void sip_W2_theOldPathServesUntilTheNewOneIsNominated() throws Exception {
        FullAgent before = agent();
        session.expect(before.ufrag);
        before.nominate();
        next(arrivals.nominated);

        Credentials restarted = session.restart();
        FullAgent after = agent(restarted);
        session.expect(after.ufrag);
        after.check();
        before.check();
        session.send(RTP, 0, RTP.length);
        assertThat(before.receive()).isEqualTo(RTP);

        after.nominate();
        assertThat(next(arrivals.nominated).remote()).isEqualTo(after.address());
        session.send(LATER_RTP, 0, LATER_RTP.length);
        assertThat(after.receive()).isEqualTo(LATER_RTP);
        assertThat(before.receive(1)).isEmpty();
    }

    @Test
    void sip_W2_afterThatTheOldPasswordIsOfNoUse() throws Exception {
        FullAgent before = agent();
        before.nominate();
        FullAgent after = agent(session.restart());
        after.nominate();
        long answered = port.arrived().checks();

        before.sendCheck(Attribute.USE_CANDIDATE);
        after.check();

        assertThat(session.path().map(Path::remote)).contains(after.address());
        assertThat(port.arrived().checks()).isEqualTo(answered + 1);
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void sip_W2_whatIsStillOnItsWayByTheOldPathIsHeard() throws Exception {
        FullAgent before = agent();
        before.nominate();
        FullAgent after = agent(session.restart());
        after.nominate();

        before.send(RTP);

        assertThat(next(arrivals.media)).isEqualTo(RTP);
    }

    @Test
    void sip_W2_newNameAndNewPassword() {
        Credentials before = session.credentials();
        Credentials after = session.restart();

        assertThat(after).isEqualTo(session.credentials());
        assertThat(after.ufrag()).isNotEqualTo(before.ufrag());
        assertThat(after.password()).isNotEqualTo(before.password());
    }

    @Test
    void whoRestartsAgainAndAgainStillHasThePathThatMediaGoBy() throws Exception {
        FullAgent first = agent();
        first.nominate();
        FullAgent second = agent(session.restart());
        second.check();
        Credentials third = session.restart();

        first.check();
        second.sendCheck(Attribute.USE_CANDIDATE);
        first.check();
        assertThat(session.path().map(Path::remote)).contains(first.address());
        assertThat(sessions.size()).isEqualTo(2);

        agent(third).nominate();
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void aPathMayStayTheSameOverARestart() throws Exception {
        FullAgent agent = agent();
        session.expect(agent.ufrag);
        agent.nominate();
        Path path = next(arrivals.nominated);

        agent.bridgeHas(session.restart());
        session.expect(agent.ufrag);
        agent.nominate();

        assertThat(session.path()).contains(path);
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void aCheckInAnothersNameIsNoneOfOurs() throws Exception {
        FullAgent agent = agent();
        session.expect(agent.ufrag);

        agent.sendCheck("somebody", Attribute.USE_CANDIDATE);
        agent.check();

        assertThat(session.path()).isEmpty();
        assertThat(port.arrived()).isEqualTo(new Port.Arrived(1, 1));
    }

    @Test
    void checksThatComeBeforeTheAnswerCount() throws Exception {
        FullAgent agent = agent();
        agent.nominate();
        Path path = next(arrivals.nominated);

        assertThat(session.expect(agent.ufrag)).isFalse();

        assertThat(session.path()).contains(path);
        assertThat(session.knows(path)).isTrue();
    }

    @Test
    void ofTheDevicesThatHaveTheOfferTheOneWhoseAnswerComesIsHeard() throws Exception {
        FullAgent tablet = agent();
        FullAgent phone = agent();
        phone.nominate();
        Path phones = next(arrivals.nominated);
        tablet.nominate();
        Path tablets = next(arrivals.nominated);

        assertThat(session.expect(phone.ufrag)).isTrue();

        assertThat(session.path()).contains(phones);
        assertThat(session.knows(tablets)).isFalse();
        tablet.send(RTP);
        tablet.sendCheck(Attribute.USE_CANDIDATE);
        phone.send(LATER_RTP);
        assertThat(next(arrivals.media)).isEqualTo(LATER_RTP);
        assertThat(session.path()).contains(phones);
    }
}
