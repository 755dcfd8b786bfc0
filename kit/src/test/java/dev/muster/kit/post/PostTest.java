package dev.muster.kit.post;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Outbox;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.client.ScriptedRelay;
import dev.muster.nostr.client.SmallRelay;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bob is the bot, Alice hears from him.
@Timeout(90)
class PostTest {
    private static final Shelf<Note> NOTES = new Shelf<>("note", Note.class);

    @RegisterExtension
    final TestLedger data = new TestLedger();

    private final SmallRelay ours = new SmallRelay().demandingAuth();
    private final SmallRelay hers = new SmallRelay();
    private final SmallRelay third = new SmallRelay();
    private final Sender bob = new Sender(BOB, new ConversationKeys(2000), Instant::now, RANDOM);
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Instant later = Instant.now().plusSeconds(3600);
    private volatile Duration ahead = Duration.ZERO;
    private ScriptedRelay doorOurs;
    private ScriptedRelay doorHers;
    private ScriptedRelay doorThird;
    private @Nullable Post post;

    record Note(String text) {}

    /// Says what it hears, and writes it down.
    private final class Noting implements Post.News {
        @Override
        public void reached(Change change, String id, String note) {
            change.put(NOTES.at("reached", id), new Note(note));
            change.afterwards(() -> news.add(id + " reached " + note));
        }

        @Override
        public void ended(Change change, String id, End end) {
            change.afterwards(() -> news.add(id + " ended " + end));
        }
    }

    @BeforeEach
    void open() throws IOException {
        doorOurs = ScriptedRelay.playing(ours);
        doorHers = ScriptedRelay.playing(hers);
        doorThird = ScriptedRelay.playing(third);
    }

    @AfterEach
    void close() throws Exception {
        stop();
        doorOurs.close();
        doorHers.close();
        doorThird.close();
    }

    private void start(boolean localRelays, URI... lookUp) {
        var reach = new Reach(List.of(doorOurs.uri()), List.of(lookUp), localRelays, Optional.empty());
        var connections = new Connections(BOB, reach, this::now, RANDOM);
        var directory = new Directory(connections, this::now);
        var outbox = new Outbox(data.ledger(), this::now, new Random(1));
        post = new Post(bob, connections, directory, outbox).telling(new Noting());
        parts.addAll(List.of(outbox, directory, connections));
        outbox.start();
    }

