package dev.muster.sip.call;

import dev.muster.nostr.client.FreePort;
import dev.muster.sip.ua.AgentConfig;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.CallListener;
import dev.muster.sip.ua.Credentials;
import dev.muster.sip.ua.Dial;
import dev.muster.sip.ua.ListenPoint;
import dev.muster.sip.ua.Server;
import dev.muster.sip.ua.SipAgent;
import dev.muster.sip.ua.Transport;
import dev.muster.sip.ua.TrunkConfig;
import dev.muster.sip.ua.TrunkState;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Somebody else's telephone, at the other end of the trunk.
public final class Telephone implements CallListener, AutoCloseable {
    private static final int SECONDS = 20;

    private final BlockingQueue<CallEvent> events = new LinkedBlockingQueue<>();
    private final SipAgent agent;

    public Telephone(int port, int bridge) throws IOException {
        agent = agent(port, bridge, this);
    }

    /// An app elsewhere, which registers with that bridge.
    Telephone(String address, int bridge, String account, String password, String domain) throws IOException {
        var registering = new TrunkConfig(
                "bridge",
                List.of(new Server("127.0.0.1", bridge)),
                Transport.UDP,
                domain,
                Optional.of(new Credentials(account, password)),
                true,
                account,
                Optional.empty(),
                List.of(""),
                List.of(),
                false,
                false);
        agent = new SipAgent(
                AgentConfig.at(new ListenPoint(address, freePort(), Transport.UDP)),
                List.of(registering),
                Optional.empty(),
                this,
                InstantSource.system(),
                new SecureRandom());
        agent.start();
    }

    /// An agent at one port whose only trunk is at the other.
    public static SipAgent agent(int port, int other, CallListener listener) throws IOException {
        var trunk = TrunkConfig.to("trunk1", new Server("127.0.0.1", other), Transport.UDP);
        var quiet = new TrunkConfig(
                trunk.name(),
                trunk.servers(),
                trunk.transport(),
                trunk.domain(),
                trunk.credentials(),
                false,
                "",
                Optional.empty(),
                trunk.prefixes(),
                List.of(),
                false,
                false);
        var agent = new SipAgent(
                AgentConfig.at(new ListenPoint("127.0.0.1", port, Transport.UDP)),
                List.of(quiet),
                Optional.empty(),
                listener,
                InstantSource.system(),
                new SecureRandom());
        agent.start();
        return agent;
    }

    public static int freePort() throws IOException {
        return FreePort.any();
    }

    @Override
    public void happened(CallEvent event) {
        events.add(event);
    }

    @Override
    public void changed(TrunkState state) {
        // Nobody is asked whether they are there.
    }

    public Call dials(String number, String from, String offer) {
        return agent.call(new Dial(number, from, false, offer));
    }

    Call dials(String number) {
        return agent.call(new Dial(number, "+12025550150", false, PretendMedia.SDP));
    }

    /// The next thing of that kind; others are passed over.
    public <T extends CallEvent> T hears(Class<T> kind) throws InterruptedException {
        while (true) {
            CallEvent next = events.poll(SECONDS, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("no " + kind.getSimpleName() + " happened");
            if (kind.isInstance(next)) return kind.cast(next);
        }
    }

    boolean hasHeardNothing() {
        return events.isEmpty();
    }

    @Override
    public void close() {
        agent.close();
    }
}
