package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Everyone gets into the room, with nostr-tools for the attendees, and relay and bot as processes.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(120)
class TrainingStartTest {
    private final NodePeer library;
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();
    private final Map<String, NodeClient> attendees = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    private House house;
    private SecretKey organizer;
    private People organizers;

    TrainingStartTest(NodePeer library) {
        this.library = library;
    }

    @BeforeEach
    void begin() throws Exception {
        house = House.in(folder, House.SOON_READY);
        house.relay().start();
        house.bot().start();
        organizer = house.admin();
        organizers = new People(house.relayUrl(), house.botKey(), List.of(organizer));
        organizers.deliver(at(organizer));
    }

    @AfterEach
    void end() {
        attendees.values().forEach(NodeClient::close);
        organizers.close();
        house.close();
    }

    /// Where somebody receives messages.
    private Event at(SecretKey who) {
        Tags relays = Tags.of(Tag.of("relay", house.relayUrl().toString()));
        return new Rumor(who.publicKey(), Instant.now().getEpochSecond(), Kind.INBOX_RELAYS, relays, "")
                .sign(who, Events.RANDOM);
    }

    private void come(String... names) {
        for (String name : names) {
            SecretKey key = Training.people(1).getFirst();
            keys.put(name, key);
            NodeClient client = NodeClient.open(library, house.relayUrl(), key);
            attendees.put(name, client);
            client.publish(
                    Kind.INBOX_RELAYS, Tags.NONE.with("relay", house.relayUrl().toString()), "");
            client.subscribe(Filter.ALL
                    .kinds(Kind.GIFT_WRAP)
                    .tagged('p', List.of(key.publicKey().hex())));
        }
    }

    private SecretKey key(String name) {
        return Objects.requireNonNull(keys.get(name));
    }

    private NodeClient client(String name) {
        return Objects.requireNonNull(attendees.get(name));
    }

    private void answers(String name, int kind, Tags tags) throws Exception {
        client(name).say(house.botKey(), kind, tags, "");
        assertThat(next(name, "result")).as(name + " is answered").isNotNull();
    }

    private Rumor next(String name, String tag) {
        while (true) {
            Rumor letter = read(client(name).nextLetter());
            if (letter.tags().first(tag).isPresent()) return letter;
        }
    }

