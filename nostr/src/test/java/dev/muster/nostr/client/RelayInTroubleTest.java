package dev.muster.nostr.client;

import static dev.muster.nostr.client.Notes.note;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.ScriptedRelay.Peer;
import dev.muster.nostr.client.ScriptedRelay.Script;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.SubscriptionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What users see when a relay, or the way to it, is not well.
@Timeout(90)
class RelayInTroubleTest {
    private static final Timing QUICK = new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)));
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final SubscriptionId FIRST = new SubscriptionId("1");

    private final SmallRelay relay = new SmallRelay();
    private final long now = Instant.now().getEpochSecond();

    // Relays that go away

    @ParameterizedTest(name = "kind {0}, at most {1} events a request, hints: {2}")
    @CsvSource({"1,1000,true", "1,1000,false", "1,5,true", "1,5,false", "1059,1000,true", "1059,5,true", "1059,5,false"
    })
    void relayKilledAndRestartedMidSubscription_nothingLostNothingDoubled(int kind, int cap, boolean hints)
            throws Exception {
        relay.cap(cap);
        if (!hints) relay.withoutHints();
        for (int i = 0; i < 4; i++) relay.take(Notes.event(kind, now - 400 + i, "before"));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var events = client.subscribe(Filter.ALL.kinds(kind))) {
            var ids = ids(Notes.take(4, events));
            assertThat(events.next()).isEqualTo(new EndOfStored(hints));
            relay.take(Notes.event(kind, now, "live"));
            ids.addAll(ids(Notes.take(1, events)));

            server.kill();
            // NIP-59: a gift wrap may be dated up to two days before it was sent.
            long backDated = kind == Kind.GIFT_WRAP ? now - 172_800 : now - 60;
            for (int i = 0; i < 20; i++) relay.take(Notes.event(kind, backDated + i / 3, "meanwhile " + i));
            server.restart();
            ids.addAll(ids(Notes.take(20, events)));
            relay.take(Notes.event(kind, now + 1, "after"));
            ids.addAll(ids(Notes.take(1, events)));

            assertThat(ids).isEqualTo(ids(List.copyOf(relay.stored())));
            assertThat(events.next(SHORT)).isEmpty();
        }
    }

    @ParameterizedTest(name = "killed again after {0} messages")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void relayKilledAgainWhileWeCatchUp_nothingLostNothingDoubled(int messages) throws Exception {
        relay.cap(5).take(note(now - 100));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var events = client.subscribe(Notes.ALL, Filter.ALL.kinds(Kind.REACTION))) {
            var ids = ids(Notes.take(1, events));
            assertThat(events.next()).isEqualTo(new EndOfStored(true));

            server.kill();
            for (int i = 0; i < 12; i++) {
                relay.take(note(now - 50 + i));
                relay.take(Notes.event(Kind.REACTION, now - 50 - i, "+"));
            }
            relay.dropAfter(messages);
            server.restart();
            ids.addAll(ids(Notes.take(24, events)));

            assertThat(ids).isEqualTo(ids(List.copyOf(relay.stored())));
            assertThat(events.next(SHORT)).isEmpty();
        }
    }

    @Test
    void relayKilledWhileItSendsStoredEvents_nothingLostNothingDoubled() throws Exception {
        for (int i = 0; i < 10; i++) relay.take(note(now - i));
        var stored = List.copyOf(relay.stored());
        Script dropsAfterThree = peer -> {
            peer.hear();
            for (Event event : stored.subList(0, 3)) peer.say(new Matched(FIRST, event).json());
        };
        try (var server = ScriptedRelay.playing(firstThen(dropsAfterThree, relay));
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var events = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(10, events)).containsExactlyElementsOf(stored);
            assertThat(events.next()).isEqualTo(new EndOfStored(true));
            assertThat(events.next(SHORT)).isEmpty();
        }
    }

    @Test
    void relayKilledBeforeItsOk_eventIsSentAgainAndKeptOnce() throws Exception {
        Event note = note(1);
        Script keepsItAndDies = peer -> {
            peer.hear();
            relay.take(note);
        };
        try (var server = ScriptedRelay.playing(firstThen(keepsItAndDies, relay));
                var client = RelayClient.to(server.uri()).timing(QUICK).open()) {
            assertThat(client.publish(note)).isInstanceOf(Outcome.Duplicate.class);
            assertThat(server.heard())
                    .hasSize(2)
                    .allMatch(text -> text.equals(server.heard().getFirst()));
        }
    }

    @Test
    void relayStartedLate_eventArrivesAllTheSame() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).timing(QUICK).open()) {
            server.kill();
            var outcome = client.submit(note(1), Duration.ofSeconds(30));
            assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
            server.restart();
            assertThat(outcome.get()).isEqualTo(new Outcome.Accepted(""));
        }
    }

    @ParameterizedTest(name = "code {0}")
    @ValueSource(
            ints = {
                1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 2999,
                3000, 3999, 4001, 4999
            })
    void relayThatClosesWithAnyCode_isComeBackTo(int code) throws Exception {
        relay.take(note(1));
        Script closes = peer -> {
            peer.hear();
            if (code == 1006) return;
            peer.close(code);
            peer.hear();
        };
        try (var server = ScriptedRelay.playing(firstThen(closes, relay));
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).containsExactly(note1());
            assertThat(server.connections()).hasSize(2);
        }
    }

    private Event note1() {
        return relay.stored().iterator().next();
    }

    @Test
    void relayThatClosesWithCode4000_isLeftAlone() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.close(4000);
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next()).isEqualTo(new Ended("blocked: closed with code 4000"));
            Await.until(server::isLeftAlone);
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void relayThatDropsEverybodyAtOnce_isComeBackToLessAndLess() throws Exception {
        var slower = QUICK.retry(new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60)));
        try (var server = ScriptedRelay.playing(_ -> {});
                var client = RelayClient.to(server.uri()).timing(slower).open();
                var _ = client.subscribe(Notes.ALL)) {
            Await.until(() -> server.connections().size() == 4);
            // At least half of 500, 1000 and 2000 milliseconds.
            long pauses = server.connections().get(3) - server.connections().get(0);
            assertThat(Duration.ofNanos(pauses)).isGreaterThanOrEqualTo(Duration.ofMillis(1750));
        }
    }

    @Test
    void relayThatShowsNoSignOfLife_isGivenUpAndComeBackTo() throws Exception {
        relay.take(note(1));
        Script playsDead = peer -> {
            peer.dontAnswerPings();
            peer.hearAll();
        };
        try (var server = ScriptedRelay.playing(firstThen(playsDead, relay));
                var client = RelayClient.to(server.uri())
                        .timing(QUICK.silence(SHORT, SHORT))
                        .open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).hasSize(1);
        }
    }

    @Test
    void relayThatHasNothingToSayButAnswersPings_isKept() throws Exception {
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri())
                        .timing(QUICK.silence(Duration.ofMillis(20), Duration.ofSeconds(5)))
                        .open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next()).isEqualTo(new EndOfStored(true));
            Await.until(() -> server.pings() > 1);
            relay.take(note(1));
            assertThat(Notes.take(1, notes)).hasSize(1);
            assertThat(server.connections()).hasSize(1);
        }
    }

    // Relays that don't answer

    @Test
    void relayThatNeverAnswersTheHandshake_everyCallEndsInTime() throws Exception {
        var over = new CountDownLatch(1);
        var silent = new Script() {
            @Override
            public Optional<String> answerInsteadOfHandshake() {
                awaitUnchecked(over);
                return Optional.of("");
            }

            @Override
            public void play(Peer peer) {}
        };
        try (var server = ScriptedRelay.playing(silent);
                var client = RelayClient.to(server.uri())
                        .timing(QUICK.connect(SHORT).answer(SHORT))
                        .open()) {
            assertThatThrownBy(client::connect)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(server.uri().toString());
            endsUnanswered(client);
        } finally {
            over.countDown();
        }
    }

    @Test
    void relayThatNeverAnswersMessages_everyCallEndsInTime() throws Exception {
        try (var server = ScriptedRelay.playing(Peer::hearAll);
                var client =
                        RelayClient.to(server.uri()).timing(QUICK.answer(SHORT)).open()) {
            client.connect();
            endsUnanswered(client);
        }
    }

    @Test
    void relayThatIsNotThere_everyCallEndsInTime() throws Exception {
        var server = ScriptedRelay.playing(relay);
        server.close();
        try (var client =
                RelayClient.to(server.uri()).timing(QUICK.answer(SHORT)).open()) {
            assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
            endsUnanswered(client);
        }
    }

    private static void endsUnanswered(RelayClient client) throws InterruptedException {
        assertThat(client.publish(note(1))).isEqualTo(new Outcome.Unanswered());
        assertThat(client.fetch(Notes.ALL).ending()).isEqualTo(new Fetched.Ending.Unanswered());
        assertThat(client.fetchAll(Notes.ALL).ending()).isEqualTo(new Fetched.Ending.Unanswered());
        assertThat(client.count(Notes.ALL)).isEqualTo(new Answer.Unanswered<>());
        try (var notes = client.subscribe(Notes.ALL)) {
            assertThat(notes.next(SHORT)).isEmpty();
        }
    }

    @Test
    void relayThatTakesNothingAnyMore_isGivenUp() throws Exception {
        var over = new CountDownLatch(1);
        Event large = Notes.event(1, 1, "x".repeat(800_000));
        try (var server = ScriptedRelay.playing(firstThen(_ -> awaitUnchecked(over), relay));
                var client = RelayClient.to(server.uri())
                        .timing(QUICK.answer(Duration.ofSeconds(1)))
                        .open()) {
            // More than the two sockets hold.
            var outcomes = new ArrayList<CompletableFuture<Outcome>>();
            for (int i = 0; i < 20; i++) outcomes.add(client.submit(large, Duration.ofSeconds(60)));
            for (var outcome : outcomes) assertThat(outcome.get().isKept()).isTrue();
        } finally {
            over.countDown();
        }
    }

    // Relays that say too much

    @Test
    void relayThatFloods_isReadNoFasterThanTheConsumerTakes() throws Exception {
        var sent = new AtomicLong();
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    for (int i = 0; ; i++) {
                        byte[] message = new Matched(FIRST, Notes.event(1, i, "x".repeat(10_000))).json();
                        peer.say(message);
                        sent.addAndGet(message.length);
                    }
                });
                var client = RelayClient.to(server.uri())
                        .limits(Limits.DEFAULT.bufferBytes(100_000))
                        .open();
                var notes = client.subscribe(Notes.ALL)) {
            awaitStandstill(sent);
            // Ours are 100 kB and a few messages on their way; the rest is the kernel's, for both sockets.
            assertThat(sent.get()).isLessThan(16_000_000);
            long before = sent.get();
            Notes.take(1000, notes);
            assertThat(sent.get()).isGreaterThan(before);
        }
    }

    @Test
    void consumerThatTakesNothing_isEndedSoThatOthersGoOn() throws Exception {
        for (int i = 0; i < 50; i++) relay.take(Notes.event(1, i, "x".repeat(10_000)));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri())
                        .timing(QUICK.stall(SHORT))
                        .limits(Limits.DEFAULT.bufferBytes(50_000))
                        .open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(client.publish(note(1000), Duration.ofSeconds(30)).isKept())
                    .isTrue();

            assertThat(Notes.take(4, notes)).hasSize(4);
            assertThat(notes.next()).isInstanceOf(Ended.class);
            Await.until(() -> relay.openSubscriptions() == 0);
        }
    }

    @Test
    void consumerThatPausesLessThanTheLimit_missesNothing() throws Exception {
        for (int i = 0; i < 200; i++) relay.take(Notes.event(1, i, "x".repeat(10_000)));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri())
                        .limits(Limits.DEFAULT.bufferBytes(50_000))
                        .open();
                var notes = client.subscribe(Notes.ALL)) {
            var other = client.subscribe(Notes.ALL.limit(1));
            assertThat(Notes.take(200, notes)).containsExactlyElementsOf(relay.stored());
            assertThat(Notes.take(1, other)).hasSize(1);
        }
    }

    @Test
    void frameWithoutEnd_isHungUpOn() throws Exception {
        var sent = new AtomicLong();
        var hungUp = new CountDownLatch(1);
        Script endless = peer -> {
            peer.hear();
            peer.head(ScriptedRelay.TEXT, 1L << 40);
            byte[] some = "a".repeat(65_536).getBytes(UTF_8);
            try {
                while (true) {
                    peer.raw(some);
                    sent.addAndGet(some.length);
                }
            } finally {
                hungUp.countDown();
            }
        };
        relay.take(note(1));
        try (var server = ScriptedRelay.playing(firstThen(endless, relay));
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var notes = client.subscribe(Notes.ALL)) {
            hungUp.await();
            assertThat(sent.get()).isLessThan(16_000_000);
            assertThat(Notes.take(1, notes)).hasSize(1);
        }
    }

    @Test
    void fetchOfMoreThanFits_isCutShort() throws Exception {
        for (int i = 0; i < 20; i++) relay.take(Notes.event(1, i, "x".repeat(1000)));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri())
                        .limits(Limits.DEFAULT.fetchBytes(10_000))
                        .open()) {
            assertThat(client.fetch(Notes.ALL).ending()).isEqualTo(new Fetched.Ending.TooMuch());
            assertThat(client.fetchAll(Notes.ALL).events()).hasSizeBetween(1, 9);
        }
    }

    // Relays that talk nonsense

    @Test
    void whatWasNotAskedForOrIsFalse_isDroppedAndCounted() throws Exception {
        Event note = note(1);
        byte[] forged = new Matched(FIRST, note(2)).json();
        // The last hex digit of the signature.
        int digit = forged.length - 4;
        forged[digit] = (byte) (forged[digit] == '0' ? '1' : '0');
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.say(forged);
                    peer.say(new Matched(FIRST, Notes.event(7, 1, "+")).json());
                    peer.say(new Matched(new SubscriptionId("somebody else's"), note).json());
                    peer.say("[\"EVENT\",\"1\",{\"id\":7}]");
                    peer.say("not even JSON");
                    peer.say("[\"FUTURE\",{}]");
                    peer.say("[\"NOTICE\",\"for people\"]");
                    peer.frame(true, ScriptedRelay.BINARY, new byte[] {1, 2, 3});
                    peer.say(new Matched(FIRST, note).json());
                    peer.say(new Matched(FIRST, note).json());
                    peer.say("[\"EOSE\",\"1\"]");
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).containsExactly(note);
            assertThat(notes.next()).isEqualTo(new EndOfStored(false));
            assertThat(client.dropped()).isEqualTo(new Dropped(2, 2, 1));
        }
    }

    @Test
    void messageInManyFragments_isReadAsOne() throws Exception {
        Event note = Notes.event(1, 1, "Grüße 👋🏽 and 𝄞");
        byte[] message = new Matched(FIRST, note).json();
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    for (int i = 0; i < message.length; i++) {
                        int opcode = i == 0 ? ScriptedRelay.TEXT : ScriptedRelay.CONTINUATION;
                        peer.frame(i == message.length - 1, opcode, Arrays.copyOfRange(message, i, i + 1));
                        if (i % 100 == 0) peer.frame(true, ScriptedRelay.PING, new byte[0]);
                    }
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).containsExactly(note);
        }
    }

    @Test
    void badUtf8_isDroppedAndCounted() throws Exception {
        try (var server = ScriptedRelay.playing(peer -> {
                    peer.hear();
                    peer.say(new byte[] {'[', '"', (byte) 0xfc, '"', ']'});
                    peer.say(new Matched(FIRST, note(1)).json());
                    peer.hear();
                });
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).hasSize(1);
            assertThat(client.dropped()).isEqualTo(new Dropped(1, 0, 0));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void framesThatNoServerMaySend_areHungUpOn(String what, byte[] bytes) throws Exception {
        relay.take(note(1));
        Script breaksTheRules = peer -> {
            peer.hear();
            peer.raw(bytes);
            peer.hearAll();
        };
        try (var server = ScriptedRelay.playing(firstThen(breaksTheRules, relay));
                var client = RelayClient.to(server.uri()).timing(QUICK).open();
                var notes = client.subscribe(Notes.ALL)) {
            assertThat(Notes.take(1, notes)).hasSize(1);
            assertThat(server.connections()).hasSize(2);
        }
    }

    static List<Arguments> framesThatNoServerMaySend_areHungUpOn() {
        return List.of(
                argumentSet("masked", "masked", new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 5}),
                argumentSet("reserved bit", "reserved bit", new byte[] {(byte) 0xc1, 1, 'x'}),
                argumentSet("unknown kind", "unknown kind", new byte[] {(byte) 0x83, 1, 'x'}),
                argumentSet("ping in fragments", "ping in fragments", new byte[] {0x09, 1, 'x'}),
                argumentSet("ping too long", "ping too long", new byte[] {(byte) 0x89, 126, 0, 126}),
                argumentSet("length not shortest", "length not shortest", new byte[] {(byte) 0x81, 126, 0, 1, 'x'}),
                argumentSet(
                        "negative length", "negative length", new byte[] {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0}),
                argumentSet("continues nothing", "continues nothing", new byte[] {(byte) 0x80, 1, 'x'}),
                argumentSet(
                        "new text amid another", "new text amid another", new byte[] {1, 1, '[', (byte) 0x81, 1, ']'}));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "HTTP/1.1 403 Forbidden\r\n\r\n",
                "HTTP/1.1 301 Moved\r\nLocation: ws://elsewhere\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: forged\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 101"
            })
    void answerThatIsNoWebSockets_connectSaysSo(String answer) throws Exception {
        var rude = new Script() {
            @Override
            public Optional<String> answerInsteadOfHandshake() {
                return Optional.of(answer);
            }

            @Override
            public void play(Peer peer) {}
        };
        try (var server = ScriptedRelay.playing(rude);
                var client = RelayClient.to(server.uri()).timing(QUICK).open()) {
            assertThatThrownBy(client::connect)
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(".*(HTTP 403|HTTP 301|no WebSocket's|no HTTP answer|hung up)");
        }
    }

    @Test
    void httpAnswerWithoutEnd_isHungUpOn() throws Exception {
        var endless = new Script() {
            @Override
            public Optional<String> answerInsteadOfHandshake() {
                return Optional.of("HTTP/1.1 101 " + "x".repeat(1_000_000));
            }

            @Override
            public void play(Peer peer) {}
        };
        try (var server = ScriptedRelay.playing(endless);
                var client = RelayClient.to(server.uri()).timing(QUICK).open()) {
            assertThatThrownBy(client::connect).hasMessageContaining("has no end");
        }
    }

    // ---

    private static Set<Object> ids(List<Event> events) {
        var ids = new HashSet<Object>();
        for (Event event : events) assertThat(ids.add(event.id())).isTrue();
        return ids;
    }

    private static Script firstThen(Script first, Script then) {
        var connections = new AtomicInteger();
        return peer -> (connections.getAndIncrement() == 0 ? first : then).play(peer);
    }

    private static void awaitStandstill(AtomicLong counter) {
        var last = new AtomicLong(-1);
        Await.until(() -> {
            long before = counter.get();
            LockSupport.parkNanos(SHORT.toNanos());
            return before > 0 && last.getAndSet(before) == counter.get();
        });
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