    private void stop() throws Exception {
        for (AutoCloseable part : parts) part.close();
        parts.clear();
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    private Post post() {
        Post started = post;
        if (started == null) throw new IllegalStateException("not started");
        return started;
    }

    private void send(String id) {
        data.ledger().alter(change -> send(change, id, ALICE.publicKey()));
    }

    private void send(Change change, String id, PublicKey recipient) {
        Rumor rumor = bob.rumor(Kind.CHAT_MESSAGE, Tags.of(Tag.of("p", recipient.hex())), "letter " + id);
        post().send(change, id, rumor, recipient, later);
    }

    private static Event inbox(SecretKey of, URI... relays) {
        return inbox(of, Arrays.stream(relays).map(URI::toString));
    }

    private static Event inbox(SecretKey of, Stream<String> relays) {
        Tags tags = new Tags(relays.map(relay -> Tag.of("relay", relay)).toList());
        return new Rumor(of.publicKey(), Instant.now().getEpochSecond(), Kind.INBOX_RELAYS, tags, "").sign(of, RANDOM);
    }

    private @Nullable String next() throws InterruptedException {
        return news.poll(40, TimeUnit.SECONDS);
    }

    private static List<String> opened(SmallRelay relay) {
        var alice = new Recipient(ALICE, new ConversationKeys(10));
        return relay.stored().stream()
                .filter(event -> event.kind() == Kind.GIFT_WRAP)
                .map(alice::open)
                .map(opened -> opened instanceof Opened.Sealed(var message) ? message.text() : opened.toString())
                .toList();
    }

    private static Optional<Instant> expiration(SmallRelay relay) {
        return relay.stored().stream()
                .flatMap(event -> event.tags().value("expiration").stream())
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .findFirst();
    }

    @Test
    void whoHasNotSaidWhereReceivesAtOurRelay() throws InterruptedException {
        start(false);

        send("one");

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
        assertThat(next()).isEqualTo("one ended Done[note=1 of 1 relay]");
        assertThat(opened(ours)).containsExactly("letter one");
        assertThat(expiration(ours))
                .hasValueSatisfying(
                        end -> assertThat(end).isBetween(later.minusSeconds(1), later.plus(Duration.ofDays(2))));
    }

    @Test
    void C8_aLetterCanBeBySomebodyForWhomTheBotSpeaks() throws InterruptedException {
        start(false);
        SecretKey ghost = SecretKey.random(RANDOM);
        var sender = new Sender(ghost, new ConversationKeys(10), Instant::now, RANDOM);
        Rumor rumor = sender.rumor(Kind.CHAT_MESSAGE, Tags.NONE, "boo");

        data.ledger().alter(change -> post().send(change, "one", sender, rumor, ALICE.publicKey(), later));

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
        assertThat(opened(ours)).containsExactly("boo");
    }

    @Test
    void C8_whatEverybodyMayKnowGoesToAllRelaysThatTheAdminHasNamed() throws Exception {
        doorThird.kill();
        start(false, doorHers.uri(), doorThird.uri());
        Event inbox = inbox(SecretKey.random(RANDOM), doorOurs.uri());

        data.ledger().alter(change -> post().publish(change, "inbox", inbox, later));

        Await.until(() -> ours.stored().contains(inbox) && hers.stored().contains(inbox));
        doorThird.restart();
        ahead = Duration.ofMinutes(2);
        Await.until(() -> third.stored().contains(inbox));
    }

    @Test
    void aLetterGoesToAllRelaysOfTheInboxAndNowhereElse() throws InterruptedException {
        ours.take(inbox(ALICE, doorHers.uri(), doorThird.uri()));
        start(true);

        send("one");

        assertThat(next()).isEqualTo("one reached 2 of 2 relays");
        assertThat(next()).isEqualTo("one ended Done[note=2 of 2 relays]");
        assertThat(opened(hers)).containsExactly("letter one");
        assertThat(opened(third)).containsExactly("letter one");
        assertThat(opened(ours)).isEmpty();
    }

    @Test
    void theInboxIsLookedUpElsewhereTooAndTheNewestCounts() throws InterruptedException {
        Event old = new Rumor(
                        ALICE.publicKey(),
                        1_700_000_000,
                        Kind.INBOX_RELAYS,
                        Tags.of(Tag.of("relay", doorOurs.uri().toString())),
                        "")
                .sign(ALICE, RANDOM);
        ours.take(old);
        third.take(inbox(ALICE, doorHers.uri()));
        start(true, doorThird.uri());

        send("one");

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
        assertThat(opened(hers)).containsExactly("letter one");
        assertThat(opened(ours)).isEmpty();
    }

    @Test
    void aLookUpRelayThatIsDeadHoldsUpLettersOnlyForAMoment() throws Exception {
        doorThird.kill();
        start(false, doorThird.uri());

        send("one");

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
    }

    @Test
    void relaysInOurOwnNetworkAreNotGoneToUnlessTheyAreOursOrAllowed() throws InterruptedException {
        ours.take(inbox(ALICE, doorHers.uri(), doorOurs.uri()));
        start(false);

        send("one");

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
        assertThat(next()).isEqualTo("one ended Done[note=1 of 1 relay]");
        assertThat(opened(ours)).containsExactly("letter one");
        assertThat(opened(hers)).isEmpty();
    }

    @Test
    void noMoreThanFiveRelaysAreFollowed() throws InterruptedException {
        var dead = IntStream.range(1, 6).mapToObj(i -> "ws://127.0.0.1:" + i);
        ours.take(inbox(ALICE, Stream.concat(dead, Stream.of(doorHers.uri().toString()))));
        start(true);
        send("one");
        SecretKey carol = SecretKey.random(RANDOM);
        data.ledger().alter(change -> send(change, "two", carol.publicKey()));

        assertThat(next()).isEqualTo("two reached 1 of 1 relay");
        assertThat(next()).startsWith("two ended");
        assertThat(hers.publishes()).isZero();
    }

    @Test
    void whenOneRelayHasItAndAnotherIsSilentItHasReachedAndIsTriedOnAndOn() throws InterruptedException {
        third.refusing("");
        ours.take(inbox(ALICE, doorHers.uri(), doorThird.uri()));
        start(true);

        send("one");
        assertThat(next()).isEqualTo("one reached 1 of 2 relays");
        assertThat(data.ledger().get(NOTES.at("reached", "one"))).contains(new Note("1 of 2 relays"));
        third.takingAll();

        assertThat(next()).isEqualTo("one ended Done[note=2 of 2 relays]");
        assertThat(hers.publishes()).isEqualTo(1);
        assertThat(news).isEmpty();
    }

    @Test
    void afterARestartReachedIsNotHeardAgain() throws Exception {
        third.refusing("error: not now");
        ours.take(inbox(ALICE, doorHers.uri(), doorThird.uri()));
        start(true);
        send("one");
        assertThat(next()).isEqualTo("one reached 1 of 2 relays");
        stop();

        third.takingAll();
        data.reopened();
        start(true);

        assertThat(next()).isEqualTo("one ended Done[note=2 of 2 relays]");
        assertThat(hers.publishes()).isEqualTo(1);
    }

    @Test
    void aRelayThatIsAwayGetsItWhenItIsBack() throws Exception {
        doorOurs.kill();
        start(false);
        send("one");

        doorOurs.restart();

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
    }

    @Test
    void whatSomeRelaysRefuseForGoodIsDoneWithTheOthers() throws InterruptedException {
        third.refusing("blocked: not from you");
        ours.take(inbox(ALICE, doorHers.uri(), doorThird.uri()));
        start(true);

        send("one");

        assertThat(next()).isEqualTo("one reached 1 of 2 relays");
        assertThat(next()).isEqualTo("one ended Done[note=1 of 2 relays]");
    }

    @Test
    void whatAllRelaysRefuseForGoodIsRefused() throws InterruptedException {
        hers.refusing("restricted: members only");
        third.refusing("invalid: no");
        ours.take(inbox(ALICE, doorHers.uri(), doorThird.uri()));
        start(true);

        send("one");

        assertThat(next()).isEqualTo("one ended Refused[reason=all relays of the recipient refuse it]");
    }

    @Test
    void afterItsDeadlineALetterHasFailed() throws InterruptedException {
        ours.refusing("error: the disk is full");
        start(false);
        send("one");
        while (ours.publishes() == 0) Thread.onSpinWait();

        ahead = Duration.ofHours(2);

        assertThat(next()).isEqualTo("one ended TooLate[reason=Optional[0 of 1 relay so far]]");
    }

    @Test
    void oneBadKeyAmongManyIsRefusedAlone() throws InterruptedException {
        PublicKey bad = new PublicKey(new byte[32]);
        start(false);

        data.ledger().alter(change -> {
            send(change, "bad", bad);
            send(change, "good", ALICE.publicKey());
        });

        Set<String> heard = new HashSet<>();
        for (int i = 0; i < 3; i++) heard.add(String.valueOf(next()).replaceAll("reason=.*", "…"));
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "bad ended Refused[…", "good reached 1 of 1 relay", "good ended Done[note=1 of 1 relay]");
    }

