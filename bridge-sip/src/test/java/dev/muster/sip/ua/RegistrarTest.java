package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.ua.digest.Algorithm;
import dev.muster.sip.ua.digest.Ha1;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Apps that register with us, and are called.
@Timeout(60)
class RegistrarTest {
    private static final Map<String, String> PASSWORDS = Map.of("alice", "s3cret", "bob", "b0b");

    private final BindingsInMemory bindings = new BindingsInMemory();
    private final BlockingQueue<Binding> news = new LinkedBlockingQueue<>();
    private Peer phone;
    private Peer tablet;
    private House house;
    private App onPhone;
    private App onTablet;

    @BeforeEach
    void open() throws IOException {
        phone = new Peer("127.0.0.3");
        tablet = new Peer("127.0.0.4");
        var sleep = new Sleep(
                List.of("fcm", "apns"),
                new Alarm(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(6000));
        var apps = new Apps(
                App.REALM,
                Set.of(Transport.UDP),
                List.of(Algorithm.SHA_256, Algorithm.MD5),
                account -> Optional.ofNullable(PASSWORDS.get(account))
                        .map(password -> Ha1.of(account, App.REALM, password)),
                bindings,
                (_, binding) -> news.add(binding),
                Optional.of(sleep),
                Duration.ofSeconds(60),
                Duration.ofSeconds(600),
                2);
        house = new House(House.QUICK, Optional.of(apps), TlsConfig.DEFAULT, List.of(Transport.UDP, Transport.TCP));
        onPhone = new App(phone, house.address());
        onTablet = new App(tablet, house.address());
    }

    @AfterEach
    void close() {
        house.close();
        phone.close();
        tablet.close();
    }

    private Said ask(Peer peer, String account, String password, String... headers) throws Exception {
        return (peer == phone ? onPhone : onTablet).registers(account, password, headers);
    }

    @Test
    void sip_P1_anAppRegistersAndIsCalled() throws Exception {
        Said answer = ask(phone, "alice", "s3cret", "Expires: 300");
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.header("Contact"))
                .contains("sip:peer@" + phone.address())
                .contains("expires=");
        assertThat(news.take().contact()).isEqualTo("sip:peer@" + phone.address());
        house.agent().callAccount(new Dial("alice", House.FROM, false, Peer.SDP));
        Said invite = phone.hear("INVITE");
        assertThat(invite.uri()).isEqualTo("sip:peer@" + phone.address());
        assertThat(invite.address("From")).isEqualTo("sip:+12025550199@muster.example");
        phone.respond(invite, 200, "peer", Peer.SDP);
        phone.hear("ACK");
        house.diary().next(CallEvent.Answered.class);
    }

    @Test
    void sip_P1_allPhonesRingAndTheFirstWins() throws Exception {
        ask(phone, "alice", "s3cret");
        ask(tablet, "alice", "s3cret");
        house.agent().callAccount(new Dial("alice", House.FROM, false, Peer.SDP));
        Said toPhone = phone.hear("INVITE");
        Said toTablet = tablet.hear("INVITE");
        phone.answer(toPhone, 180);
        tablet.answer(toTablet, 180);
        house.diary().next(CallEvent.Progress.class);
        house.diary().next(CallEvent.Progress.class);
        tablet.respond(toTablet, 200, "peer", Peer.SDP);
        tablet.hear("ACK");
        house.diary().next(CallEvent.Answered.class);
        phone.answer(phone.hear("CANCEL"), 200);
        phone.answer(toPhone, 487);
        phone.hear("ACK");
        assertThat(house.diary().isQuiet()).isTrue();
    }

