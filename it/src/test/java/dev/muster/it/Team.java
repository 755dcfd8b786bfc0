package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An organizer, and attendees who come to everything.
final class Team implements AutoCloseable {
    private final SecretKey organizer;
    private final List<SecretKey> attendees;
    private final People people;
    private final List<Training> trainings = new ArrayList<>();

    /// How many were invited to each who have only a phone. There is no bot for texts, so nobody reaches them.
    private final Map<Training, Long> phones = new HashMap<>();

    Team(House house, int attendees) throws IOException, InterruptedException {
        this.organizer = house.admin();
        this.attendees = Training.people(attendees);
        this.people = new People(
                house.relayUrl(),
                house.botKey(),
                Stream.concat(Stream.of(organizer), this.attendees.stream()).toList());
    }

    People people() {
        return people;
    }

    SecretKey organizer() {
        return organizer;
    }

    List<SecretKey> attendees() {
        return attendees;
    }

    List<Training> trainings() {
        return trainings;
    }

    /// A new session, which everybody has said that they come to.
    ///
    /// @param more what the announcement says besides
    Training announced(Tag... more) throws InterruptedException {
        var training = Training.by(organizer, "medic-" + trainings.size());
        trainings.add(training);
        phones.put(training, Stream.of(more).filter(tag -> tag.isNamed("tel")).count());
        List<PublicKey> invited = attendees.stream().map(SecretKey::publicKey).toList();
        people.answer(people.say(organizer, Kind.TIME_EVENT, training.announcement(invited, more), ""));
        List<Rumor> answers = new ArrayList<>();
        for (SecretKey attendee : attendees)
            answers.add(people.say(attendee, Kind.RSVP, training.answer("accepted"), ""));
        for (Rumor answer : answers) people.answer(answer);
        return training;
    }

    /// Says that it starts, and returns when the relay has that.
    Rumor sayStart(Training training) throws InterruptedException {
        return people.say(organizer, Kind.MEETING_SESSION, training.meeting("live"), "");
    }

    /// The same, and waits until the bot says so too.
    void start(Training training) throws InterruptedException {
        people.answer(sayStart(training));
    }

    Stream<People.Letter> links(Training training) {
        return people.letters().filter(letter -> letter.hasLink() && training.isAbout(letter.rumor()));
    }

    void awaitLinks(Training training) throws InterruptedException {
        People.await("links to " + training.id(), () -> links(training).count() >= attendees.size());
    }

    /// Everyone has one link, none is another's, and the organizer was told so once.
    void checkDelivered(Training training) throws InterruptedException {
        Map<PublicKey, Long> links = links(training)
                .map(People.Letter::to)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(links)
                .as("links to " + training.id())
                .hasSize(attendees.size())
                .allSatisfy((_, count) -> assertThat(count).isOne());
        assertThat(links(training).map(People.Letter::link)).doesNotHaveDuplicates();
        People.await(
                "the report of " + training.id(),
                () -> reports(training).findAny().isPresent());
        assertThat(reports(training)).hasSize(1);
        assertThat(reports(training)).first().satisfies(report -> checkCounts(training, report));
        Rumor asked = people.type(organizer, "report " + training.id());
        checkCounts(training, people.answer(asked));
    }

    /// What the organizer is told without asking.
    private Stream<People.Letter> reports(Training training) {
        return people.lettersTo(organizer)
                .filter(letter -> letter.is("t", "report")
                        && training.isAbout(letter.rumor())
                        && letter.rumor().tags().first("result").isEmpty());
    }

    private void checkCounts(Training training, People.Letter report) {
        long unreached = phones.getOrDefault(training, 0L);
        assertThat(report.count("recipients")).isEqualTo(attendees.size() + unreached);
        assertThat(report.count("sent")).isEqualTo(attendees.size());
        assertThat(report.count("accepted")).isEqualTo(attendees.size());
        assertThat(report.count("failed")).isEqualTo(unreached);
    }

    @Override
    public void close() {
        people.close();
    }
}
