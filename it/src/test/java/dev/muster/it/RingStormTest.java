package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Many calls, each to somebody with an iPhone and two other phones, through gateways that fail in every way they can.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RingStormTest {
    private static final int CALLS = Boolean.getBoolean("muster.long") ? 1000 : 60;
    private static final int STRANGERS_CALLS = Boolean.getBoolean("muster.long") ? 10_000 : 1000;
    private static final int HONEST = 10;
    private static final int ADDRESSES = 20;
    private static final Duration PATIENCE_FOR_ALL = Duration.ofMinutes(3);
    private static final Duration PATIENCE_FOR_A_RING = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofMillis(Integer.getInteger("muster.storm.between", 50));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// So long the bot waits for what a gateway says to a call.
    private static final Duration PATIENCE_FOR_AN_ANSWER = Duration.ofMillis(2900);

    /// What the first attempt at a phone of Google's runs into.
    private static final List<String> FAULTS =
            List.of("good", "quota", "good", "down", "good", "resets", "good", "hangs", "gone", "slow");

    @TempDir
    private Path folder;

    private final NodePeer library;
    private Exchange exchange;
    private House house;
    private Crowd everybody;
    private final List<SecretKey> callers = keys();
    private final List<SecretKey> callees = keys();

    RingStormTest(NodePeer library) {
        this.library = library;
    }

    private static List<SecretKey> keys() {
        return IntStream.range(0, CALLS)
                .mapToObj(_ -> SecretKey.random(Events.RANDOM))
                .toList();
    }

    /// A call, as its caller knows of it.
    private record Call(int number, String id, Instant kept) {}

    /// A push that somebody was asked to take.
    private record Ring(String token, String callId, Instant at, boolean isTaken) {}

    @BeforeEach
    void begin() throws Exception {
        String members =
                callers.stream().map(SecretKey::publicKey).map(PublicKey::hex).collect(Collectors.joining(","));
        exchange = new Exchange(library, folder, House.AS_USUAL, "roles.member=" + members);
        house = exchange.house();
        everybody = new Crowd(house.relayUrl(), "127.0.2.", ADDRESSES);
    }

    @AfterEach
    void end() throws IOException {
        if (everybody != null) everybody.close();
        if (exchange != null) exchange.close();
    }

    private double registered() {
        try {
            return house.metric("muster_notifier_devices");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String iphone(int number) {
        return "%064x".formatted(number + 1);
    }

    private static boolean isGone(int number) {
        return number % 10 == 3;
    }

    private static String android(int number, String which) {
        String fault = which.equals("a") ? FAULTS.get(number % FAULTS.size()) : "good";
        return fault + "." + which + number;
    }

    private void register(int number) throws Exception {
        String token = iphone(number);
        // Apple remembers a lost one a little later than it was registered.
        if (isGone(number)) exchange.apple().lost(token, Instant.now().plus(Duration.ofMinutes(1)));
        else exchange.apple().knows(token, Exchange.APP + ".voip");
        SecretKey owner = callees.get(number);
        device(owner, "iphone", "apns-voip", token);
        device(owner, "first", "fcm", android(number, "a"));
        device(owner, "second", "fcm", android(number, "b"));
    }

    private void device(SecretKey owner, String name, String platform, String token) throws Exception {
        String content = "{\"device\":\"%s\",\"platform\":\"%s\",\"token\":\"%s\"}".formatted(name, platform, token);
        publish(
                        callees.indexOf(owner),
                        wrap(
                                owner,
                                Kind.PUSH_REGISTRATION,
                                Tags.of(Tag.of("app", Exchange.APP)),
                                content,
                                Delivery.storedNow()))
                .join();
    }

    private Event wrap(SecretKey who, int kind, Tags tags, String content, Delivery delivery) throws Exception {
        var sender = new Sender(who, new ConversationKeys(1), InstantSource.system(), Events.RANDOM);
        return sender.wrap(sender.rumor(kind, tags, content), house.botKey(), delivery);
    }

    /// When the relay has said that it has it.
    ///
    /// @param who says it: always from the same address
    private CompletableFuture<Instant> publish(int who, Event event) throws InterruptedException {
        return everybody.client(who).submit(event, PATIENCE).thenApply(outcome -> {
            assertThat(outcome).isInstanceOfAny(Outcome.Accepted.class, Outcome.Duplicate.class);
            return Instant.now();
        });
    }

    private Event offer(SecretKey caller, SecretKey callee, String callId) throws Exception {
        Tags tags =
                Tags.of(Tag.of("p", callee.publicKey().hex()), Tag.of("call-id", callId), Tag.of("call-type", "voice"));
        String content = "{\"_v\":\"1.0.0\",\"callId\":\"%s\",\"callType\":\"voice\",\"sdp\":\"\",\"timestamp\":%d}"
                .formatted(callId, System.currentTimeMillis());
        return wrap(caller, Kind.BUILDIT_CALL_OFFER, tags, content, Delivery.live());
    }

    private Event offer(int number, String callId) throws Exception {
        return offer(callers.get(number), callees.get(number), callId);
    }

    private Event hangup(int number, String callId) throws Exception {
        String content = "{\"_v\":\"1.0.0\",\"callId\":\"%s\",\"reason\":\"cancelled\"}".formatted(callId);
        return wrap(callers.get(number), Kind.BUILDIT_CALL_HANGUP, Tags.NONE, content, Delivery.live());
    }

    /// Each calls once; every fifth hangs up again at once.
    private List<Call> allCall(boolean hangUp, Map<String, Instant> hungUp) throws Exception {
        List<CompletableFuture<Call>> calls = new ArrayList<>();
        List<CompletableFuture<Instant>> ends = new ArrayList<>();
        for (int number = 0; number < CALLS; number++) {
            int each = number;
            String callId = UUID.randomUUID().toString();
            calls.add(publish(number, offer(number, callId)).thenApply(at -> new Call(each, callId, at)));
            if (hangUp && number % 5 == 4) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis() / 2);
                ends.add(publish(number, hangup(number, callId)).thenApply(at -> {
                    synchronized (hungUp) {
                        hungUp.put(callId, at);
                    }
                    return at;
                }));
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis() / 2);
            } else {
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
        }
        ends.forEach(CompletableFuture::join);
        return calls.stream().map(CompletableFuture::join).toList();
    }

    /// Calls of those who may call.
    private final Set<String> honest = new HashSet<>();

    /// When the first phone was told that a call is over.
    private final Map<String, Instant> overAt = new HashMap<>();

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private List<Ring> rings() {
        List<Ring> rings = new ArrayList<>();
        for (JsonNode message : exchange.google()) {
            String type = message.path("data").path("type").asString("");
            String callId = message.path("data").path("callId").asString("");
            Instant at = Instant.ofEpochMilli(message.path("at").asLong());
            if (type.equals("call_cancelled")) overAt.merge(callId, at, RingStormTest::earlier);
            if (!type.equals("incoming_call")) continue;
            rings.add(new Ring(
                    message.path("token").asString(),
                    callId,
                    at,
                    message.path("isTaken").asBoolean()));
        }
        exchange.apple().pushes().stream()
                .filter(push -> push.header("apns-push-type").equals("voip"))
                .map(push -> new Ring(push.token(), push.json().path("callId").asString(), push.at(), push.wasTaken()))
                .forEach(rings::add);
        return rings;
    }

    private static Set<String> tokens(List<Ring> rings, String callId) {
        return rings.stream()
                .filter(ring -> ring.callId().equals(callId) && ring.isTaken())
                .map(Ring::token)
                .collect(Collectors.toSet());
    }

    /// Those that ring in the end, whatever comes between.
    private static Set<String> living(int number) {
        var living = new HashSet<String>();
        if (!isGone(number)) living.add(iphone(number));
        if (!android(number, "a").startsWith("gone")) living.add(android(number, "a"));
        living.add(android(number, "b"));
        return living;
    }

    private void awaitRung(Call call) throws InterruptedException {
        Set<String> living = living(call.number());
        long deadline = System.nanoTime() + PATIENCE_FOR_A_RING.toNanos();
        while (!tokens(rings(), call.id()).equals(living) && System.nanoTime() < deadline)
            TimeUnit.MILLISECONDS.sleep(50);
        List<Ring> ofCall =
                rings().stream().filter(ring -> ring.callId().equals(call.id())).toList();
        assertThat(tokens(ofCall, call.id()))
                .as("call %d, kept at %s: %s", call.number(), call.kept(), ofCall)
                .isEqualTo(living);
    }

    @Test
    void push_R60_whateverGatewaysDoEachPhoneRingsOnceAndOnlyTheDeadAreForgotten() throws Exception {
        for (int number = 0; number < CALLS; number++) register(number);
        People.await("all devices", () -> registered() == 3 * CALLS);
        // Connections are made with the first call, which takes its time.
        String first = UUID.randomUUID().toString();
        publish(0, offer(0, first)).join();
        People.await("the first call", () -> tokens(rings(), first).equals(living(0)));

        Map<String, Instant> hungUp = new HashMap<>();
        List<Call> calls = allCall(true, hungUp);
        for (Call call : calls) {
            if (!hungUp.containsKey(call.id())) awaitRung(call);
        }
        List<Ring> rings = rings();
        assertOnce(rings);

        // What was on its way in that moment can't be called back.
        Duration moment = Duration.ofMillis(500);
        assertThat(overAt.keySet()).containsAll(hungUp.keySet());
        assertThat(rings)
                .as("rung after the caller has hung up")
                .filteredOn(ring -> hungUp.containsKey(ring.callId()))
                .filteredOn(ring -> ring.at()
                        .isAfter(overAt.getOrDefault(ring.callId(), Instant.EPOCH)
                                .plus(moment)))
                .isEmpty();
        Map<String, Instant> kept = new HashMap<>();
        calls.forEach(call -> kept.put(call.id(), call.kept()));
        print(kept, rings.stream().filter(ring -> !ring.callId().equals(first)).toList());

        long dead = IntStream.range(0, CALLS)
                .map(number -> 3 - living(number).size())
                .sum();
        // Of a call that was cancelled at once, a dead token may not have been tried.
        List<Call> again = allCall(false, new HashMap<>());
        for (Call call : again) awaitRung(call);
        People.await("only the dead to be forgotten", () -> registered() == 3L * CALLS - dead);
    }

    /// A gateway that has taken it is not asked again, unless the bot has waited in vain for it to say so: then it is
    /// the same call, and an app rings for that once.
    private static void assertOnce(List<Ring> rings) {
        Map<String, List<Instant>> taken = rings.stream()
                .filter(Ring::isTaken)
                .collect(Collectors.groupingBy(
                        ring -> ring.callId() + ring.token(), Collectors.mapping(Ring::at, Collectors.toList())));
        assertThat(taken).allSatisfy((_, times) -> {
            for (int i = 1; i < times.size(); i++)
                assertThat(Duration.between(times.get(i - 1), times.get(i)))
                        .isGreaterThanOrEqualTo(PATIENCE_FOR_AN_ANSWER);
        });
        long again = taken.values().stream().filter(times -> times.size() > 1).count();
        System.out.printf("%d phones, %d asked again because no answer was heard in time%n", taken.size(), again);
    }

    /// From one address the relay takes only so many for one person; from many, the bot gets them all. The second time
    /// Java has compiled what is needed.
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void push_R63_amongThousandsOfStrangersThoseWhoMayRingDo(int addresses) throws Exception {
        for (int number = 0; number < 2; number++) register(number);
        People.await("all devices", () -> registered() == 6);
        String first = UUID.randomUUID().toString();
        honest.add(first);
        publish(0, offer(0, first)).join();
        People.await("the first call", () -> tokens(rings(), first).equals(living(0)));
        for (int number = 0; number < 2; number++) amongStrangers(addresses, number);
    }

    private void amongStrangers(int addresses, int number) throws Exception {
        // Ten each
        List<SecretKey> strangers = IntStream.range(0, STRANGERS_CALLS / 10)
                .mapToObj(_ -> SecretKey.random(Events.RANDOM))
                .toList();
        SecretKey callee = callees.get(number);
        List<Event> flood = new ArrayList<>();
        for (int i = 0; i < STRANGERS_CALLS; i++)
            flood.add(offer(
                    strangers.get(i % strangers.size()),
                    callee,
                    UUID.randomUUID().toString()));
        double heard = refused("stranger");
        Map<String, Instant> kept = new HashMap<>();
        long taken;
        try (var crowd = new Crowd(house.relayUrl(), "127.0.1.", addresses)) {
            for (int i = 0; i < flood.size(); i++) {
                crowd.says(flood.get(i));
                if (i % (flood.size() / HONEST) == 0) {
                    String callId = UUID.randomUUID().toString();
                    Event offer = offer(callers.get(kept.size()), callee, callId);
                    honest.add(callId);
                    kept.put(callId, publish(kept.size(), offer).join());
                }
            }
            taken = crowd.taken();
        }
        System.out.printf(
                "%d calls of %d strangers from %d addresses, %d of them taken%n",
                flood.size(), strangers.size(), addresses, taken);
        if (addresses == 1) assertThat(taken).isLessThan(STRANGERS_CALLS);
        else assertThat(taken).isEqualTo(STRANGERS_CALLS);
        People.await("all strangers to be heard", PATIENCE_FOR_ALL, () -> refused("stranger") == heard + taken);
        Set<String> phones = living(number);
        for (String callId : kept.keySet())
            People.await(
                    "a call among strangers'", () -> tokens(rings(), callId).equals(phones));
        List<Ring> rings = rings();
        assertThat(rings).extracting(Ring::callId).isSubsetOf(honest);
        print(
                kept,
                rings.stream().filter(ring -> kept.containsKey(ring.callId())).toList());
    }

    /// Clients at several addresses, who don't wait until the relay has answered.
    private static final class Crowd implements AutoCloseable {
        private final List<Door> doors = new ArrayList<>();
        private final List<RelayClient> clients = new ArrayList<>();
        private final List<CompletableFuture<Outcome>> answers = new ArrayList<>();

        Crowd(URI relay, String network, int addresses) throws IOException {
            for (int i = 0; i < addresses; i++) {
                var door = new Door(relay, InetAddress.ofLiteral(network + (i + 1)));
                doors.add(door);
                clients.add(RelayClient.to(door.uri()).open());
            }
        }

        RelayClient client(int number) {
            return clients.get(number % clients.size());
        }

        void says(Event event) throws InterruptedException {
            answers.add(client(answers.size()).submit(event, Duration.ofMinutes(2)));
        }

        /// How many the relay has taken; it has said why it hasn't taken the others.
        long taken() {
            List<Outcome> outcomes =
                    answers.stream().map(CompletableFuture::join).toList();
            assertThat(outcomes)
                    .filteredOn(outcome -> !(outcome instanceof Outcome.Accepted))
                    .allSatisfy(outcome -> assertThat(outcome.toString()).contains("so many gift wraps at once"));
            return outcomes.stream()
                    .filter(outcome -> outcome instanceof Outcome.Accepted)
                    .count();
        }

        @Override
        public void close() throws IOException {
            clients.forEach(RelayClient::close);
            for (Door door : doors) door.close();
        }
    }

    private double refused(String reason) {
        try {
            return house.metric("muster_notifier_refused_total{reason=\"" + reason + "\"}");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// From the relay's word to the first request for each phone.
    private static void print(Map<String, Instant> kept, List<Ring> rings) {
        Map<String, Instant> first = new HashMap<>();
        for (Ring ring : rings) first.merge(ring.callId() + " " + ring.token(), ring.at(), RingStormTest::earlier);
        List<Long> millis = first.entrySet().stream()
                .map(entry -> Duration.between(
                                kept.getOrDefault(entry.getKey().split(" ", -1)[0], Instant.EPOCH), entry.getValue())
                        .toMillis())
                .sorted()
                .toList();
        System.out.printf(
                "%d calls, %d phones: from the relay's OK to the push request p50 %d ms, p95 %d ms, p99 %d ms, max %d"
                        + " ms%n",
                kept.size(),
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 95 / 100),
                millis.get(millis.size() * 99 / 100),
                millis.getLast());
    }
}
