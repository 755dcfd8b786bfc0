package dev.muster.kit.inbox;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.client.Backoff;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.ScriptedRelay;
import dev.muster.nostr.client.SmallRelay;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bob is the bot, Alice writes to him.
@Timeout(60)
class InboxTest {
    private static final Shelf<Note> NOTES = new Shelf<>("note", Note.class);

    @RegisterExtension
    final TestLedger data = new TestLedger();

    private final SmallRelay here = new SmallRelay();
    private final SmallRelay there = new SmallRelay().demandingAuth();
    private final Sender alice = sender(ALICE);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private volatile boolean fails;
    private ScriptedRelay doorHere;
    private ScriptedRelay doorThere;
    private @Nullable Inbox inbox;

    record Note(String text) {}

    private static Sender sender(SecretKey key) {
        return new Sender(key, new ConversationKeys(100), Instant::now, RANDOM);
    }

    @BeforeEach
    void open() throws IOException {
        doorHere = ScriptedRelay.playing(here);
        doorThere = ScriptedRelay.playing(there);
    }

    @AfterEach
    void close() throws IOException {
        if (inbox != null) inbox.close();
        doorHere.close();
        doorThere.close();
    }

    private void listen() {
        listen(this::decide);
    }

    private void listen(Handler handler) {
        Inbox opened = new Inbox(new Doors(), data.ledger(), Instant::now, handler, refused::add);
        inbox = opened;
        opened.hearFor(BOB);
    }

    private final class Doors implements Inbox.Doors {
        @Override
        public List<RelayClient> open(List<SecretKey> keys) {
            return List.of(client(doorHere, keys), client(doorThere, keys));
        }

        @Override
        public Recipient recipient(SecretKey key) {
            return new Recipient(key, new ConversationKeys(100));
        }
    }

