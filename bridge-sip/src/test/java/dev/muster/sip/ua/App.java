package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.ua.digest.Challenge;
import dev.muster.sip.ua.digest.Proof;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Arrays;

/// An app of alice's that speaks SIP, and says exactly what a test wants.
final class App implements AutoCloseable {
    static final String REALM = "muster.example";
    static final String PASSWORD = "s3cret";

    private final Peer peer;
    private final SocketAddress house;
    private int cseq;

    App(Peer peer, SocketAddress house) {
        this.peer = peer;
        this.house = house;
    }

    Peer peer() {
        return peer;
    }

    /// Registers, with what else is to stand in it, and says what it hears.
    Said registers(String account, String password, String... headers) throws Exception {
        register(account, headers);
        Challenge challenge = challenge(peer.hear("REGISTER", 401));
        assertThat(challenge.algorithm().word()).isEqualTo("SHA-256");
        Proof proof = Proof.of(challenge, account, password, "REGISTER", "sip:" + REALM, 1, "c");
        register(account, with(headers, "Authorization: " + proof.header()));
        return peer.hear();
    }

    /// Registers as alice, to be woken by Apple.
    Said sleeps() throws Exception {
        Said answer = registers("alice", PASSWORD, contact("apns", "a1".repeat(32)));
        assertThat(answer.code()).isEqualTo(200);
        return answer;
    }

    String contact(String provider, String id) {
        return "Contact: <sip:peer@" + peer.address() + ";pn-provider=" + provider + ";pn-prid=" + id
                + ";pn-param=TEAM.org.example.phone>";
    }

    private static Challenge challenge(Said asked) {
        return Challenge.parse(asked.header("WWW-Authenticate")).orElseThrow();
    }

    private static String[] with(String[] headers, String more) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = more;
        return all;
    }

    private void register(String account, String... headers) throws IOException {
        String address = "<sip:" + account + "@" + REALM + ">";
        String request = peer.request(
                "REGISTER", "sip:" + REALM, address + ";tag=a", address, "r-" + peer.address(), ++cseq, "", headers);
        boolean hasContact = String.join("\n", headers).contains("Contact:");
        if (hasContact) request = request.replaceFirst("Contact: <sip:peer[^\r]*\r\n", "");
        peer.say(house, request);
    }

    /// Calls, and says by which password it is alice's.
    Said calls(String called, String password) throws Exception {
        invite(called);
        Said asked = peer.hear("INVITE", 401);
        Proof proof = Proof.of(challenge(asked), "alice", password, "INVITE", "sip:" + REALM, 1, "c");
        invite(called, "Authorization: " + proof.header());
        return peer.hear();
    }

    private void invite(String called, String... headers) throws IOException {
        String to = "sip:" + called + "@" + REALM;
        String[] all = with(headers, "P-Asserted-Identity: <sip:+12025550100@muster.example>");
        String from = "<sip:mallory@" + REALM + ">;tag=a";
        peer.say(house, peer.request("INVITE", to, from, "<" + to + ">", "i1", ++cseq, Peer.SDP, all));
    }

    @Override
    public void close() {
        peer.close();
    }
}
