package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.ua.digest.Algorithm;
import dev.muster.sip.ua.digest.Ha1;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Apps that sleep when they are called.
@Timeout(60)
class SleepTest {
    private static final Duration GRACE = Duration.ofMillis(300);

    /// For an answer that is meant to be in time.
    private static final Duration AMPLE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TABLET = "b2".repeat(32);

    private final BindingsInMemory bindings = new BindingsInMemory();
    private final Alarm alarm = new Alarm();
    private House house;
    private App asleep;
    private App awake;

    @BeforeEach
    void open() throws IOException {
        open(GRACE, PATIENCE);
    }

    /// @param grace for an app to answer where it was
    private void open(Duration grace, Duration patience) throws IOException {
        var sleep = new Sleep(List.of("apns", "fcm"), alarm, grace, patience, Duration.ofDays(1));
        var apps = new Apps(
                App.REALM,
                Set.of(Transport.UDP),
                List.of(Algorithm.SHA_256, Algorithm.MD5),
                account -> Optional.of(Ha1.of(account, App.REALM, App.PASSWORD)),
                bindings,
                (_, _) -> {},
                Optional.of(sleep),
                Duration.ofSeconds(60),
                Duration.ofSeconds(600),
                5);
        house = new House(House.QUICK, Optional.of(apps), TlsConfig.DEFAULT, List.of(Transport.UDP));
        asleep = new App(new Peer("127.0.0.3"), house.address());
        awake = new App(new Peer("127.0.0.4"), house.address());
    }

    @AfterEach
    void close() {
        house.close();
        asleep.close();
        awake.close();
    }

    private Call calls() {
        return house.agent().callAccount(new Dial("alice", House.FROM, false, Peer.SDP));
    }

    @Test
    void push_R72_aSleepingAppIsWokenAndCalledWhereItIsThen() throws Exception {
        asleep.sleeps();
        calls();
        Waking.Wanted wanted = alarm.nextWanted();
        assertThat(wanted.account()).isEqualTo("alice");
        assertThat(wanted.push()).isEqualTo(new Push("apns", "a1".repeat(32), Optional.of("TEAM.org.example.phone")));
        assertThat(wanted.from()).contains(House.FROM);
        assertThat(awake.sleeps().code()).isEqualTo(200);
        Said invite = awake.peer().hear("INVITE");
        assertThat(invite.uri()).startsWith("sip:peer@" + awake.peer().address());
        assertThat(alarm.nextOver()).isEqualTo(wanted.call() + " AWAKE");
        awake.peer().answer(invite, 180);
        house.diary().next(CallEvent.Progress.class);
        awake.peer().respond(invite, 200, "peer", Peer.SDP);
        awake.peer().hear("ACK");
        house.diary().next(CallEvent.Answered.class);
    }

    @Test
    void push_R75_theCallIdIsThatOfThePush() throws Exception {
        asleep.sleeps();
        calls();
        String call = alarm.nextWanted().call();
        assertThat(UUID.fromString(call).version()).isEqualTo(4);
        assertThat(asleep.peer().hear("INVITE").header("Call-ID")).isEqualTo(call);
        awake.sleeps();
        assertThat(awake.peer().hear("INVITE").header("Call-ID")).isEqualTo(call);
    }

    @Test
    void push_R70_aDeviceThatComesFromElsewhereIsStillOne() throws Exception {
        asleep.sleeps();
        awake.sleeps();
        assertThat(bindings.of("alice")).hasSize(1);
    }

    @Test
    void push_R73_whoAnswersWhereItWasIsntWoken() throws Exception {
        close();
        open(AMPLE, PATIENCE);
        asleep.sleeps();
        calls();
        Said invite = asleep.peer().hear("INVITE");
        asleep.peer().answer(invite, 180);
        house.diary().next(CallEvent.Progress.class);
        asleep.peer().respond(invite, 200, "peer", Peer.SDP);
        house.diary().next(CallEvent.Answered.class);
        assertThat(alarm.isQuiet()).isTrue();
    }

    @Test
    void push_R73_whoAnswersElsewhereCallsTheOthersOff() throws Exception {
        close();
        open(AMPLE, PATIENCE);
        asleep.sleeps();
        awake.registers("alice", App.PASSWORD, awake.contact("fcm", TABLET));
        calls();
        Said invite = awake.peer().hear("INVITE");
        awake.peer().answer(invite, 180);
        house.diary().next(CallEvent.Progress.class);
        String call = alarm.nextWanted().call();
        awake.peer().respond(invite, 200, "peer", Peer.SDP);
        house.diary().next(CallEvent.Answered.class);
        assertThat(alarm.nextOver()).isEqualTo(call + " CANCELLED");
    }

    @Test
    void push_R74_whoComesTooLateIsCalledAndCancelled() throws Exception {
        asleep.sleeps();
        Call call = calls();
        String wanted = alarm.nextWanted().call();
        call.hangUp(HangupReason.CANCELLED);
        assertThat(alarm.nextOver()).isEqualTo(wanted + " CANCELLED");
        assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.CANCELLED);
        awake.sleeps();
        Said invite = awake.peer().hear("INVITE");
        assertThat(invite.header("Call-ID")).isEqualTo(wanted);
        awake.peer().answer(invite, 180);
        Said cancel = awake.peer().hear("CANCEL");
        awake.peer().answer(cancel, 200);
        awake.peer().answer(invite, 487);
        awake.peer().hear("ACK");
    }

    @Test
    void sip_P1_whoCantBeWokenIsntThere() throws Exception {
        asleep.sleeps();
        calls();
        house.agent().unreachable(alarm.nextWanted().call());
        CallEvent.Ended ended = house.diary().next(CallEvent.Ended.class);
        assertThat(ended.code()).isEqualTo(480);
        assertThat(ended.reason()).isEqualTo(HangupReason.NO_ANSWER);
    }

    @Test
    void sip_P1_whereOneCantBeWokenTheNextOneStillRings() throws Exception {
        asleep.sleeps();
        awake.registers("alice", App.PASSWORD, awake.contact("fcm", TABLET));
        calls();
        Said invite = awake.peer().hear("INVITE");
        awake.peer().answer(invite, 180);
        house.diary().next(CallEvent.Progress.class);
        house.agent().unreachable(alarm.nextWanted().call());
        awake.peer().respond(invite, 200, "peer", Peer.SDP);
        house.diary().next(CallEvent.Answered.class);
    }

    @Test
    void sip_P1_whoDoesntComeIsntWaitedForLonger() throws Exception {
        close();
        open(GRACE, Duration.ofMillis(300));
        asleep.sleeps();
        calls();
        String call = alarm.nextWanted().call();
        assertThat(house.diary().next(CallEvent.Ended.class).code()).isEqualTo(480);
        assertThat(alarm.nextOver()).isEqualTo(call + " CANCELLED");
    }
}
