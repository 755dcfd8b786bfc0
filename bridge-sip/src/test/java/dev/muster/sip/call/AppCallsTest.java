package dev.muster.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.client.Await;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.gate.GateConfig;
import dev.muster.sip.ua.AgentConfig;
import dev.muster.sip.ua.BindingsInMemory;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.ListenPoint;
import dev.muster.sip.ua.Server;
import dev.muster.sip.ua.SipAgent;
import dev.muster.sip.ua.Transport;
import dev.muster.sip.ua.TrunkConfig;
import dev.muster.sip.ua.digest.Algorithm;
import dev.muster.sip.ua.digest.Ha1;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls between a real telephone and a real app, as far as SIP goes; voices are only pretended.
@Timeout(60)
class AppCallsTest {
    private static final String DOMAIN = "phone.example.org";
    private static final String OURS = "+12025550100";
    private static final String NUMBER = "+12025550123";

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final List<PretendMedia> media = new CopyOnWriteArrayList<>();
    private final BindingsInMemory bindings = new BindingsInMemory();
    private final Book book =
            new Book(new Credits(0, InstantSource.system()), Rates.of(List.of()), InstantSource.system());
    private volatile boolean mayCall = true;
    private Calls calls;
    private SipAgent agent;
    private Telephone telephone;
    private Telephone app;

    @BeforeEach
    void begin() throws IOException {
        int port = Telephone.freePort();
        int theirs = Telephone.freePort();
        calls = new Calls(needs());
        agent = new SipAgent(
                AgentConfig.at(new ListenPoint("127.0.0.1", port, Transport.UDP)),
                List.of(trunk(theirs)),
                Optional.of(apps()),
                calls,
                InstantSource.system(),
                new SecureRandom());
        agent.start();
        calls.start(Optional.of(agent));
        telephone = new Telephone(theirs, port);
        app = new Telephone("127.0.0.9", port, "ana", "s3cret", DOMAIN);
        Await.until(() -> !bindings.of("ana").isEmpty());
    }

    private static TrunkConfig trunk(int port) {
        var usual = TrunkConfig.to("trunk1", new Server("127.0.0.1", port), Transport.UDP);
        return new TrunkConfig(
                usual.name(),
                usual.servers(),
                usual.transport(),
                usual.domain(),
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                usual.prefixes(),
                List.of(),
                false,
                false);
    }

    private dev.muster.sip.ua.Apps apps() {
        return new dev.muster.sip.ua.Apps(
                DOMAIN,
                Set.of(Transport.UDP),
                List.of(Algorithm.SHA_256),
                account -> Optional.of(Ha1.of(account, DOMAIN, "s3cret")),
                bindings,
                (_, _) -> {},
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(600),
                5);
    }

    private Calls.Needs needs() {
        var studio = new Studio() {
            @Override
            public Media to(String call, Media.Events events) {
                return pretend(events);
            }

            @Override
            public Media from(String call, Media.Events events, String trunk) {
                return pretend(events);
            }
        };
        var config = new GateConfig(List.of("+1"), List.of("+1900"), 2, 10, 20, 5, 3, Duration.ofMinutes(10));
        return new Calls.Needs(
                ledger.ledger(),
                book,
                new Gate(config, InstantSource.system()),
                studio,
                (_, _) -> Routing.Destination.of("ana"),
                (_, _, _, _) -> {
                    throw new AssertionError("nobody is told by wraps");
                },
                new Troubles() {
                    @Override
                    public void reconnecting(String call, boolean isGone) {
                        throw new AssertionError("nobody has gone");
                    }

                    @Override
                    public void quality(String call, boolean isPoor, double lossPercent, double roundTripMillis) {
                        throw new AssertionError("nobody listens");
                    }
                },
                OURS,
                config.longest(),
                Optional.of(new Apps(
                        studio,
                        (_, account, called) -> mayCall
                                ? Optional.of(
                                        new Order(Apps.person(account), new PhoneNumber(called), "", false, "", ""))
                                : Optional.empty())),
                InstantSource.system(),
                new SecureRandom());
    }

    private Media pretend(Media.Events events) {
        var one = new PretendMedia(events);
        media.add(one);
        return one;
    }

    @AfterEach
    void end() {
        agent.close();
        telephone.close();
        app.close();
    }