    private Rumor read(String json) {
        try {
            return EventFields.parse(json.getBytes(UTF_8)).rumor(house.botKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Rumor> links(String name) {
        return client(name).letters().stream()
                .map(this::read)
                .filter(letter -> letter.tags().values("t").contains("training-start"))
                .toList();
    }

    private static URI link(Rumor letter) {
        return URI.create(letter.tags().value("r").orElseThrow());
    }

    @Test
    void everyoneWhoComesGetsOneLinkAndNobodyLearnsOfAnother() throws Exception {
        come("accepted", "accepted too", "going", "tentative", "declined", "late");
        var training = Training.by(organizer, "medic-101");
        organizers.answer(organizers.say(
                organizer,
                Kind.TIME_EVENT,
                training.announcement(
                        keys.values().stream().map(SecretKey::publicKey).toList()),
                ""));
        answers("accepted", Kind.RSVP, training.answer("accepted"));
        answers("accepted too", Kind.RSVP, training.answer("accepted"));
        answers("going", Kind.TIME_EVENT, training.answerOfBuildIt(key("going").publicKey(), "going"));
        answers("tentative", Kind.RSVP, training.answer("tentative"));
        answers("declined", Kind.RSVP, training.answer("declined"));

        organizers.answer(organizers.say(organizer, Kind.MEETING_SESSION, training.meeting("live"), ""));
        var found = new LinkedHashMap<String, URI>();
        for (String name : List.of("accepted", "accepted too", "going", "tentative"))
            found.put(name, link(next(name, "r")));

        long asked = System.nanoTime();
        client("late").say(house.botKey(), Kind.RSVP, training.answer("accepted"), "");
        found.put("late", link(next("late", "r")));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        System.out.println("who comes late has the link after " + took + " ms");

        assertThat(found.values()).doesNotHaveDuplicates();
        for (String name : found.keySet()) {
            assertThat(links(name)).as(name).hasSize(1);
            assertThat(links(name).getFirst().tags().values("a")).containsExactly(training.address());
        }
        assertThat(links("declined")).isEmpty();
        for (String name : keys.keySet()) namesNobodyElse(name, client(name).letters());
        joinAndLeave(found, training);
    }

    private void joinAndLeave(Map<String, URI> links, Training training) throws Exception {
        try (var accepted = guest("accepted", links);
                var acceptedToo = guest("accepted too", links);
                var going = guest("going", links);
                var tentative = guest("tentative", links);
                var late = guest("late", links)) {
            joins(accepted);
            joins(acceptedToo);
            joins(going);
            accepted.leave();
            joins(late);
            assertThat(tentative.open().statusCode()).isEqualTo(200);

            People.Letter live = report(training);
            assertThat(live.count("recipients")).isEqualTo(5);
            assertThat(live.count("sent")).isEqualTo(5);
            assertThat(live.count("opened")).isEqualTo(5);
            assertThat(live.count("joined")).isEqualTo(4);
            assertThat(live.count("present")).isEqualTo(3);
            assertThat(live.count("peak")).isEqualTo(3);
        }
        organizers.answer(organizers.say(organizer, Kind.MEETING_SESSION, training.meeting("ended"), ""));
        People.Letter over = report(training);
        assertThat(over.count("joined")).isEqualTo(4);
        assertThat(over.count("present")).isZero();
        assertThat(over.count("peak")).isEqualTo(3);
        assertThat(over.count("accepted")).isEqualTo(4);
        assertThat(over.count("tentative")).isEqualTo(1);
        assertThat(over.count("declined")).isEqualTo(1);
    }

    /// Somebody's browser, which has opened their link.
    private Guest guest(String name, Map<String, URI> links) throws Exception {
        var guest = new Guest(Objects.requireNonNull(links.get(name)));
        var page = guest.open();
        assertThat(page.statusCode()).isEqualTo(200);
        namesNobodyElse(name, List.of(page.body()));
        return guest;
    }

    private static void joins(Guest guest) throws Exception {
        var answer = guest.join();
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location").orElseThrow()).startsWith("https://meet.example.org/");
        assertThat(guest.stays().body()).contains("true");
    }

    private People.Letter report(Training training) throws Exception {
        return organizers.answer(organizers.type(organizer, "report " + training.id()));
    }

    private void namesNobodyElse(String name, List<String> texts) {
        List<String> others = new ArrayList<>();
        keys.forEach((other, key) -> {
            if (other.equals(name)) return;
            others.add(key.publicKey().hex());
            others.add(new Npub(key.publicKey()).encode());
        });
        for (String text : texts)
            assertThat(others).as("what " + name + " reads").noneMatch(text::contains);
    }

    /// An event of BuildIt's, which everybody can read, and what its client answers.
    @Test
    void buildIt_whoIsGoingToItsEventGetsALink() throws Exception {
        come("going", "not going");
        var training = Training.by(organizer, "2f1d7b6e-5c3a-4a8e-9f5e-0d7c1b2a3e4f");
        long starts = training.starts().getEpochSecond();
        Tags tags = Tags.of(
                Tag.of("d", training.id()),
                Tag.of("title", "First aid"),
                Tag.of("start", Long.toString(starts)),
                Tag.of("location", "https://meet.example.org/first-aid"));
        organizers.deliver(new Rumor(
                        organizer.publicKey(),
                        starts,
                        Kind.DATE_EVENT,
                        tags,
                        "{\"_v\":\"1.0.0\",\"title\":\"First aid\",\"description\":\"\",\"startAt\":" + starts
                                + ",\"visibility\":\"public\",\"tags\":[],\"coHosts\":[]}")
                .sign(organizer, Events.RANDOM));
        for (String name : List.of("going", "not going")) {
            Tags answer = training.answerOfBuildIt(key(name).publicKey(), name.replace(' ', '_'));
            client(name).publish(Kind.TIME_EVENT, answer, "");
        }
        People.await("both to be heard", () -> hasAnswers("1 accepted, 1 declined"));

        organizers.answer(organizers.type(organizer, "start " + training.id()));

        assertThat(link(next("going", "r")).getPath()).startsWith("/conference/");
        assertThat(links("going")).hasSize(1);
        assertThat(links("not going")).isEmpty();
    }

    private boolean hasAnswers(String counts) {
        try {
            return organizers
                    .answer(organizers.type(organizer, "show"))
                    .rumor()
                    .content()
                    .contains(counts);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
