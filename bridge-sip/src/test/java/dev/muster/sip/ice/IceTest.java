package dev.muster.sip.ice;

import static dev.muster.sip.ice.Recorder.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.ice.FullAgent.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a path to the other side is found, and lost. The other side is a full agent, as browsers are.
@Timeout(60)
class IceTest {
    private static final byte[] CLIENT_HELLO = {22, 1, 2, 3};
    private static final byte[] RTP = {(byte) 0x80, 0, 0, 1};
    private static final int ROOM = 20;

    private final AtomicLong now = new AtomicLong(-5);
    private final Sessions sessions = new Sessions(new SecureRandom(), ROOM);
    private final Port port;
    private final InetSocketAddress address;
    private final Recorder arrivals = new Recorder();
    private final IceSession session;
    private final List<FullAgent> agents = new ArrayList<>();

    IceTest() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        port = Port.open(List.of(new Listening(loopback, List.of())), sessions, now::get);
        Candidate only = port.candidates().getFirst();
        address = new InetSocketAddress(only.address(), only.port());
        session = port.session(arrivals);
    }

    @AfterEach
    void close() {
        agents.forEach(FullAgent::close);
        port.close();
    }

    private FullAgent agent() throws IOException {
        return agentOf(session);
    }

    private FullAgent agentOf(IceSession its) throws IOException {
        var agent = new FullAgent(address, its.credentials());
        agents.add(agent);
        return agent;
    }

    @Test
    void sip_W1_whoHasNoCandidatesIsLearnedFromItsChecks() throws Exception {
        FullAgent agent = agent();

        Answer answer = agent.nominate();

        assertThat(answer.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
        assertThat(answer.mapped()).isEqualTo(agent.address());
        assertThat(answer.isSigned()).isTrue();
        assertThat(next(arrivals.nominated).remote()).isEqualTo(agent.address());
        assertThat(session.send(RTP, 0, RTP.length)).isTrue();
        assertThat(agent.receive()).isEqualTo(RTP);
    }

    @Test
    void nothingIsSentBeforeTheOtherSideHasDecidedForAPath() throws Exception {
        FullAgent agent = agent();
        agent.check();
        assertThat(session.path()).isEmpty();
        assertThat(session.send(RTP, 0, RTP.length)).isFalse();

        agent.nominate();
        next(arrivals.nominated);
        assertThat(session.path().map(Path::remote)).contains(agent.address());
    }

    @Test
    void whatComesByACheckedPathIsHandedOnAndNothingElse() throws Exception {
        FullAgent agent = agent();
        agent.send(CLIENT_HELLO);
        agent.send(RTP);
        agent.send(new byte[] {70, 1, 2, 3});
        agent.send(new byte[0]);
        agent.check();

        agent.send(RTP);
        agent.send(new byte[] {70, 1, 2, 3});
        agent.send(CLIENT_HELLO);

        assertThat(next(arrivals.handshakes)).isEqualTo(CLIENT_HELLO);
        assertThat(arrivals.handshakes).isEmpty();
        assertThat(arrivals.media).containsExactly(RTP);
        assertThat(port.arrived()).isEqualTo(new Port.Arrived(1, 5));
    }

    @Test
    void onlyANominationMovesThePath() throws Exception {
        FullAgent wifi = agent();
        FullAgent mobile = agentOf(session);
        wifi.nominate();
        Path first = next(arrivals.nominated);

        mobile.check();
        assertThat(session.path()).contains(first);
        mobile.nominate();

        Path second = next(arrivals.nominated);
        assertThat(second.remote()).isEqualTo(mobile.address());
        assertThat(session.path()).contains(second);
        wifi.nominate();
        assertThat(next(arrivals.nominated)).isEqualTo(first);
    }

    @Test
    void whoWantsToBeControlledIsToldThatItCannot() throws Exception {
        FullAgent agent = agent();

        Answer answer = agent.check(Attribute.ICE_CONTROLLED, Attribute.USE_CANDIDATE);

        assertThat(answer.type()).isEqualTo(StunMessage.BINDING_ERROR);
        assertThat(answer.error()).isEqualTo(487);
        assertThat(answer.isSigned()).isTrue();
        assertThat(agent.nominate().error()).isZero();
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsSaid() throws Exception {
        FullAgent agent = agent();
        byte[] username = (session.credentials().ufrag() + ":" + agent.ufrag).getBytes(UTF_8);

        agent.send(agent.begin().put(Attribute.USERNAME, username).put(0x7ffe).put(0xC057, new byte[5]));
        Answer answer = agent.answer();

        assertThat(answer.error()).isEqualTo(420);
        assertThat(answer.unknown()).containsExactly(0x7ffe);
        assertThat(answer.isSigned()).isTrue();
        assertThat(sessions.roomForAddresses()).isEqualTo(ROOM);
    }

    @Test
    void aSessionKnowsEightAddressesAndForgetsTheOneThatIsSilentForLongest() throws Exception {
        FullAgent nominated = agent();
        nominated.nominate();
        FullAgent second = agentOf(session);
        second.check();
        for (int i = 0; i < 6; i++) {
            now.incrementAndGet();
            agentOf(session).check();
        }
        assertThat(sessions.roomForAddresses()).isEqualTo(ROOM - IceSession.MOST_PATHS);

        now.incrementAndGet();
        FullAgent ninth = agentOf(session);
        ninth.check();
        second.send(RTP);
        nominated.send(RTP);
        ninth.send(CLIENT_HELLO);

        assertThat(next(arrivals.handshakes)).isEqualTo(CLIENT_HELLO);
        assertThat(arrivals.media).hasSize(1);
        assertThat(sessions.roomForAddresses()).isEqualTo(ROOM - IceSession.MOST_PATHS);
    }

    @Test
    void thereIsABoundForAllSessionsTogether() throws Exception {
        List<IceSession> others = List.of(port.session(arrivals), port.session(arrivals), port.session(arrivals));
        for (int i = 0; i < ROOM; i++)
            agentOf(others.get(i / IceSession.MOST_PATHS)).check();

        FullAgent late = agent();
        String unanswered = late.sendCheck();
        agentOf(others.getFirst()).check();
        others.getFirst().close();
        Answer answer = late.check();

        assertThat(answer.error()).isZero();
        assertThat(answer.transaction()).isNotEqualTo(unanswered);
    }

    @Test
    void whatIsClosedIsForgotten() throws Exception {
        FullAgent agent = agent();
        agent.nominate();
        next(arrivals.nominated);
        session.restart();

        session.close();

        assertThat(sessions.roomForAddresses()).isEqualTo(ROOM);
        assertThat(sessions.size()).isZero();
        assertThat(session.send(RTP, 0, RTP.length)).isFalse();
        agent.send(RTP);
        agent.sendCheck();
        agentOf(port.session(new Recorder())).check();
        assertThat(arrivals.media).isEmpty();
        assertThat(port.arrived()).isEqualTo(new Port.Arrived(2, 2));
    }

    @Test
    void nobodyTakesTheAddressOfAnotherCall() throws Exception {
        FullAgent agent = agent();
        agent.nominate();
        var thief = port.session(new Recorder());

        // As if somebody else wrote in its name, with a password of an own call.
        agent.bridgeHas(thief.credentials());
        agent.sendCheck();
        agent.bridgeHas(session.credentials());
        agent.check();
        agent.send(RTP);

        assertThat(next(arrivals.media)).isEqualTo(RTP);
        assertThat(thief.liveness()).isEqualTo(Liveness.AWAITED);
    }

    @Test
    void anAddressThatACallHasLeftServesTheNext() throws Exception {
        FullAgent agent = agent();
        agent.nominate();
        now.addAndGet(Liveness.SILENCE.toNanos());
        var recorder = new Recorder();

        agent.bridgeHas(port.session(recorder).credentials());
        agent.nominate();
        agent.send(RTP);

        assertThat(next(recorder.media)).isEqualTo(RTP);
        assertThat(session.path()).isEmpty();
        assertThat(sessions.roomForAddresses()).isEqualTo(ROOM - 1);
    }

    @Test
    void sip_W4_fiveSecondsOfSilenceAreNoticedAndThirtyAreTheEnd() throws Exception {
        assertThat(session.liveness()).isEqualTo(Liveness.AWAITED);
        FullAgent agent = agent();
        agent.check();
        assertThat(session.liveness()).isEqualTo(Liveness.ALIVE);

        now.addAndGet(Liveness.SILENCE.toNanos() - 1);
        assertThat(session.liveness()).isEqualTo(Liveness.ALIVE);
        now.addAndGet(1);
        assertThat(session.liveness()).isEqualTo(Liveness.SILENT);
        session.heard();
        assertThat(session.liveness()).isEqualTo(Liveness.ALIVE);

        now.addAndGet(Liveness.CONSENT.minus(Liveness.SILENCE).toNanos() - 1);
        session.heard();
        assertThat(session.liveness()).isEqualTo(Liveness.ALIVE);
        now.addAndGet(1);
        assertThat(session.liveness()).isEqualTo(Liveness.LOST);

        agent.check();
        assertThat(session.liveness()).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void answersAreHardlyLongerThanWhatTheyAnswer() throws Exception {
        FullAgent agent = agent();
        byte[] username = (session.credentials().ufrag() + ":" + agent.ufrag).getBytes(UTF_8);
        int least = StunMessage.HEADER + 4 + 20 + 4 + Integrity.LENGTH;

        agent.send(agent.begin().put(Attribute.USERNAME, username));

        assertThat(agent.answer().length()).isLessThanOrEqualTo(least);
    }

    /// A channel of the JDK may close when a thread that is within it is interrupted, and with it all calls
    /// would end.
    @Test
    void whoIsInterruptedWhileItSendsDoesNotCloseThePort() throws Exception {
        FullAgent agent = agent();
        agent.nominate();

        Thread.currentThread().interrupt();
        session.send(RTP, 0, RTP.length);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(agent.receive()).isEqualTo(RTP);
        assertThat(agent.check().error()).isZero();
    }

    @Test
    void oneCallsMistakeDoesNotEndTheOthers() throws Exception {
        Arrivals failing = new Arrivals() {
            @Override
            public void handshake(byte[] buffer, int length, Path from) {
                throw new IllegalStateException("a mistake");
            }

            @Override
            public void media(byte[] buffer, int length, Path from) {
                throw new IllegalStateException("a mistake");
            }

            @Override
            public void nominated(Path path) {
                throw new IllegalStateException("a mistake");
            }
        };
        FullAgent unlucky = agentOf(port.session(failing));
        unlucky.nominate();
        unlucky.send(CLIENT_HELLO);
        unlucky.send(RTP);

        assertThat(agent().nominate().error()).isZero();
    }
}