    private CallRecord over() {
        Await.until(() -> calls.count() == 0);
        CallRecord call = book.all(ledger.ledger()).getFirst();
        assertThat(call.isOver()).isTrue();
        return call;
    }

    @Test
    void sip_P2_aTelephoneCallsAnAppAndHearsRingingFromItAlone() throws Exception {
        telephone.dials(OURS);
        Call ana = app.hears(CallEvent.Incoming.class).call();
        assertThat(telephone.hasHeardNothing()).isTrue();
        ana.ring();
        assertThat(telephone.hears(CallEvent.Progress.class).code()).isEqualTo(180);
        ana.answer(PretendMedia.SDP);
        Await.until(() -> media.getFirst().asked.contains("accepted"));
        media.getFirst().events.personConnected();
        telephone.hears(CallEvent.Answered.class);
        Await.until(() -> media.getFirst().asked.contains("lifted"));
        ana.hangUp(HangupReason.COMPLETED);
        telephone.hears(CallEvent.Ended.class);
        CallRecord call = over();
        assertThat(call.person()).isEqualTo("sip:ana");
        assertThat(call.reason()).contains(HangupReason.COMPLETED);
        assertThat(media.getFirst().asked).contains("close");
    }

    @Test
    void push_R74_whoHangsUpFirstStopsTheApp() throws Exception {
        Call caller = telephone.dials(OURS);
        app.hears(CallEvent.Incoming.class).call().ring();
        telephone.hears(CallEvent.Progress.class);
        caller.hangUp(HangupReason.CANCELLED);
        assertThat(app.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.CANCELLED);
        assertThat(over().reason()).contains(HangupReason.CANCELLED);
    }

    @Test
    void sip_S7_whatAnAppSaysTheTelephoneHears() throws Exception {
        telephone.dials(OURS);
        app.hears(CallEvent.Incoming.class).call().reject(486);
        assertThat(telephone.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.BUSY);
        assertThat(over().reason()).contains(HangupReason.BUSY);
    }

    @Test
    void sip_P1_whereNoAppIsRegisteredNobodyAnswers() throws Exception {
        bindings.of("ana").forEach(binding -> bindings.forget("ana", binding.contact()));
        telephone.dials(OURS);
        assertThat(telephone.hears(CallEvent.Ended.class).code()).isEqualTo(480);
    }

    @Test
    void sip_P1_anAppCallsATelephone() throws Exception {
        app.dials(NUMBER);
        CallEvent.Incoming incoming = telephone.hears(CallEvent.Incoming.class);
        assertThat(incoming.called()).isEqualTo(NUMBER);
        assertThat(incoming.caller().number()).contains(OURS);
        incoming.call().ring();
        assertThat(app.hears(CallEvent.Progress.class).code()).isEqualTo(180);
        incoming.call().answer(PretendMedia.SDP);
        assertThat(app.hears(CallEvent.Answered.class).answer()).isPresent();
        Await.until(() -> book.all(ledger.ledger()).getFirst().phase() == Phase.TALKING);
        incoming.call().hangUp(HangupReason.COMPLETED);
        assertThat(app.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.COMPLETED);
        assertThat(over().reason()).contains(HangupReason.COMPLETED);
    }

    @Test
    void sip_S6_whatIsToBeHeardEarlyTheAppHears() throws Exception {
        app.dials(NUMBER);
        telephone.hears(CallEvent.Incoming.class).call().progress(PretendMedia.SDP);
        CallEvent.Progress early = app.hears(CallEvent.Progress.class);
        assertThat(early.code()).isEqualTo(183);
        assertThat(early.answer()).isPresent();
    }

    @Test
    void sip_S7_whatATelephoneSaysTheAppHears() throws Exception {
        app.dials(NUMBER);
        telephone.hears(CallEvent.Incoming.class).call().reject(486);
        assertThat(app.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.BUSY);
    }

    @Test
    void sip_F1_anAppCallsNobodyWhomOthersMayNotCallEither() throws Exception {
        app.dials("+19005550123");
        assertThat(app.hears(CallEvent.Ended.class).code()).isEqualTo(403);
        mayCall = false;
        app.dials(NUMBER);
        assertThat(app.hears(CallEvent.Ended.class).code()).isEqualTo(403);
        assertThat(telephone.hasHeardNothing()).isTrue();
    }
}
