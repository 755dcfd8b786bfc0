package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Matched;
import dev.muster.nostr.message.RelayMessage.Notice;
import dev.muster.nostr.message.RelayMessage.Ok;
import dev.muster.relay.net.Await;
import dev.muster.relay.net.Deflated;
import dev.muster.relay.net.RawClient;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that mean harm, from one address. Each is refused by name, costs bounded memory, and an honest
/// client that comes from another address notices nothing.
@Timeout(300)
class AbuseTest {
    private static final String OFFENDER = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";

    /// More than any of these may cost, in megabytes.
    private static final long ENOUGH = 96;

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private Wire honest;
    private Wire publisher;
    private long memory;

    @BeforeEach
    void anHonestClientIsHere() {
        publisher = relay.clientFrom(ELSEWHERE);
        honest = relay.clientFrom(ELSEWHERE).subscribe("notes", Filter.ALL.kinds(Kind.TEXT_NOTE));
        honest.untilEnd("notes");
        memory = megabytes();
    }

    @AfterEach
    void theHonestClientNoticesNothing() {
        Event note = Events.signed(ALICE, THEN, Kind.TEXT_NOTE, Tags.NONE, "" + RANDOM.nextLong());
        publisher.store(note);
        honest.await(Matched.class, live -> live.event().equals(note));
        assertThat(honest.stored(Filter.ALL.ids(List.of(note.id()))).events()).containsExactly(note);
        assertThat(megabytes()).as("megabytes in use").isLessThan(memory + ENOUGH);
    }