    @Test
    void sip_P1_whoRefusesForAllEndsIt() throws Exception {
        ask(phone, "alice", "s3cret");
        ask(tablet, "alice", "s3cret");
        house.agent().callAccount(new Dial("alice", House.FROM, false, Peer.SDP));
        Said toTablet = tablet.hear("INVITE");
        tablet.answer(toTablet, 180);
        house.diary().next(CallEvent.Progress.class);
        phone.answer(phone.hear("INVITE"), 603);
        tablet.hear("CANCEL");
        assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.REJECTED);
    }

    @Test
    void sip_P1_anAppThatIsRegisteredMayCall() throws Exception {
        ask(phone, "alice", "s3cret");
        assertThat(onPhone.calls("room", App.PASSWORD).code()).isEqualTo(100);
        CallEvent.Incoming incoming = house.diary().next(CallEvent.Incoming.class);
        assertThat(incoming.line()).isEqualTo(new Origin.Account("alice"));
        assertThat(incoming.caller().number()).contains("alice");
        assertThat(incoming.called()).isEqualTo("room");
    }

    @Test
    void sip_F4_anAddressAloneDoesntCall() throws Exception {
        ask(phone, "alice", "s3cret");
        assertThat(onPhone.calls("room", "wrong").code()).isEqualTo(403);
        assertThat(house.diary().isQuiet()).isTrue();
    }

    @Test
    void sip_S4_appsComeOnlyByWhatTheyMay() throws Exception {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), house.port())) {
            String request = phone.request(
                    "REGISTER", "sip:a", "<sip:alice@a>;tag=a", "<sip:alice@a>", "r", 1, "", "Expires: 60");
            socket.getOutputStream()
                    .write(request.replace("SIP/2.0/UDP", "SIP/2.0/TCP").getBytes(UTF_8));
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(answers.readLine()).startsWith("SIP/2.0 403");
        }
    }

    @Test
    void sip_F4_whoIsntRegisteredMayOnlyRegister() throws Exception {
        phone.say(
                house.address(), phone.request("INVITE", "sip:a@b", "<sip:a@b>;tag=a", "<sip:a@b>", "i1", 1, Peer.SDP));
        assertThat(ask(phone, "alice", "wrong").code()).isEqualTo(403);
        assertThat(ask(phone, "nobody", "s3cret").code()).isEqualTo(403);
        assertThat(house.diary().isQuiet()).isTrue();
        assertThat(bindings.of("alice")).isEmpty();
    }

    @Test
    void sip_P1_howAnAppIsWokenIsKept() throws Exception {
        Said answer = ask(
                phone,
                "alice",
                "s3cret",
                "Contact: <sip:peer@" + phone.address() + ";pn-provider=fcm;pn-prid=abc:def;pn-param=proj>");
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.header("Feature-Caps")).isEqualTo("*;+sip.pns=\"fcm\"");
        assertThat(news.take().push()).contains(new Push("fcm", "abc:def", Optional.of("proj")));
    }

    @Test
    void sip_P1_aPushServiceThatWeDontHaveIsRefused() throws Exception {
        Said answer =
                ask(phone, "alice", "s3cret", "Contact: <sip:peer@" + phone.address() + ";pn-provider=acme;pn-prid=x>");
        assertThat(answer.code()).isEqualTo(555);
        assertThat(bindings.of("alice")).isEmpty();
    }

    @Test
    void sip_P1_whichPushServicesThereAreCanBeAsked() throws Exception {
        Said answer = ask(phone, "alice", "s3cret", "Contact: <sip:peer@" + phone.address() + ";pn-provider>");
        assertThat(answer.headers("Feature-Caps")).containsExactly("*;+sip.pns=\"fcm\"", "*;+sip.pns=\"apns\"");
    }

    @Test
    void sip_P1_tooOftenIsRefusedAndTooSeldomIsMadeOftener() throws Exception {
        assertThat(ask(phone, "alice", "s3cret", "Expires: 10").header("Min-Expires"))
                .isEqualTo("60");
        assertThat(ask(phone, "alice", "s3cret", "Expires: 100000").header("Contact"))
                .matches(".*;expires=(600|599|598)");
    }

    @Test
    void sip_P1_whatIsTakenBackIsForgotten() throws Exception {
        ask(phone, "alice", "s3cret");
        ask(tablet, "alice", "s3cret");
        ask(phone, "alice", "s3cret", "Expires: 0");
        assertThat(bindings.of("alice")).extracting(Binding::contact).containsExactly("sip:peer@" + tablet.address());
        ask(tablet, "alice", "s3cret", "Contact: *", "Expires: 0");
        assertThat(bindings.of("alice")).isEmpty();
        house.agent().callAccount(new Dial("alice", House.FROM, false, Peer.SDP));
        house.diary().next(CallEvent.Ended.class);
    }

    @Test
    void sip_P1_anAccountHasOnlySoManyDevices() throws Exception {
        for (int i = 1; i <= 3; i++)
            ask(phone, "alice", "s3cret", "Contact: <sip:d" + i + "@" + phone.address() + ">;expires=" + 100 * i);
        assertThat(bindings.of("alice"))
                .extracting(Binding::contact)
                .containsExactly("sip:d2@" + phone.address(), "sip:d3@" + phone.address());
    }
}