    @Test
    void theSameLetterIsWrappedOnceAndAWithdrawnOneNotSent() throws InterruptedException {
        start(false);
        data.ledger().alter(change -> {
            send(change, "one", ALICE.publicKey());
            send(change, "one", ALICE.publicKey());
            send(change, "two", ALICE.publicKey());
            assertThat(post().withdraw(change, "two")).isTrue();
            assertThat(post().withdraw(change, "two")).isFalse();
        });

        assertThat(next()).isEqualTo("one reached 1 of 1 relay");
        assertThat(next()).isEqualTo("one ended Done[note=1 of 1 relay]");
        send("three");
        assertThat(next()).isEqualTo("three reached 1 of 1 relay");
        assertThat(opened(ours)).containsExactlyInAnyOrder("letter one", "letter three");
    }

    @Test
    void thousandPeopleAreLookedUpWithFewQuestionsAndEachGetsTheirLetter() throws InterruptedException {
        start(false);
        List<PublicKey> people = IntStream.range(0, 1000)
                .mapToObj(_ -> SecretKey.random(RANDOM).publicKey())
                .toList();

        data.ledger().alter(change -> people.forEach(person -> send(change, person.hex(), person)));

        Set<String> ended = new HashSet<>();
        while (ended.size() < people.size()) {
            String heard = String.valueOf(next());
            if (heard.contains("ended Done")) ended.add(heard);
        }
        assertThat(ours.stored()).hasSize(1000);
        assertThat(ours.publishes()).isEqualTo(1000);
        assertThat(ours.requests()).isLessThan(200);
    }
}
