package dev.muster.nostr.client;

import static dev.muster.nostr.client.Notes.ALICE;
import static dev.muster.nostr.client.Notes.BOB;
import static dev.muster.nostr.client.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.SubscriptionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client and a relay that behaves do together.
@Timeout(60)
class RelayClientTest {
    private final SmallRelay relay = new SmallRelay();

    @Test
    void nip01_publishedEventIsAcceptedOnce() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            Event note = note(1);

            assertThat(client.publish(note)).isEqualTo(new Outcome.Accepted(""));
            assertThat(client.publish(note)).isEqualTo(new Outcome.Duplicate("duplicate: already have this event"));
            assertThat(relay.stored()).containsExactly(note);
        }
    }

    @Test
    void nip01_refusedEventBringsTheReason() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    var id = peer.hear().orElseThrow().substring(16, 80);
                    peer.say("[\"OK\",\"" + id + "\",false,\"blocked: not here\"]");
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.publish(note(1))).isEqualTo(new Outcome.Refused("blocked: not here"));
        }
    }

    @Test
    void nip01_subscriptionBringsStoredEventsThenNewOnes() throws Exception {
        relay.take(note(1));
        relay.take(note(2));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(2, notes)).extracting(Event::createdAt).containsExactly(2L, 1L);
            assertThat(notes.next()).isEqualTo(new EndOfStored(true));

            relay.take(note(3));
            assertThat(Notes.take(1, notes)).extracting(Event::createdAt).containsExactly(3L);
        }
    }

    @Test
    void nip01_closedSubscriptionIsClosedAtTheRelay() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            var notes = client.subscribe(Notes.ALL);
            notes.next();
            assertThat(relay.openSubscriptions()).isEqualTo(1);

            notes.close();

            Await.until(() -> relay.openSubscriptions() == 0);
            assertThat(notes.next()).isInstanceOf(Ended.class);
        }
    }

    @Test
    void nip01_closedByTheRelayBringsTheReason() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.say(new Closed(new SubscriptionId("1"), "unsupported: no search here").json());
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next()).isEqualTo(new Ended("unsupported: no search here"));
            assertThat(notes.next()).isEqualTo(new Ended("unsupported: no search here"));
        }
    }

    @Test
    void nip45_countsWhatMatches() throws Exception {
        relay.take(note(1));
        relay.take(note(2));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.count(Notes.ALL.since(2))).isEqualTo(new Answer.Given<>(new Count(1, false)));
        }
    }

    @Test
    void nip67_fetchSaysWhetherItIsAll() throws Exception {
        for (long time = 1; time <= 5; time++) relay.take(note(time));
        relay.cap(3);
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.fetch(Notes.ALL).ending()).isEqualTo(new Fetched.Ending.Partial());
            assertThat(client.fetch(Notes.ALL.until(2)).ending()).isEqualTo(new Fetched.Ending.Complete());
            Await.until(() -> relay.openSubscriptions() == 0);
        }
    }

    @ParameterizedTest(name = "the relay gives hints: {0}")
    @ValueSource(booleans = {true, false})
    void nip67_fetchAllPagesThroughEverything(boolean hints) throws Exception {
        // Four of one second, more than fit behind the two of the second before on one page of five.
        LongStream.of(1, 1, 2, 3, 3, 3, 3, 4, 4, 5, 6, 6, 7)
                .forEach(time -> relay.take(Notes.event(1, time, "one of several " + Notes.RANDOM.nextLong())));
        relay.cap(5);
        if (!hints) relay.withoutHints();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            Fetched all = client.fetchAll(Notes.ALL);

            assertThat(all.events()).containsExactlyElementsOf(relay.stored());
            assertThat(all.isComplete()).isTrue();
            assertThat(client.fetchAll(Notes.ALL.limit(7)).events())
                    .containsExactlyElementsOf(relay.stored().stream().limit(7).toList());
        }
    }

    @Test
    void nip42_clientSaysWhoItIsOnlyWhenAsked() throws Exception {
        relay.demandingAuth();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).keys(ALICE).open()) {
            client.connect();
            assertThat(server.heard()).isEmpty();

            assertThat(client.publish(note(1))).isEqualTo(new Outcome.Accepted(""));
            assertThat(client.fetch(Notes.ALL).events()).hasSize(1);
            assertThat(client.count(Notes.ALL)).isEqualTo(new Answer.Given<>(new Count(1, false)));
            assertThat(server.heard())
                    .filteredOn(text -> text.startsWith("[\"AUTH\""))
                    .hasSize(1);
        }
    }

    @Test
    void nip42_severalKeysAnswerTogether() throws Exception {
        relay.demandingAuth();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).keys(ALICE, BOB).open()) {
            assertThat(client.publish(note(1)).isKept()).isTrue();
            assertThat(server.heard())
                    .filteredOn(text -> text.contains(server.uri().toString()))
                    .anyMatch(text -> text.contains(ALICE.publicKey().hex()))
                    .anyMatch(text -> text.contains(BOB.publicKey().hex()))
                    .hasSize(2);
        }
    }

    @Test
    void nip42_eagerClientSaysWhoItIsBeforeAnythingElse() throws Exception {
        relay.demandingAuth();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri())
                        .keys(ALICE)
                        .authenticatingFirst()
                        .open()) {
            assertThat(client.fetch(Notes.ALL).isComplete()).isTrue();
            assertThat(server.heard().getFirst()).startsWith("[\"AUTH\"");
            assertThat(server.heard())
                    .filteredOn(text -> text.startsWith("[\"REQ\""))
                    .hasSize(1);
        }
    }

    @Test
    void nip42_whoJoinsLaterIsKnownBeforeAnythingElseIsAskedAndOnEachNewConnection() throws Exception {
        relay.demandingAuth();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri())
                        .keys(ALICE)
                        .authenticatingFirst()
                        .open()) {
            assertThat(client.fetch(Notes.ALL).isComplete()).isTrue();
            client.join(BOB);
            assertThat(server.heard()).filteredOn(RelayClientTest::isByBob).hasSize(1);

            server.dropAll();
            assertThat(client.fetch(Notes.ALL).isComplete()).isTrue();
            Await.until(() ->
                    server.heard().stream().filter(RelayClientTest::isByBob).count() == 2);
        }
    }

    private static boolean isByBob(String text) {
        return text.startsWith("[\"AUTH\"") && text.contains(BOB.publicKey().hex());
    }

    @Test
    void nip42_whoIsToldToWaitAnswersAgainAndIsThenSentWhatWasMissing() throws Exception {
        var isFirst = new AtomicBoolean(true);
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.say(new Challenge("who are you?").json());
                    for (var text = peer.hear(); text.isPresent(); text = peer.hear()) {
                        if (text.get().startsWith("[\"AUTH\"")) {
                            boolean waits = isByBob(text.get()) && isFirst.getAndSet(false);
                            String id = text.get().substring(15, 79);
                            peer.say("[\"OK\",\"" + id + "\"," + !waits + ",\"" + (waits ? "rate-limited: slowly" : "")
                                    + "\"]");
                        } else {
                            peer.say("[\"EOSE\",\"1\",[\"finish\"]]");
                        }
                    }
                });
                var client = RelayClient.to(server.uri())
                        .keys(ALICE, BOB)
                        .authenticatingFirst()
                        .timing(Timing.DEFAULT.answer(Duration.ofSeconds(4)))
                        .open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next()).isEqualTo(new EndOfStored(true));
            Await.until(() -> server.heard().stream()
                            .filter(text -> text.startsWith("[\"REQ\""))
                            .count()
                    == 2);
            assertThat(server.heard())
                    .filteredOn(text -> text.startsWith("[\"AUTH\""))
                    .hasSize(3);
        }
    }

    @Test
    void nip42_withoutKeysTheRefusalIsTheAnswer() throws Exception {
        relay.demandingAuth();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            assertThat(client.publish(note(1))).isEqualTo(new Outcome.Refused("auth-required: who are you?"));
            assertThat(client.fetch(Notes.ALL).ending())
                    .isEqualTo(new Fetched.Ending.Refused("auth-required: who are you?"));
            assertThat(client.count(Notes.ALL)).isEqualTo(new Answer.Refused<>("auth-required: who are you?"));
        }
    }

    @Test
    void nip42_relayThatIsNeverSatisfiedIsAskedTwiceOnly() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    for (var text = peer.hear(); text.isPresent(); text = peer.hear()) {
                        if (text.get().startsWith("[\"AUTH\"")) {
                            String id = text.get().substring(15, 79);
                            peer.say("[\"OK\",\"" + id + "\",true,\"\"]");
                        } else {
                            // As late as a challenge may come.
                            peer.say(new Closed(new SubscriptionId("1"), "auth-required: not enough").json());
                            peer.say(new Challenge("tell me").json());
                        }
                    }
                });
                var client = RelayClient.to(server.uri()).keys(ALICE).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next()).isEqualTo(new Ended("auth-required: not enough"));
            assertThat(server.heard())
                    .filteredOn(text -> text.startsWith("[\"REQ\""))
                    .hasSize(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"restricted: members only", "ERROR: auth-required: members only"})
    void nip42_relayThatAsksInItsOwnWordsIsUnderstood(String reason) throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.say(new Challenge("who are you?").json());
                    boolean known = false;
                    for (var text = peer.hear(); text.isPresent(); text = peer.hear()) {
                        if (text.get().startsWith("[\"AUTH\"")) {
                            known = true;
                            peer.say("[\"OK\",\"" + text.get().substring(15, 79) + "\",true,\"\"]");
                        } else if (known) {
                            peer.say("[\"EOSE\",\"1\",[\"finish\"]]");
                        } else {
                            peer.say(new Closed(new SubscriptionId("1"), reason).json());
                        }
                    }
                });
                var client = RelayClient.to(server.uri()).keys(ALICE).open()) {
            assertThat(client.fetch(Notes.ALL).isComplete()).isTrue();
        }
    }

    @Test
    void nip42_relayThatRefusesEveryKey_refusalIsTheAnswer() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.say(new Challenge("who are you?").json());
                    for (var text = peer.hear(); text.isPresent(); text = peer.hear()) {
                        if (text.get().startsWith("[\"AUTH\"")) {
                            peer.say("[\"OK\",\"" + text.get().substring(15, 79) + "\",false,\"restricted: not you\"]");
                        } else {
                            peer.say(new Closed(new SubscriptionId("1"), "auth-required: members only").json());
                        }
                    }
                });
                var client = RelayClient.to(server.uri()).keys(ALICE, BOB).open()) {
            assertThat(client.fetch(Notes.ALL).ending())
                    .isEqualTo(new Fetched.Ending.Refused("auth-required: members only"));
            assertThat(server.heard()).hasSize(3);
        }
    }

    @Test
    void nip42_relayThatDemandsAndNeverChallenges_refusalIsTheAnswer() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.say(new Closed(new SubscriptionId("1"), "auth-required: guess how").json());
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).keys(ALICE).open()) {
            assertThat(client.fetch(Notes.ALL).ending())
                    .isEqualTo(new Fetched.Ending.Refused("auth-required: guess how"));
        }
    }

    @Test
    void whatCantBeSaidFailsWhereItIsAsked() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            assertThatThrownBy(() -> client.subscribe(List.of())).isInstanceOf(IllegalArgumentException.class);
            var unsayable = Notes.ALL.tagged('t', List.of("\ud800"));
            assertThatThrownBy(() -> client.fetch(unsayable)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.count(unsayable)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.publish(note(1)).isKept()).isTrue();
        }
    }

    @Test
    void wss_selfSignedCertificateThatIsTrusted() throws Exception {
        SSLContext tls = tls();
        try (var server = ScriptedRelay.overTls(tls.getServerSocketFactory(), relay);
                var client = RelayClient.to(server.uri()).tls(tls).open()) {
            assertThat(client.publish(note(1)).isKept()).isTrue();
        }
    }

    @Test
    void wss_certificateThatNobodyTrusts_connectSaysWhy() throws Exception {
        try (var server = ScriptedRelay.overTls(tls().getServerSocketFactory(), relay);
                var client = RelayClient.to(server.uri()).open()) {
            assertThatThrownBy(client::connect)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void closedClientAnswersAtOnce() throws Exception {
        try (var server = ScriptedRelay.playing(relay)) {
            var client = RelayClient.to(server.uri()).open();
            var notes = client.subscribe(Notes.ALL);
            notes.next();

            client.close();

            assertThat(notes.next()).isEqualTo(new Ended("closed: this client is closed"));
            assertThat(client.publish(note(1))).isEqualTo(new Outcome.Refused("closed: this client is closed"));
            assertThat(client.subscribe(Notes.ALL).next()).isInstanceOf(Ended.class);
            assertThatThrownBy(client::connect).hasMessageContaining("this client is closed");
            Await.until(() -> server.isLeftAlone());
        }
    }

    @Test
    void addressesOtherThanWebSocketsAreRefused() {
        for (String address : List.of("https://relay.example", "relay.example", "ws:relay", "wss:///")) {
            assertThatThrownBy(() -> RelayClient.to(URI.create(address))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nextWithPatienceComesBackEmpty() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next()).isEqualTo(new EndOfStored(true));
            assertThat(notes.next(Duration.ofMillis(20))).isEqualTo(Optional.empty());
        }
    }

    private static SSLContext tls() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        char[] password = "loopback".toCharArray();
        try (InputStream in = RelayClientTest.class.getResourceAsStream("localhost.p12")) {
            store.load(in, password);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }
}