    /// What is in use, on the heap and beside it.
    private static long megabytes() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return (heap + PlatformDependent.usedDirectMemory()) >> 20;
    }

    private InetSocketAddress address() {
        return relay.relay().address();
    }

    @Test
    void whoDoesNotReadIsCutOff() throws IOException {
        relay.reload("net.pending_bytes=1048576");
        try (RawClient lazy = RawClient.openWithSmallBuffer(address())) {
            lazy.text("[\"REQ\",\"x\",{}]");
            Await.until(() ->
                    relay.metrics().get("muster.relay.subscriptions").gauge().value() == 2);

            // Each of these goes to the lazy one, and to the honest one, who has them all.
            String text = "x".repeat(100_000);
            for (int i = 0; i < 100; i++) {
                Event note = Events.signed(ALICE, THEN + i, Kind.TEXT_NOTE, Tags.NONE, text);
                publisher.say(new ClientMessage.Publish(note));
                assertThat(honest.live("notes")).isEqualTo(note);
            }
            Await.until(() ->
                    relay.metrics().get("muster.relay.subscriptions").gauge().value() == 1);
        }
        for (int i = 0; i < 100; i++)
            assertThat(publisher.next(Ok.class).accepted()).isTrue();
    }

    @Test
    void whoDoesNotReadWhatIsStoredHoldsNobodyUp() throws IOException {
        String text = "x".repeat(100_000);
        for (int i = 0; i < 50; i++) {
            publisher.store(Events.signed(ALICE, THEN + i, Kind.REACTION, Tags.NONE, text));
        }
        var lazy = new ArrayList<RawClient>();
        for (int i = 0; i < 20; i++) {
            lazy.add(RawClient.openWithSmallBuffer(address()));
            for (int k = 0; k < 10; k++) lazy.getLast().text("[\"REQ\",\"" + k + "\",{}]");
        }

        assertThat(honest.stored(Filter.ALL.kinds(Kind.REACTION)).events()).hasSize(50);
        for (RawClient client : lazy) client.close();
    }

    @Test
    void socketsThatSayNothingOrHalfOfItAreNobodyElsesProblem() throws IOException {
        var halfOpen = new ArrayList<RawClient>();
        for (int i = 0; i < 100; i++) {
            halfOpen.add(RawClient.connect(address(), OFFENDER));
            halfOpen.add(RawClient.connect(address(), OFFENDER));
            halfOpen.getLast().write("GET / HTTP/1.1\r\nHost: x\r\nUpgr");
            halfOpen.add(RawClient.connect(address(), OFFENDER));
            halfOpen.getLast().shakeHands();
            halfOpen.getLast().write(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x0f, (byte) 0xff});
        }

        theHonestClientNoticesNothing();
        for (RawClient client : halfOpen) client.close();
    }

    @Test
    void aMegabyteOfGarbageIsNoticed() {
        byte[] garbage = new byte[600_000];
        RANDOM.nextBytes(garbage);
        String text = new String(garbage, ISO_8859_1);
        Wire wire = relay.clientFrom(OFFENDER);

        for (int i = 0; i < 20; i++) {
            assertThat(wire.say(text.substring(i)).next()).isInstanceOf(Notice.class);
        }
        assertThat(wire.counted(Filter.ALL)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[\"EVENT\",{\"tags\":", "[\"REQ\",\"x\",", "[\"NEG-OPEN\",\"x\",{\"#t\":"})
    void deepNestingIsRefusedBeforeItIsFollowed(String begin) {
        Wire wire = relay.clientFrom(OFFENDER);

        for (String nest : List.of("[", "{\"x\":")) {
            wire.say(begin + nest.repeat(1_000_000 / nest.length()));
            assertThat(wire.next()).isNotInstanceOf(RelayMessage.EndOfStored.class);
        }
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void aFilterOfAHundredThousandValuesIsBlocked() {
        String values =
                IntStream.range(0, 100_000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        Wire wire = relay.clientFrom(OFFENDER);

        for (String verb : List.of("REQ", "COUNT")) {
            Closed closed = wire.say("[\"" + verb + "\",\"x\",{\"#t\":[" + values + "]}]")
                    .next(Closed.class);
            assertThat(closed.reason()).startsWith("blocked: ");
        }
        assertThat(wire.say("[\"NEG-OPEN\",\"x\",{\"#t\":[" + values + "]},\"61\"]")
                        .next())
                .isInstanceOf(RelayMessage.SyncError.class);
    }

    @Test
    void moreThanSoManyFiltersAreBlocked() {
        Wire wire = relay.clientFrom(OFFENDER);

        assertThat(wire.say("[\"REQ\",\"x\"" + ",{}".repeat(1000) + "]")
                        .next(Closed.class)
                        .reason())
                .startsWith("blocked: ");
    }

    @Test
    void ofTenThousandSubscriptionsSoManyAreOpenAndTheOthersAreRefusedByName() {
        Wire wire = relay.clientFrom(OFFENDER);
        for (int i = 0; i < 10_000; i++) wire.say("[\"REQ\",\"" + i + "\",{\"kinds\":[9]}]");

        int open = 0;
        for (int i = 0; i < 10_000; i++) {
            switch (wire.next()) {
                case RelayMessage.EndOfStored _ -> open++;
                case Closed closed -> assertThat(closed.reason()).matches("(blocked|rate-limited): .*");
                case RelayMessage other -> throw new AssertionError("unexpected: " + other);
            }
        }
        assertThat(open).isEqualTo(200);
    }

    @Test
    void whatAllOpenRequestsOfAConnectionAskForIsBounded() {
        Wire wire = relay.clientFrom(OFFENDER);
        int open = 0;
        for (int i = 0; i < 100; i++) {
            String values = IntStream.range(0, 10_000)
                    .mapToObj(_ -> "\"" + Long.toHexString(RANDOM.nextLong()) + "\"")
                    .collect(Collectors.joining(","));
            switch (wire.subscribe("" + i, "{\"#t\":[" + values + "]}").next()) {
                case RelayMessage.EndOfStored _ -> open++;
                case Closed closed -> assertThat(closed.reason()).startsWith("blocked: ");
                case RelayMessage other -> throw new AssertionError("unexpected: " + other);
            }
        }
        assertThat(open).isBetween(5, 30);

        for (int i = 0; i < 100; i++) wire.close("" + i);
        assertThat(wire.stored(Filter.ALL).end()).isNotNull();
    }

    @Test
    void whatAnOpenRequestAsksForCountsAlsoIfItIsOneLongValue() {
        Wire wire = relay.clientFrom(OFFENDER);
        String value = "x".repeat(1_000_000);
        for (int i = 0; i < 100; i++) wire.subscribe("" + i, "{\"#t\":[\"" + value + "\"]}");

        List<RelayMessage> answers = Stream.generate(wire::next).limit(100).toList();
        assertThat(answers).filteredOn(Closed.class::isInstance).hasSizeGreaterThan(50);
    }

    @Test
    void aFloodOfProofsIsRateLimited() throws IOException {
        relay.reload("limits.request_burst=50", "limits.requests_per_second=1");
        Wire wire = relay.clientFrom(OFFENDER);

        List<Ok> answers = IntStream.range(0, 100)
                .mapToObj(_ -> wire.authenticate(SecretKey.random(RANDOM)))
                .toList();

        assertThat(answers)
                .filteredOn(ok -> !ok.accepted())
                .hasSizeGreaterThan(20)
                .allMatch(ok -> ok.reason().startsWith("rate-limited: "));
    }

    @Test
    void aFloodOfEventsIsRateLimited() throws IOException {
        relay.reload("limits.event_burst=50", "limits.events_per_second=1");
        Wire wire = relay.clientFrom(OFFENDER);
        for (int i = 0; i < 200; i++) wire.say(new ClientMessage.Publish(note(THEN + i)));

        int taken = 0;
        for (int i = 0; i < 200; i++) {
            Ok ok = wire.next(Ok.class);
            if (ok.accepted()) taken++;
            else assertThat(ok.reason()).startsWith("rate-limited: ");
        }
        assertThat(taken).isBetween(50, 100);
    }

    @Test
    void aFloodOfWrapsForOnePersonIsRateLimitedAndNobodyElseNoticesIt() throws IOException {
        relay.reload("limits.wrap_burst=50", "limits.wraps_per_second=1");
        Wire wire = relay.clientFrom(OFFENDER);
        PublicKey victim = BOB.publicKey();
        for (int i = 0; i < 200; i++) wire.say(new ClientMessage.Publish(wrapFor(victim, Kind.GIFT_WRAP, THEN + i)));

        int taken = 0;
        for (int i = 0; i < 200; i++) {
            Ok ok = wire.next(Ok.class);
            if (ok.accepted()) taken++;
            else assertThat(ok.reason()).startsWith("rate-limited: so many gift wraps at once for one person");
        }
        assertThat(taken).isBetween(50, 100);

        wire.store(wrapFor(ALICE.publicKey(), Kind.GIFT_WRAP, THEN));
        publisher.store(wrapFor(victim, Kind.GIFT_WRAP, THEN - 1));
        assertThat(wire.authenticate(BOB).accepted()).isTrue();
        wire.store(wrapFor(victim, Kind.GIFT_WRAP, THEN - 2));
    }

    @Test
    void aFloodOfRequestsIsRateLimited() throws IOException {
        relay.reload("limits.request_burst=50", "limits.requests_per_second=1");
        Wire wire = relay.clientFrom(OFFENDER);

        int answered = 0;
        for (int i = 0; i < 200; i++) {
            if (wire.stored(Filter.ALL).end() != null) answered++;
        }
        assertThat(answered).isBetween(50, 100);
        // One each second is answered.
        assertThat(List.of(wire.count(Filter.ALL), wire.count(Filter.ALL))).hasAtLeastOneElementOfType(Closed.class);
    }

    @Test
    void aCompressionBombIsNotUnpacked() throws IOException {
        byte[] bomb =
                Deflated.deflate(("[\"REQ\",\"x\",{\"#t\":[\"" + "x".repeat(200 << 20) + "\"]}]").getBytes(UTF_8));
        try (RawClient client = RawClient.connect(address(), OFFENDER)) {
            client.shakeHands("Sec-WebSocket-Extensions: permessage-deflate");
            client.readText();
            client.send(0xc0 | RawClient.TEXT, bomb);

            assertThat(client.read())
                    .returns(RawClient.CLOSE, RawClient.Frame::opcode)
                    .returns(1009, RawClient.Frame::closeCode);
        }
    }

    @Test
    void whoConnectsTooOftenIsToldSoAndOthersAreLetIn() throws IOException {
        relay.reload("net.connect_burst=100", "net.connects_per_second=5");

        int refused = 0;
        for (int i = 0; i < 500; i++) {
            try (RawClient client = RawClient.connect(address(), OFFENDER)) {
                String answer = client.handshake("/");
                if (answer.startsWith("HTTP/1.1 429 ")) refused++;
                else assertThat(answer).startsWith("HTTP/1.1 101 ");
            }
        }
        assertThat(refused).isGreaterThan(100);
        assertThat(relay.clientFrom("127.0.0.3").stored(Filter.ALL).end()).isNotNull();
    }

    @Test
    void whoOpensTooManyConnectionsIsToldSoAndOthersAreLetIn() throws IOException {
        relay.reload("net.connections_per_address=20");
        var open = new ArrayList<RawClient>();
        for (int i = 0; i < 20; i++) {
            open.add(RawClient.connect(address(), OFFENDER));
            open.getLast().shakeHands();
        }

        try (RawClient one = RawClient.connect(address(), OFFENDER)) {
            assertThat(one.handshake("/")).startsWith("HTTP/1.1 503 ");
        }
        assertThat(relay.clientFrom("127.0.0.3").stored(Filter.ALL).end()).isNotNull();
        for (RawClient client : open) client.close();
    }
}