    private static RelayClient client(ScriptedRelay door, List<SecretKey> keys) {
        Timing quick = Timing.DEFAULT.retry(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
        return RelayClient.to(door.uri()).keys(keys).timing(quick).open();
    }

    private void stop() {
        Inbox open = inbox;
        if (open != null) open.close();
        inbox = null;
    }

    private void decide(Change change, Message message) {
        change.put(NOTES.at(message.id().hex()), new Note(message.text()));
        change.afterwards(() -> heard.add(message.text()));
        if (fails) throw new IllegalStateException("no");
    }

    private Event wrap(String text) {
        return wrap(alice.rumor(
                Kind.CHAT_MESSAGE, Tags.of(Tag.of("p", BOB.publicKey().hex())), text));
    }

    private Event wrap(Rumor rumor) {
        return alice.wrap(rumor, BOB.publicKey(), Delivery.stored());
    }

    private @Nullable String next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void whatWasSaidBeforeAndWhatIsSaidNowIsHeard() throws InterruptedException {
        here.take(wrap("before"));
        listen();
        assertThat(next()).isEqualTo("before");

        there.take(wrap("now"));
        assertThat(next()).isEqualTo("now");
    }

    /// Hears of registrations too, which are in no wrap.
    private final class HearsRegistrations implements Handler {
        @Override
        public void message(Change change, Message message) {
            decide(change, message);
        }

        @Override
        public Set<Integer> kinds() {
            return Set.of(Kind.PUSH_REGISTRATION);
        }

        @Override
        public void event(Change change, Event event) {
            change.afterwards(() -> heard.add(event.content()));
        }
    }

    private static Event signed(int kind, SecretKey to, String content) {
        return new Rumor(
                        ALICE.publicKey(),
                        Instant.now().getEpochSecond(),
                        kind,
                        Tags.of(Tag.of("p", to.publicKey().hex())),
                        content)
                .sign(ALICE, RANDOM);
    }

    @Test
    void signedEventsOfTheKindsThatAHandlerWantsAreHeardOnce() throws InterruptedException {
        Event registration = signed(Kind.PUSH_REGISTRATION, BOB, "my phone");
        here.take(registration);
        there.take(registration);
        listen(new HearsRegistrations());
        assertThat(next()).isEqualTo("my phone");
        stop();

        listen(new HearsRegistrations());
        here.take(signed(Kind.PUSH_REMOVAL, BOB, "of another kind"));
        here.take(signed(Kind.PUSH_REGISTRATION, ALICE, "for somebody else"));
        here.take(wrap("and a wrap"));
        assertThat(next()).isEqualTo("and a wrap");
        assertThat(heard).isEmpty();
    }

    @Test
    void theSameOverTwoRelaysIsHeardOnce() throws InterruptedException {
        Event wrap = wrap("hello");
        here.take(wrap);
        there.take(wrap);
        listen();
        assertThat(next()).isEqualTo("hello");

        here.take(wrap("and now"));
        assertThat(next()).isEqualTo("and now");
        there.take(wrap("and here"));
        assertThat(next()).isEqualTo("and here");
        assertThat(heard).isEmpty();
    }

    @Test
    void theSameRumorInAnotherWrapIsHeardOnce() throws InterruptedException {
        Rumor rumor = alice.rumor(
                Kind.CHAT_MESSAGE, Tags.of(Tag.of("p", BOB.publicKey().hex())), "hello");
        listen();
        here.take(wrap(rumor));
        assertThat(next()).isEqualTo("hello");

        here.take(wrap(rumor));
        here.take(wrap("another"));
        assertThat(next()).isEqualTo("another");
    }

    @Test
    void afterARestartNothingIsHeardAgainAndNothingIsMissed() throws InterruptedException {
        here.take(wrap("one"));
        listen();
        assertThat(next()).isEqualTo("one");
        stop();
        here.take(wrap("two"));

        data.reopened();
        listen();

        assertThat(next()).isEqualTo("two");
        here.take(wrap("three"));
        assertThat(next()).isEqualTo("three");
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsSaidWhileARelayIsAwayIsHeardWhenItIsBack() throws Exception {
        listen();
        here.take(wrap("one"));
        assertThat(next()).isEqualTo("one");

        doorHere.kill();
        here.take(wrap("two"));
        doorHere.restart();

        assertThat(next()).isEqualTo("two");
        assertThat(heard).isEmpty();
    }

    private List<String> next(int count) throws InterruptedException {
        var all = new ArrayList<String>();
        for (int i = 0; i < count; i++) all.add(String.valueOf(next()));
        return all;
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "number " + i).toList();
    }

    @Test
    void whatTheRelayCutsOffIsFetched() throws InterruptedException {
        here.cap(10);
        texts(35).forEach(text -> here.take(wrap(text)));

        listen();

        assertThat(next(35)).containsExactlyInAnyOrderElementsOf(texts(35));
    }

    @Test
    void whatARelayWithoutSyncCutsOffIsFetchedPageByPage() throws InterruptedException {
        here.withoutSync().cap(10);
        texts(35).forEach(text -> here.take(wrap(text)));

        listen();

        assertThat(next(35)).containsExactlyInAnyOrderElementsOf(texts(35));
    }

    @Test
    void moreOfOneSecondThanARelayGivesIsFoundByComparing() throws InterruptedException {
        here.cap(10);
        Instant once = Instant.now();
        var hasty = new Sender(ALICE, new ConversationKeys(100), () -> once, RANDOM);
        for (String text : texts(35)) {
            Rumor rumor = hasty.rumor(Kind.CHAT_MESSAGE, Tags.NONE, text);
            here.take(hasty.wrap(rumor, BOB.publicKey(), Delivery.storedNow()));
        }

        listen();

        assertThat(next(35)).containsExactlyInAnyOrderElementsOf(texts(35));
    }

    private static final SecretKey CAROL = SecretKey.random(RANDOM);

    private final class ExpectsCarol implements Handler {
        @Override
        public boolean isExpected(Reading reading, PublicKey author) {
            return author.equals(CAROL.publicKey());
        }

        @Override
        public void message(Change change, Message message) {
            decide(change, message);
        }
    }

    @Test
    void push_R63_whoeverIsExpectedIsHeardBeforeStrangersThatCameEarlier() throws InterruptedException {
        // The relay gives twenty, and the eleven that are left by the second question.
        here.cap(20);
        Sender carol =
                new Sender(CAROL, new ConversationKeys(100), () -> Instant.now().minusSeconds(60), RANDOM);
        // The oldest, so a relay gives it last.
        here.take(carol.wrap(
                carol.rumor(Kind.CHAT_MESSAGE, Tags.NONE, "it's me"), BOB.publicKey(), Delivery.storedNow()));
        for (String text : texts(30))
            here.take(
                    alice.wrap(alice.rumor(Kind.CHAT_MESSAGE, Tags.NONE, text), BOB.publicKey(), Delivery.storedNow()));

        listen(new ExpectsCarol());

        List<String> all = next(31);
        assertThat(all).hasSize(31).contains("it's me");
        assertThat(all.indexOf("it's me")).isLessThanOrEqualTo(20);
    }

    @Test
    void afterAnOutageOnlyWhatIsMissingIsAskedForBeyondTheRelaysLimit() throws InterruptedException {
        texts(60).forEach(text -> here.take(wrap(text)));
        listen();
        assertThat(next(60)).hasSize(60);
        stop();
        Await.until(() -> here.openSubscriptions() == 0);
        int before = here.sent();
        here.cap(10);
        IntStream.range(0, 20).forEach(i -> here.take(wrap("later " + i)));

        listen();

        assertThat(next(20)).allMatch(text -> text.startsWith("later"));
        assertThat(here.sent() - before).isLessThanOrEqualTo(30);
    }

    @Test
    void forgeriesAndJunkAreRefusedAndStopNothing() throws InterruptedException {
        Event junk = new Rumor(
                        ALICE.publicKey(),
                        Instant.now().getEpochSecond(),
                        Kind.GIFT_WRAP,
                        Tags.of(Tag.of("p", BOB.publicKey().hex())),
                        "junk")
                .sign(ALICE, RANDOM);
        listen();
        here.take(junk);
        here.take(wrap("true"));

        assertThat(next()).isEqualTo("true");
        assertThat(refused.poll(30, TimeUnit.SECONDS)).isEqualTo("UNREADABLE_WRAP");
    }

    @Test
    void whatWasSaidLongAgoIsNotHeard() throws InterruptedException {
        Rumor old = new Rumor(
                ALICE.publicKey(),
                Instant.now().minus(Duration.ofDays(61)).getEpochSecond(),
                Kind.CHAT_MESSAGE,
                Tags.NONE,
                "long ago");
        listen();
        here.take(wrap(old));
        here.take(wrap("now"));

        assertThat(next()).isEqualTo("now");
        assertThat(refused.poll(30, TimeUnit.SECONDS)).isEqualTo("TOO_OLD");
    }

    @Test
    void aDecisionThatFailsChangesNothingAndIsMadeAtALaterStart() throws InterruptedException {
        fails = true;
        listen();
        here.take(wrap("hello"));
        assertThat(refused.poll(30, TimeUnit.SECONDS)).isEqualTo("FAILED");
        assertThat(data.ledger().under(NOTES.at())).isEmpty();
        stop();

        fails = false;
        listen();
        assertThat(next()).isEqualTo("hello");
        assertThat(data.ledger().under(NOTES.at())).hasSize(1);
    }

    @Test
    void afterSeveralStartsItIsGivenUp() throws InterruptedException {
        fails = true;
        here.take(wrap("hello"));
        for (int i = 0; i < 3; i++) {
            listen();
            assertThat(refused.poll(30, TimeUnit.SECONDS)).isEqualTo("FAILED");
            stop();
        }

        fails = false;
        listen();
        here.take(wrap("next"));
        assertThat(next()).isEqualTo("next");
        assertThat(heard).isEmpty();
    }

    private static final SecretKey DORA = SecretKey.random(RANDOM);

    /// Bob speaks for others as well.
    private final class SpeaksForOthers implements Handler {
        @Override
        public void message(Change change, Message message) {
            throw new IllegalStateException("to whom?");
        }

        @Override
        public void message(Change change, Message message, PublicKey to) {
            change.afterwards(() -> heard.add(message.text() + " to " + name(to)));
        }
    }

    private static String name(PublicKey key) {
        return key.equals(BOB.publicKey()) ? "Bob" : key.equals(CAROL.publicKey()) ? "Carol" : "Dora";
    }

    private Event wrapFor(SecretKey to, String text) {
        Rumor rumor = alice.rumor(Kind.CHAT_MESSAGE, Tags.NONE, text);
        return alice.wrap(rumor, to.publicKey(), Delivery.stored());
    }

    private Inbox listenFor(SecretKey... keys) {
        Inbox opened = new Inbox(new Doors(), data.ledger(), Instant::now, new SpeaksForOthers(), refused::add);
        inbox = opened;
        opened.hearFor(List.of(keys));
        return opened;
    }

    @Test
    void C8_whatIsSaidToEachKeyIsHeardAsSaidToThatKey() throws InterruptedException {
        here.take(wrapFor(CAROL, "before"));
        listenFor(BOB, CAROL);
        assertThat(next()).isEqualTo("before to Carol");

        there.take(wrapFor(BOB, "now"));
        assertThat(next()).isEqualTo("now to Bob");
        here.take(wrapFor(CAROL, "and now"));
        assertThat(next()).isEqualTo("and now to Carol");
    }

    @Test
    void C8_aKeyThatJoinsLaterIsHeardForAndNobodyElseMissesAnything() throws InterruptedException {
        Inbox open = listenFor(BOB);
        here.take(wrapFor(BOB, "one"));
        assertThat(next()).isEqualTo("one to Bob");

        there.take(wrapFor(DORA, "already"));
        open.hearFor(DORA);
        open.hearFor(DORA);
        here.take(wrapFor(BOB, "two"));
        assertThat(next(2)).containsExactlyInAnyOrder("two to Bob", "already to Dora");
        here.take(wrapFor(DORA, "three"));
        assertThat(next()).isEqualTo("three to Dora");
        assertThat(heard).isEmpty();
    }

    @Test
    void C8_afterARestartWhatWasSaidToAnyOfThemMeanwhileIsHeard() throws InterruptedException {
        Inbox open = listenFor(BOB);
        open.hearFor(DORA);
        here.take(wrapFor(DORA, "one"));
        assertThat(next()).isEqualTo("one to Dora");
        stop();
        here.take(wrapFor(DORA, "two"));
        there.take(wrapFor(CAROL, "hello"));

        data.reopened();
        listenFor(BOB, DORA, CAROL);

        assertThat(next(2)).containsExactlyInAnyOrder("two to Dora", "hello to Carol");
        assertThat(heard).isEmpty();
    }

    @Test
    void C8_whatTheRelayCutsOffIsFetchedForAllOfThem() throws InterruptedException {
        here.cap(10);
        for (String text : texts(15)) {
            here.take(wrapFor(BOB, text));
            here.take(wrapFor(CAROL, text));
        }
        listenFor(BOB, CAROL);
        assertThat(next(30)).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void C8_oneRumorToTwoOfThemIsHeardByEachOnce() throws InterruptedException {
        Rumor rumor = alice.rumor(Kind.CHAT_MESSAGE, Tags.NONE, "both");
        here.take(alice.wrap(rumor, BOB.publicKey(), Delivery.stored()));
        here.take(alice.wrap(rumor, CAROL.publicKey(), Delivery.stored()));
        listenFor(BOB, CAROL);
        assertThat(next(2)).containsExactlyInAnyOrder("both to Bob", "both to Carol");

        here.take(alice.wrap(rumor, CAROL.publicKey(), Delivery.stored()));
        here.take(wrapFor(BOB, "next"));
        assertThat(next()).isEqualTo("next to Bob");
    }

    @Test
    void C8_manyThatJoinAtOnceAreAllHeardFor() throws InterruptedException {
        Inbox open = listenFor(BOB);
        List<SecretKey> many =
                IntStream.range(0, 40).mapToObj(_ -> SecretKey.random(RANDOM)).toList();
        many.forEach(open::hearFor);
        for (SecretKey key : many)
            here.take(wrapFor(key, "hello " + key.publicKey().hex()));
        assertThat(next(40)).doesNotHaveDuplicates().hasSize(40);
    }
}
