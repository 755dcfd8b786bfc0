package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A session that very many come to. Says how long it takes until all have their links; to be believed on a machine
/// that has nothing else to do.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ManyAttendeesTest {
    /// They would come from as many addresses.
    private static final String HOWEVER_MANY_AT_ONE_ADDRESS = "relay.limits.wraps_per_second=0";

    private static final int ATTENDEES = Boolean.getBoolean("muster.long") ? 1000 : 100;

    /// One letter can't name more: NIP-44 ends at 64 KiB.
    private static final int INVITED_AT_ONCE = 250;

    /// Fewer than a relay lets authenticate on one connection.
    private static final int ON_ONE_CONNECTION = 500;

    private final List<SecretKey> attendees = Training.people(ATTENDEES);

    @Test
    void eachHasOneLink(@TempDir Path folder) throws Exception {
        try (House house = House.in(folder, House.AS_USUAL, HOWEVER_MANY_AT_ONE_ADDRESS)) {
            house.relay().start();
            house.bot().start();
            SecretKey organizer = house.admin();
            List<People> crowd = new ArrayList<>();
            try (var organizers = new People(house.relayUrl(), house.botKey(), List.of(organizer))) {
                for (List<SecretKey> some : parts(attendees, ON_ONE_CONNECTION))
                    crowd.add(new People(house.relayUrl(), house.botKey(), some));
                var training = Training.by(organizer, "medic-101");
                invite(organizers, organizer, training);
                answer(crowd, training);
                start(house, organizers, organizer, training, crowd);
            } finally {
                crowd.forEach(People::close);
            }
        }
    }

    private static <T> List<List<T>> parts(List<T> all, int size) {
        return Stream.iterate(0, from -> from < all.size(), from -> from + size)
                .map(from -> all.subList(from, Math.min(all.size(), from + size)))
                .toList();
    }

    /// Each announcement changes the one before, and so has to be newer.
    private void invite(People organizers, SecretKey organizer, Training training) throws InterruptedException {
        var keys = attendees.stream().map(SecretKey::publicKey).toList();
        long at = Instant.now().getEpochSecond() - keys.size();
        for (List<PublicKey> some : parts(keys, INVITED_AT_ONCE)) {
            var announcement = new Rumor(organizer.publicKey(), at++, Kind.TIME_EVENT, training.announcement(some), "");
            organizers.say(organizer, announcement);
            assertThat(organizers.answer(announcement).is("result", "ok")).isTrue();
        }
    }

    private void answer(List<People> crowd, Training training) throws InterruptedException {
        long begun = System.nanoTime();
        for (List<SecretKey> some : parts(attendees, ON_ONE_CONNECTION)) {
            People people = crowd.get(attendees.indexOf(some.getFirst()) / ON_ONE_CONNECTION);
            for (SecretKey attendee : some) people.say(attendee, Kind.RSVP, training.answer("accepted"), "");
        }
        // To each an invitation, and a word that the answer was heard.
        awaitArrivals(crowd, 2 * ATTENDEES);
        System.out.printf("%d invited and heard after %d ms%n", ATTENDEES, millisSince(begun));
    }

    private static void awaitArrivals(List<People> crowd, int count) throws InterruptedException {
        People.await(count + " letters", () -> arrivals(crowd).size() >= count);
    }

    private static List<People.Arrival> arrivals(List<People> crowd) {
        return crowd.stream().map(People::arrivals).flatMap(Collection::stream).toList();
    }

    private static long millisSince(long then) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - then);
    }

    private void start(House house, People organizers, SecretKey organizer, Training training, List<People> crowd)
            throws Exception {
        long before = house.bot().residentKilobytes();
        long begun = System.nanoTime();
        organizers.say(organizer, Kind.MEETING_SESSION, training.meeting("live"), "");
        awaitArrivals(crowd, 3 * ATTENDEES);
        System.out.printf(
                "%d links: the last after %d ms; the bot's memory grew from %d to %d MB%n",
                ATTENDEES, millisSince(begun), before / 1024, house.bot().residentKilobytes() / 1024);

        List<People.Letter> links = crowd.stream()
                .flatMap(People::letters)
                .filter(People.Letter::hasLink)
                .toList();
        assertThat(links).hasSize(ATTENDEES);
        assertThat(links.stream().map(People.Letter::to).collect(Collectors.toSet()))
                .hasSize(ATTENDEES);
        assertThat(links.stream().map(People.Letter::link).collect(Collectors.toSet()))
                .hasSize(ATTENDEES);
        People.await(
                "the report",
                () -> organizers
                        .lettersTo(organizer)
                        .anyMatch(letter -> isReport(letter) && letter.count("sent") == ATTENDEES));
    }

    private static boolean isReport(People.Letter letter) {
        return letter.is("t", "report") && letter.rumor().tags().first("count").isPresent();
    }
}
