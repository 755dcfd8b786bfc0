package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.deletion;
import static dev.muster.relay.Posts.json;
import static dev.muster.relay.Posts.naming;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Serving;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.ClientMessage;
import dev.muster.nostr.message.RelayMessage;
import dev.muster.relay.net.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// NIP-9a, a draft: the relay tells other servers of new events, as people ask.
@Timeout(120)
class PushTest {
    private static final String WRAPS = "{\"kinds\":[1059,21059]}";
    private static final Tag EVERYTHING = Tag.of("include_event");

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback().set("push.local_callbacks=true", "push.per_author=3");

    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer callback;

    @BeforeEach
    void listen() throws IOException {
        callback =
                new HttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Serving.DEFAULT, this::hear);
    }

    @AfterEach
    void close() {
        callback.close();
    }

    private Response hear(Request request) {
        assertThat(request.header("content-type")).contains("application/json");
        // Before a test hears of it, and changes it.
        int answer = status.get();
        told.add(JsonMapper.shared().readTree(request.body()));
        return Response.text(answer, "");
    }

    private Tag to(String path) {
        return Tag.of("callback", "http://127.0.0.1:" + ((InetSocketAddress) callback.address()).getPort() + path);
    }

    /// Alice asks to be told of that.
    private Event ask(String filter, Tag... more) {
        return ask(THEN, filter, more);
    }

    private Event ask(long createdAt, String filter, Tag... more) {
        Tag[] tags = new Tag[more.length + 2];
        tags[0] = to("/phone");
        tags[1] = Tag.of("filter", filter);
        System.arraycopy(more, 0, tags, 2, more.length);
        Event subscription = Posts.pushes(ALICE, relay.url(), createdAt, "phone", tags);
        relay.client().store(subscription);
        awaitFulfilled(1);
        return subscription;
    }

    private void awaitFulfilled(int count) {
        Await.until(() ->
                relay.metrics().get("muster.relay.push.subscriptions").gauge().value() == count);
    }

    private JsonNode next() throws InterruptedException {
        JsonNode next = told.poll(20, SECONDS);
        assertThat(next).as("what the callback is told").isNotNull();
        return next;
    }

    private static String id(JsonNode notice) {
        return notice.get("id").stringValue();
    }

    /// The next of which the callback is told is this one: of what came before it was told nothing.
    private void assertNextIs(Event event) throws InterruptedException {
        assertThat(id(next())).isEqualTo(event.id().hex());
    }

    private Event publish(Event event) {
        return relay.client().store(event);
    }

    private String refusal(Event event) {
        var ok = relay.client().publish(event);
        assertThat(ok.accepted()).isFalse();
        return ok.reason();
    }

    // What is told

    @ParameterizedTest
    @ValueSource(ints = {Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP})
    void B9a_1_aWrapForItsAuthorIsTold(int kind) throws Exception {
        ask(WRAPS);

        Event wrap = publish(wrapFor(ALICE.publicKey(), kind, Instant.now().getEpochSecond()));

        JsonNode notice = next();
        assertThat(id(notice)).isEqualTo(wrap.id().hex());
        assertThat(notice.get("relay").stringValue()).isEqualTo(relay.url() + "/");
        assertThat(notice.has("event")).isFalse();
    }

    @Test
    void B9a_1_theWholeEventIsToldIfAskedFor() throws Exception {
        ask(WRAPS, EVERYTHING);

        Event wrap = publish(wrapFor(ALICE.publicKey()));

        assertThat(next().get("event")).isEqualTo(JsonMapper.shared().readTree(json(wrap)));
    }

    @Test
    void B9a_1_othersPeoplesMessagesAreNotTold() throws Exception {
        ask("{}");

        publish(wrapFor(BOB.publicKey()));
        publish(Posts.pushes(BOB, relay.url(), THEN, "his"));
        Event hers = publish(wrapFor(ALICE.publicKey()));

        assertNextIs(hers);
    }

    @Test
    void B9a_1_whatIsIgnoredIsNotTold() throws Exception {
        ask("{\"kinds\":[1]}", Tag.of("ignore", "{\"#t\":[\"footstr\"]}"));

        publish(note(THEN, Tag.of("t", "footstr")));
        Event other = publish(note(THEN + 1));

        assertNextIs(other);
    }

    @Test
    void B9a_1_anEventThatMatchesTwiceIsToldOnce() throws Exception {
        ask(
                "{\"kinds\":[1]}",
                Tag.of("filter", "{\"authors\":[\"" + ALICE.publicKey().hex() + "\"]}"));

        Event first = publish(note(THEN));
        Event second = publish(note(THEN + 1));

        assertNextIs(first);
        assertNextIs(second);
    }

    @Test
    void onlyWhatItsAuthorDoesNotGetHereIsToldIfAskedFor() throws Exception {
        ask(WRAPS, Tag.of("when", "offline"));
        Wire bob = relay.client().as(BOB).subscribe("bob", Filter.ALL);
        Wire alice = relay.client().as(ALICE).subscribe("wraps", Filter.ALL.kinds(Kind.GIFT_WRAP));
        bob.untilEnd("bob");
        alice.untilEnd("wraps");

        Event got = publish(wrapFor(ALICE.publicKey()));
        assertThat(alice.live("wraps")).isEqualTo(got);
        // Her open subscription doesn't ask for these.
        Event missed = publish(wrapFor(
                ALICE.publicKey(), Kind.EPHEMERAL_GIFT_WRAP, Instant.now().getEpochSecond()));
        assertNextIs(missed);
        alice.close("wraps");
        assertThat(alice.isSilent()).isTrue();
        Event gone = publish(wrapFor(ALICE.publicKey()));
        assertNextIs(gone);
    }

    // What is refused

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        relay | wss://elsewhere.example.org | invalid: this push subscription is not for this relay
        filter | {"kinds":"x"} | invalid: a filter tag holds a filter as JSON
        ignore | [] | invalid: a ignore tag holds a filter as JSON
        callback | https://push example | invalid: the callback is no address
        callback | ftp://127.0.0.1/ | blocked: the callback is not posted to: it is no https address
        when | asleep | invalid: when to push is "offline", or not said, which is always
        """)
    void B9a_1_whatIsNotFulfilledIsRefusedWithAReason(String tag, String value, String reason) {
        Event wrong = by(
                ALICE,
                Kind.PUSH_SUBSCRIPTION,
                Tag.of("d", "phone"),
                Tag.of("relay", tag.equals("relay") ? value : relay.url().toString()),
                Tag.of("filter", tag.equals("filter") ? value : "{}"),
                tag.equals("callback") ? Tag.of("callback", value) : to("/x"),
                Tag.of(tag.equals("ignore") || tag.equals("when") ? tag : "alt", value));
        assertThat(refusal(wrong)).isEqualTo(reason);
    }

    @Test
    void B9a_1_aFilterForOthersMessagesIsRefused() {
        Event spying = Posts.pushes(
                ALICE,
                relay.url(),
                THEN,
                "phone",
                Tag.of(
                        "filter",
                        "{\"kinds\":[1059],\"#p\":[\"" + BOB.publicKey().hex() + "\"]}"));
        assertThat(refusal(spying)).startsWith("restricted: ");
    }

    @Test
    void B9a_1_oneMayHaveSoManyAndChangeThem() {
        for (int i = 0; i < 3; i++) publish(Posts.pushes(ALICE, relay.url(), THEN, "phone " + i));
        awaitFulfilled(3);

        assertThat(refusal(Posts.pushes(ALICE, relay.url(), THEN, "one more"))).startsWith("blocked: one may have 3");
        publish(Posts.pushes(ALICE, relay.url(), THEN + 1, "phone 1"));
        publish(Posts.pushes(BOB, relay.url(), THEN, "his"));
        awaitFulfilled(4);
    }

    @Test
    void B9a_1_ofSeveralSentAtOnceOneMayHaveSoMany() {
        Wire client = relay.client();
        for (int i = 0; i < 10; i++)
            client.say(new ClientMessage.Publish(Posts.pushes(ALICE, relay.url(), THEN, "phone " + i)));

        long taken = IntStream.range(0, 10)
                .filter(_ -> client.next(RelayMessage.Ok.class).accepted())
                .count();
        assertThat(taken).isEqualTo(3);
        awaitFulfilled(3);
    }

    @Test
    void B9a_1_whatIsNotStoredTakesNobodysPlace() {
        for (int i = 0; i < 3; i++) {
            Event deleted = Posts.pushes(ALICE, relay.url(), THEN, "deleted " + i);
            publish(deletion(ALICE, deleted));
            assertThat(refusal(deleted)).isEqualTo("blocked: it was deleted");
        }

        for (int i = 0; i < 3; i++) publish(Posts.pushes(ALICE, relay.url(), THEN + 1, "phone " + i));
        awaitFulfilled(3);
    }

    // When it ends

    @Test
    void B9a_1_aDeletedSubscriptionEndsAtOnce() throws Exception {
        Event subscription = ask(WRAPS);
        publish(deletion(ALICE, subscription));
        awaitFulfilled(0);

        publish(wrapFor(ALICE.publicKey()));
        ask(THEN + 1, "{\"kinds\":[1]}");
        assertNextIs(publish(note(THEN)));
    }

    @Test
    void B9a_1_aVanishedAuthorsSubscriptionEndsAtOnce() {
        ask(WRAPS);
        publish(by(ALICE, Kind.REQUEST_TO_VANISH, Tag.of("relay", relay.url().toString())));
        awaitFulfilled(0);
    }

    @Test
    void B9a_1_aReplacedSubscriptionGivesWayToTheNewer() throws Exception {
        ask(WRAPS);
        Event newer =
                Posts.pushes(ALICE, relay.url(), THEN + 1, "phone", to("/new"), Tag.of("filter", "{\"kinds\":[1]}"));
        Wire alice = relay.client().as(ALICE);
        alice.store(newer);
        publish(deletion(ALICE, THEN, naming(Kind.PUSH_SUBSCRIPTION, ALICE.publicKey(), "other")));
        Event note = publish(note(THEN));

        publish(wrapFor(ALICE.publicKey()));
        assertNextIs(note);
        assertNextIs(publish(note(THEN + 1)));
    }

    @Test
    void B9a_1_anExpiredSubscriptionEndsAtOnce() throws Exception {
        long soon = Instant.now().getEpochSecond() + 1000;
        ask(WRAPS, Tag.of("expiration", Long.toString(soon)));
        assertNextIs(publish(wrapFor(ALICE.publicKey())));

        relay.advance(Duration.ofSeconds(1001));
        publish(wrapFor(ALICE.publicKey()));
        ask(THEN + 1, "{\"kinds\":[1]}");
        assertNextIs(publish(note(THEN)));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void B9a_1_aCallbackThatIsNoMoreHasItsSubscriptionRemovedForGood(int gone) throws Exception {
        Event subscription = ask(WRAPS);
        status.set(gone);
        assertNextIs(publish(wrapFor(ALICE.publicKey())));

        awaitFulfilled(0);
        assertThat(stored(subscription.id())).isFalse();
        relay.restart();
        assertThat(stored(subscription.id())).isFalse();
    }

    private boolean stored(EventId id) {
        Filter theirs = Filter.ALL.ids(List.of(id));
        return !relay.client().as(ALICE).stored(theirs).events().isEmpty();
    }

    // In trouble

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void B9a_1_aCallbackInTroubleIsTriedAgain(int trouble) throws Exception {
        ask(WRAPS);
        status.set(trouble);
        Event wrap = publish(wrapFor(ALICE.publicKey()));
        assertNextIs(wrap);
        status.set(204);

        assertNextIs(wrap);
        assertNextIs(publish(wrapFor(ALICE.publicKey())));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403})
    void B9a_1_aCallbackThatRefusesIsNotTriedAgain(int refusal) throws Exception {
        ask(WRAPS);
        status.set(refusal);
        assertNextIs(publish(wrapFor(ALICE.publicKey())));
        assertNextIs(publish(wrapFor(ALICE.publicKey())));
    }

    @Test
    void B9a_1_aFloodIsCutToABoundedRate() throws Exception {
        ask("{\"kinds\":[1]}");
        Wire flood = relay.client();
        for (int i = 0; i < 200; i++) flood.store(note(THEN + i));

        Await.until(() -> count("dropped") > 10);
    }

    private double count(String outcome) {
        var counter = relay.metrics()
                .find("muster.relay.pushes")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void B9a_1_subscriptionsAreFulfilledAfterARestart() throws Exception {
        ask(WRAPS);
        relay.restartInPlace();
        awaitFulfilled(1);

        assertNextIs(publish(wrapFor(ALICE.publicKey())));
    }

    @Test
    void B9a_1_aRelayOfAnotherNameFulfilsThemNoMore() throws Exception {
        ask(WRAPS);
        relay.restart();

        publish(wrapFor(ALICE.publicKey()));
        ask(THEN + 1, "{\"kinds\":[1]}");
        assertNextIs(publish(note(THEN)));
    }

    @Test
    void whoIsDeniedIsToldNothingFromThenOn() throws Exception {
        ask(WRAPS);
        relay.reload("access.denied=" + ALICE.publicKey().hex());
        awaitFulfilled(0);
    }

    @Test
    void B9a_1_theRelaySaysThatItPushes() throws Exception {
        assertThat(nips()).contains("\"9a\"");
    }

    private String nips() throws Exception {
        URI http = URI.create(relay.url().toString().replaceFirst("ws", "http"));
        var request = HttpRequest.newBuilder(http)
                .header("Accept", "application/nostr+json")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonMapper.shared()
                    .readTree(client.send(request, BodyHandlers.ofString()).body())
                    .get("supported_nips")
                    .toString();
        }
    }
}
