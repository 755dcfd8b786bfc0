package dev.muster.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Relay and bot are stopped and started around a start, in every order.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StoppedAndStartedTest {
    private static final int ATTENDEES = 5;
    private static final String NUMBER = "+420601234567";
    private static final String NAME = "Bohumila Kvapilova";

    private enum Part {
        RELAY,
        BOT;

        House.Daemon of(House house) {
            return this == RELAY ? house.relay() : house.bot();
        }
    }

    /// In which order they are stopped and then started, and whether the session is started while all runs, or
    /// while only the relay does.
    private record Order(List<Part> stopped, List<Part> started, boolean isCommandedBefore) {
        /// The most different of them, as long as they needn't be all.
        static List<Order> toTry() {
            var relay = List.of(Part.RELAY);
            var bot = List.of(Part.BOT);
            var relayFirst = List.of(Part.RELAY, Part.BOT);
            var botFirst = List.of(Part.BOT, Part.RELAY);
            List<Order> some = List.of(
                    new Order(bot, bot, false),
                    new Order(relay, relay, true),
                    new Order(relayFirst, botFirst, true),
                    new Order(botFirst, relayFirst, false));
            if (!Boolean.getBoolean("muster.long")) return some;
            List<Order> all = new ArrayList<>(some);
            all.addAll(List.of(
                    new Order(bot, bot, true),
                    new Order(relayFirst, relayFirst, true),
                    new Order(botFirst, relayFirst, true),
                    new Order(botFirst, botFirst, true),
                    new Order(botFirst, botFirst, false)));
            return all;
        }
    }

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostOrDoubledAndNothingStandsOnTheDiskInClear() throws Exception {
        try (House house = House.in(folder, House.SOON_READY)) {
            house.relay().start();
            house.bot().start();
            try (var team = new Team(house, ATTENDEES)) {
                for (Order order : Order.toTry()) startAround(house, team, order);
                for (Training training : team.trainings()) team.checkDelivered(training);
                house.bot().stop();
                house.relay().stop();
                checkSecrets(house, team);
            }
        }
    }

    private static void startAround(House house, Team team, Order order) throws Exception {
        Training training = team.announced(Tag.of("tel", NUMBER, NAME));
        if (order.isCommandedBefore()) team.sayStart(training);
        for (Part part : order.stopped()) {
            part.of(house).stop();
            // The relay still runs, or it is the next.
            if (!order.isCommandedBefore() && part == Part.BOT) team.sayStart(training);
        }
        for (Part part : order.started()) part.of(house).start();
        team.awaitLinks(training);
    }

    /// In the bot's data, and in what both have logged. The relay's events name whom a wrap is for.
    private static void checkSecrets(House house, Team team) throws IOException {
        List<String> secrets = new ArrayList<>(List.of(NUMBER, NUMBER.substring(1), NAME));
        for (Training training : team.trainings())
            team.links(training)
                    .map(letter -> letter.link().getQuery().replaceFirst("^t=", ""))
                    .forEach(secrets::add);
        for (SecretKey attendee : team.attendees()) {
            secrets.add(attendee.hex());
            secrets.add(attendee.publicKey().hex());
            secrets.add(new String(attendee.publicKey().bytes(), ISO_8859_1));
            secrets.add(new Npub(attendee.publicKey()).encode());
        }
        assertThat(secrets).hasSizeGreaterThan(ATTENDEES * (4 + team.trainings().size()));
        List<Path> files = files(house.folder().resolve("data/notifier"));
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String bytes = Files.readString(file, ISO_8859_1);
            assertThat(secrets).as("what stands in " + file.getFileName()).noneMatch(bytes::contains);
        }
        assertThat(house.logs()).isNotEmpty();
        assertThat(secrets).as("what is logged").noneMatch(house.logs()::contains);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
