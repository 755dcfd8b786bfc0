package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What somebody tries who wants to get in, to start what isn't theirs, to speak for others, or just to be in the way.
/// All of it is refused, is counted, and changes nothing for the rest.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AbuseTest {
    private static final int JUNK = Boolean.getBoolean("muster.long") ? 10_000 : 500;
    private static final int ATTENDEES = 3;

    /// More than anybody needs to be turned away: on a slow machine guesses come as slowly as they are allowed again.
    private static final int GUESSES = 1_000;

    private static final int TURNED_AWAY = 10;

    @TempDir
    private Path folder;

    private final SecretKey mallory = SecretKey.random(Events.RANDOM);
    private House house;
    private Team team;
    private People strangers;

    @BeforeEach
    void begin() throws Exception {
        // All of it is to reach the bot, though it comes from one address.
        house = House.in(folder, House.SOON_READY, "relay.limits.wraps_per_second=0");
        house.relay().start();
        house.bot().start();
        team = new Team(house, ATTENDEES);
        strangers = new People(house.relayUrl(), house.botKey(), List.of(mallory));
    }

    @AfterEach
    void end() {
        strangers.close();
        team.close();
        house.close();
    }

    private double refused(String reason) throws Exception {
        return house.metric("muster_notifier_refused_total{reason=\"" + reason + "\"}");
    }

    private double distrusted(String reason) throws Exception {
        return house.metric("muster_notifier_wraps_refused_total{reason=\"" + reason + "\"}");
    }

    private Rumor saidBy(PublicKey author, int kind, Tags tags) {
        return new Rumor(author, Instant.now().getEpochSecond(), kind, tags, "");
    }

    /// A wrap for the bot with a seal of Mallory's, around what somebody else is to have said.
    private Event forged(Rumor rumor) throws Exception {
        return wrapped(sealed(rumor));
    }

    private Event sealed(Rumor rumor) throws Exception {
        String content = Nip44.encrypt(
                new String(rumor.json(), UTF_8), ConversationKey.between(mallory, house.botKey()), Events.RANDOM);
        return Events.signed(mallory, rumor.createdAt(), Kind.SEAL, Tags.NONE, content);
    }

    private Event wrapped(Event inner) throws Exception {
        return wrapped(new String(inner.json(), UTF_8));
    }

    private Event wrapped(String inner) throws Exception {
        SecretKey usedOnce = SecretKey.random(Events.RANDOM);
        String content = Nip44.encrypt(inner, ConversationKey.between(usedOnce, house.botKey()), Events.RANDOM);
        return junk(usedOnce, content);
    }

    private Event junk(SecretKey usedOnce, String content) throws Exception {
        Tags tags = Tags.of(Tag.of("p", house.botKey().hex()));
        return Events.signed(usedOnce, Instant.now().getEpochSecond(), Kind.GIFT_WRAP, tags, content);
    }

    /// Who has been heard after the others can say that they were heard.
    private void awaitHeard() throws Exception {
        team.people().answer(team.people().type(team.organizer(), "sessions"));
    }

    private String status(Training training) throws Exception {
        return team.people()
                .answer(team.people().type(team.organizer(), "show " + training.id()))
                .rumor()
                .tags()
                .first("session")
                .orElseThrow()
                .at(3);
    }

    @Test
    void onlyItsHostsStartASession() throws Exception {
        Training training = team.announced();
        SecretKey attendee = team.attendees().getFirst();
        Tags live = training.meeting("live");
        Rumor byAttendee = team.people().say(attendee, Kind.MEETING_SESSION, live, "");
        assertThat(team.people().answer(byAttendee).is("result", "refused")).isTrue();
        Rumor typed = team.people().type(attendee, "start " + training.id());
        assertThat(team.people().answer(typed).is("result", "refused")).isTrue();
        Rumor byStranger = strangers.say(mallory, Kind.MEETING_SESSION, live, "");
        assertThat(strangers.answer(byStranger).is("result", "refused")).isTrue();

        // The host of another session
        String mallorys = new Npub(mallory.publicKey()).encode();
        team.people().answer(team.people().type(team.organizer(), "grant trainer " + mallorys));
        var other = Training.by(mallory, "medic-666");
        Rumor announced = strangers.say(mallory, Kind.TIME_EVENT, other.announcement(List.of()), "");
        assertThat(strangers.answer(announced).is("result", "ok")).isTrue();
        Rumor byOtherHost = strangers.say(mallory, Kind.MEETING_SESSION, live, "");
        assertThat(strangers.answer(byOtherHost).is("result", "refused")).isTrue();

        // The host's words in somebody else's envelope
        Rumor words = saidBy(team.organizer().publicKey(), Kind.MEETING_SESSION, live);
        strangers.deliver(forged(words));
        String seal = new String(sealed(words).json(), UTF_8);
        strangers.deliver(wrapped(seal.replace(
                mallory.publicKey().hex(), team.organizer().publicKey().hex())));
        strangers.deliver(wrapped(new String(words.json(), UTF_8)));
        awaitHeard();

        assertThat(status(training)).isEqualTo("planned");
        assertThat(team.links(training)).isEmpty();
        assertThat(refused("not-allowed")).isGreaterThanOrEqualTo(3);
        assertThat(distrusted("FOREIGN_RUMOR")).isEqualTo(1);
        assertThat(distrusted("WRONG_SEAL_ID")).isEqualTo(1);
        assertThat(distrusted("NOT_SIGNED")).isEqualTo(1);

        team.start(training);
        team.awaitLinks(training);
        team.checkDelivered(training);
    }

    @Test
    void whatWasSaidOnceDoesNothingAgain() throws Exception {
        Training training = team.announced();
        Rumor live = team.sayStart(training);
        team.awaitLinks(training);
        team.people().say(team.organizer(), live);
        People.Letter ended = team.people()
                .answer(team.people().say(team.organizer(), Kind.MEETING_SESSION, training.meeting("ended"), ""));
        assertThat(ended.is("result", "ok")).isTrue();
        team.people().say(team.organizer(), live);
        awaitHeard();

        assertThat(status(training)).isEqualTo("ended");
        team.checkDelivered(training);
    }

    @Test
    void nobodyAnswersForAnother() throws Exception {
        Training training = team.announced();
        PublicKey victim = team.attendees().getFirst().publicKey();
        strangers.deliver(forged(saidBy(victim, Kind.RSVP, training.answer("declined"))));
        strangers.deliver(forged(saidBy(victim, Kind.TIME_EVENT, training.answerOfBuildIt(victim, "not_going"))));
        Rumor uninvited = strangers.say(mallory, Kind.RSVP, training.answer("accepted"), "");
        assertThat(strangers.answer(uninvited).is("result", "refused")).isTrue();
        awaitHeard();
        assertThat(distrusted("FOREIGN_RUMOR")).isEqualTo(2);
        assertThat(refused("unknown-session")).isEqualTo(1);

        team.start(training);
        team.awaitLinks(training);

        team.checkDelivered(training);
        assertThat(strangers.letters().filter(People.Letter::hasLink)).isEmpty();
    }

    @Test
    void guessedAndUsedLinksLeadNowhere() throws Exception {
        Training training = team.announced();
        team.start(training);
        team.awaitLinks(training);
        List<URI> links = team.links(training).map(People.Letter::link).toList();
        String token = links.getFirst().getQuery();
        int turnedAway = 0;
        for (int guess = 0; guess < GUESSES && turnedAway < TURNED_AWAY; guess++) {
            String other = token.substring(0, token.length() - 3) + String.format("%03d", guess);
            int status = openFrom(
                    "203.0.113.9", URI.create(links.getFirst().toString().replace(token, other)));
            assertThat(status).isIn(404, 429);
            if (status == 429) turnedAway++;
        }
        assertThat(turnedAway).isEqualTo(TURNED_AWAY);
        assertThat(house.metric("muster_page_refused_total{reason=\"unknown\"}"))
                .isGreaterThanOrEqualTo(30);
        assertThat(house.metric("muster_page_refused_total{reason=\"guessed\"}"))
                .isEqualTo(turnedAway);

        try (var owner = new Guest(links.getFirst());
                var finder = new Guest(links.getFirst());
                var other = new Guest(links.getLast())) {
            assertThat(owner.join().statusCode()).isEqualTo(303);
            assertThat(finder.join().statusCode()).isEqualTo(403);
            assertThat(finder.stays().body()).contains("false");
            assertThat(house.metric("muster_page_refused_total{reason=\"elsewhere\"}"))
                    .isEqualTo(1);
            assertThat(other.join().statusCode()).isEqualTo(303);
        }
        People.Letter report = team.people().answer(team.people().type(team.organizer(), "report " + training.id()));
        assertThat(report.count("joined")).isEqualTo(2);
    }

    private static int openFrom(String address, URI link) throws Exception {
        var request =
                HttpRequest.newBuilder(link).header("x-forwarded-for", address).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void aFloodOfJunkHoldsNobodyUp() throws Exception {
        Training training = team.announced();
        Rumor rumor = saidBy(mallory.publicKey(), Kind.CHAT_MESSAGE, Tags.NONE);
        Thread flood;
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        try (RelayClient client = RelayClient.to(house.relayUrl()).open()) {
            flood = Thread.ofVirtual().start(() -> flood(client, rumor, outcomes));
            team.start(training);
            team.awaitLinks(training);
            flood.join();
            for (var outcome : outcomes) assertThat(outcome.get().isKept()).isTrue();
        }
        awaitHeard();
        team.checkDelivered(training);
        People.await("the junk to be counted", () -> junkCounted() >= JUNK);
    }

    private double junkCounted() {
        try {
            return house.metric("muster_notifier_wraps_refused_total");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Half of it is noise, half looks like a message until its innermost envelope.
    private void flood(RelayClient client, Rumor rumor, List<CompletableFuture<Outcome>> outcomes) {
        try {
            String noise = Nip44.encrypt("?", ConversationKey.between(mallory, mallory.publicKey()), Events.RANDOM);
            for (int i = 0; i < JUNK; i++) {
                Event wrap = i % 2 == 0
                        ? junk(SecretKey.random(Events.RANDOM), noise)
                        : wrapped(new String(sealed(rumor).json(), UTF_8).replace("\"kind\":13", "\"kind\":14"));
                outcomes.add(client.submit(wrap, Duration.ofMinutes(5)));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
