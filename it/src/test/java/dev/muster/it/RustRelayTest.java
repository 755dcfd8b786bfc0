package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Answer;
import dev.muster.nostr.client.Backoff;
import dev.muster.nostr.client.Count;
import dev.muster.nostr.client.Differences;
import dev.muster.nostr.client.Fetched;
import dev.muster.nostr.client.Incoming;
import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Opened;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our client at rust-nostr's relay.
@Timeout(120)
@NeedsRust
class RustRelayTest {
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE);
    /// rust-nostr's relay may leave a connection open when it is shut down: that must be noticed by its silence.
    private static final Timing IMPATIENT = Timing.DEFAULT
            .retry(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)))
            .silence(Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);

    @TempDir
    private Path folder;

    @Test
    void nip01_anEventIsAcceptedOnceAndFetched() throws Exception {
        try (var relay = RustRelay.in(folder);
                var client = RelayClient.to(relay.uri()).open()) {
            Event note = note(1);
            assertThat(client.publish(note)).isInstanceOf(Outcome.Accepted.class);
            assertThat(client.publish(note).isKept()).isTrue();
            Fetched fetched = client.fetch(NOTES);
            assertThat(fetched.events()).containsExactly(note);
        }
    }

    /// Some are protected (NIP-70), which takes saying who we are.
    @Test
    void nip01_allRandomEventsComeBackAsTheyWere() throws Exception {
        try (var relay = RustRelay.in(folder);
                var client = RelayClient.to(relay.uri()).keys(alice).open()) {
            for (var rumor : Rumors.random(alice.publicKey(), 200)) {
                if (Kind.storage(rumor.kind()) != Kind.Storage.REGULAR || rumor.kind() == Kind.DELETION) continue;
                Event event = rumor.sign(alice, Events.RANDOM);
                Outcome outcome = client.publish(event);
                assertThat(outcome).as(event + ": " + outcome).isInstanceOf(Outcome.Accepted.class);
                assertThat(client.fetch(Filter.ALL.ids(List.of(event.id()))).events())
                        .containsExactly(event);
            }
        }
    }

    @Test
    void nip01_aForgedEventIsRefused() throws Exception {
        try (var relay = RustRelay.in(folder);
                var client = RelayClient.to(relay.uri()).open()) {
            String json = new String(note(1).json(), UTF_8);
            Event forged = Event.parse(json.replace("note of 1", "note of 2").getBytes(UTF_8));
            assertThat(client.publish(forged)).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void nip01_aSubscriptionBringsWhatIsStoredThenWhatIsNew() throws Exception {
        try (var relay = RustRelay.in(folder);
                var publisher = RelayClient.to(relay.uri()).open();
                var reader = RelayClient.to(relay.uri()).open()) {
            publisher.publish(note(1));
            publisher.publish(note(2));
            try (var notes = reader.subscribe(NOTES)) {
                assertThat(times(notes, 2)).containsExactly(2L, 1L);
                assertThat(notes.next()).isInstanceOf(EndOfStored.class);
                publisher.publish(note(3));
                assertThat(times(notes, 1)).containsExactly(3L);
            }
        }
    }

    @Test
    void nip45_eventsAreCounted() throws Exception {
        try (var relay = RustRelay.in(folder);
                var client = RelayClient.to(relay.uri()).open()) {
            for (int i = 0; i < 7; i++) relay.store(note(i));
            assertThat(client.count(NOTES)).isEqualTo(new Answer.Given<>(new Count(7, false)));
        }
    }

    @Test
    void nip42_weSayWhoWeAre() throws Exception {
        try (var relay = RustRelay.demandingAuth(folder);
                var client = RelayClient.to(relay.uri()).keys(alice).open()) {
            Event note = note(1);
            assertThat(client.publish(note)).isInstanceOf(Outcome.Accepted.class);
            assertThat(client.fetch(NOTES).events()).containsExactly(note);
        }
    }

    @Test
    void nip42_strangersGetNothing() throws Exception {
        try (var relay = RustRelay.demandingAuth(folder);
                var stranger = RelayClient.to(relay.uri()).open()) {
            relay.store(note(1));
            assertThat(stranger.publish(note(2))).isInstanceOf(Outcome.Refused.class);
            assertThat(stranger.fetch(NOTES)).satisfies(fetched -> {
                assertThat(fetched.events()).isEmpty();
                assertThat(fetched.ending()).isInstanceOf(Fetched.Ending.Refused.class);
            });
        }
    }

    @Test
    void nip59_wrapsReachTheirRecipient() throws Exception {
        var sender = new Sender(alice, new ConversationKeys(1), InstantSource.system(), Events.RANDOM);
        var recipient = new Recipient(bob, new ConversationKeys(1));
        var wraps = Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(bob.publicKey().hex()));
        try (var relay = RustRelay.demandingAuth(folder);
                var ours = RelayClient.to(relay.uri()).keys(alice).open();
                var theirs = RelayClient.to(relay.uri()).keys(bob).open()) {
            var rumor = sender.rumor(Kind.CHAT_MESSAGE, Tags.NONE, "Six o'clock");
            assertThat(ours.publish(sender.wrap(rumor, bob.publicKey(), Delivery.stored())))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(theirs.fetch(wraps).events())
                    .singleElement()
                    .satisfies(wrap -> assertThat(recipient.open(wrap))
                            .isInstanceOfSatisfying(
                                    Opened.Sealed.class,
                                    opened ->
                                            assertThat(opened.message().rumor()).isEqualTo(rumor)));
        }
    }

    @ParameterizedTest(name = "{0} events in common, {1} not")
    @CsvSource({"2000,0", "2000,1", "2000,1000", "0,2000"})
    void nip77_aSyncFindsWhatEachSideLacks(int common, int differences) throws Exception {
        var ours = RecordArray.builder();
        var onlyOurs = new ArrayList<EventId>();
        var onlyTheirs = new ArrayList<EventId>();
        try (var relay = RustRelay.in(folder);
                var client = RelayClient.to(relay.uri()).open()) {
            for (int i = 0; i < common + differences; i++) {
                Event note = Events.signed(alice, i / 3, Kind.TEXT_NOTE, Tags.NONE, "note " + i);
                boolean weHaveIt = i < common || i % 2 == 0;
                boolean theyHaveIt = i < common || i % 2 == 1;
                if (weHaveIt) ours.add(note.createdAt(), note.id());
                else onlyTheirs.add(note.id());
                if (theyHaveIt) relay.store(note);
                else onlyOurs.add(note.id());
            }
            assertThat(client.sync(NOTES, ours.build())).isInstanceOfSatisfying(Answer.Given.class, given -> {
                var found = (Differences) given.value();
                assertThat(found.ours()).containsExactlyInAnyOrderElementsOf(onlyOurs);
                assertThat(found.theirs()).containsExactlyInAnyOrderElementsOf(onlyTheirs);
            });
        }
    }

    /// What came before is not sent to the consumer again, what came while the relay was away is.
    @Test
    void aRestartOfTheRelayLosesAndDoublesNothing() throws Exception {
        try (var relay = RustRelay.in(folder);
                var door = new Door(relay.uri());
                var reader = RelayClient.to(door.uri()).timing(IMPATIENT).open();
                var publisher = RelayClient.to(door.uri()).timing(IMPATIENT).open();
                var notes = reader.subscribe(NOTES)) {
            assertThat(notes.next()).isInstanceOf(EndOfStored.class);
            var published = new ArrayList<EventId>();
            var arrived = new ArrayList<EventId>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 20; i++) {
                    Event live = note(100L * round + i);
                    assertThat(publisher.publish(live).isKept()).isTrue();
                    published.add(live.id());
                }
                for (int i = 0; i < 10; i++) arrived.add(event(notes.next()).id());
                door.shut();
                relay.kill();
                for (int i = 0; i < 20; i++) {
                    Event missed = note(100L * round + 50 + i);
                    relay.store(missed);
                    published.add(missed.id());
                }
                relay.restart();
                door.open(relay.uri());
                while (arrived.size() < published.size())
                    arrived.add(event(notes.next()).id());
            }
            assertThat(arrived).containsExactlyInAnyOrderElementsOf(published);
            assertThat(notes.next(Duration.ofMillis(300))).isEmpty();
        }
    }

    private Event note(long createdAt) {
        return Events.signed(alice, createdAt, Kind.TEXT_NOTE, Tags.NONE, "note of " + createdAt);
    }

    private static List<Long> times(Subscription notes, int count) throws InterruptedException {
        var times = new ArrayList<Long>();
        while (times.size() < count) times.add(event(notes.next()).createdAt());
        return times;
    }

    private static Event event(Incoming incoming) {
        return switch (incoming) {
            case Arrived(var event) -> event;
            case EndOfStored _, Ended _ -> throw new AssertionError("expected an event, not " + incoming);
        };
    }
}
