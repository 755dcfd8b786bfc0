package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.notifier.session.Town.ADA;
import static dev.muster.notifier.session.Town.TINA;
import static dev.muster.notifier.session.Town.attendee;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tina is a trainer, Ada the admin; the others come, or don't.
@Timeout(60)
class SessionsTest {
    private static final SecretKey ANNA = SecretKey.random(RANDOM);
    private static final SecretKey BEN = SecretKey.random(RANDOM);
    private static final SecretKey CARLA = SecretKey.random(RANDOM);
    private static final SecretKey DORA = SecretKey.random(RANDOM);
    private static final SecretKey EVE = SecretKey.random(RANDOM);

    @RegisterExtension
    final Town town = new Town();

    private Instant starts;

    @BeforeEach
    void tomorrow() {
        starts = town.now().plus(Duration.ofHours(20));
    }

    private static List<Tag> invited(SecretKey... people) {
        return Stream.of(people).map(Town::attendee).toList();
    }

    private static String result(Rumor answer) {
        Tag result = answer.tags().first("result").orElseThrow();
        return result.elements().size() > 2 ? result.at(2) : result.value();
    }

    @Test
    void whoComesGetsOneLinkEach() {
        String event = town.announces("medic", starts, invited(ANNA, BEN, CARLA, DORA));
        town.letter(ANNA, "You're invited to Training medic");
        town.answers(ANNA, event, "accepted");
        town.says(BEN, Kind.TIME_EVENT, Tags.of(Tag.of("d", "x"), Tag.of("e", event), Tag.of("status", "going")), "");
        town.types(CARLA, "maybe");
        town.answers(DORA, event, "declined");
        town.comes(starts);
        town.turns(TINA, event, "live");
        town.turns(TINA, event, "live");
        town.settle();
        for (SecretKey coming : List.of(ANNA, BEN, CARLA))
            assertThat(town.linksOf(coming)).hasSize(1);
        assertThat(town.linksOf(DORA)).isEmpty();
        assertThat(Stream.of(ANNA, BEN, CARLA).map(who -> town.link(who).token()))
                .doesNotHaveDuplicates();
    }

    @Test
    void nobodyLearnsOfAnotherAttendee() {
        String event = town.announces("medic", starts, invited(ANNA, BEN));
        town.answers(ANNA, event, "accepted");
        town.answers(BEN, event, "accepted");
        town.comes(starts);
        town.turns(TINA, event, "live");
        town.settle();
        for (Rumor letter : town.heard(ANNA)) {
            assertThat(new String(letter.json(), java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain(BEN.publicKey().hex(), new Npub(BEN.publicKey()).encode());
        }
    }

    @Test
    void aLinkIsAMessageThatAnyClientShows_C_6() {
        String event = town.announces("medic", starts, Tag.of("start_tzid", "Europe/Prague"), attendee(ANNA));
        EventId answer = town.answers(ANNA, event, "accepted");
        town.comes(starts.plusSeconds(12 * 60));
        town.turns(TINA, event, "live");
        Rumor letter = town.letter(ANNA, "Join: ");
        assertThat(letter.kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(letter.tags().all().getFirst())
                .isEqualTo(Tag.of("p", ANNA.publicKey().hex()));
        assertThat(letter.tags().values("p")).hasSize(1);
        assertThat(letter.tags().values("e")).contains(answer.hex());
        assertThat(letter.tags().value("a")).contains(event);
        assertThat(letter.tags().value("starts")).contains(Long.toString(starts.getEpochSecond()));
        assertThat(letter.content()).contains(letter.tags().value("r").orElseThrow(), "Ends 11:00 (Europe/Prague)");
    }

    @Test
    void whoAnswersLateGetsTheirLinkAtOnce() {
        String event = town.announces("medic", starts, invited(ANNA, BEN));
        town.comes(starts);
        town.turns(TINA, event, "live");
        town.passes(Duration.ofMinutes(12));
        town.answers(ANNA, event, "accepted");
        assertThat(town.letter(ANNA, "Join: ").content()).contains("12 min ago");
        town.types(BEN, "join");
        town.letter(BEN, "Join: ");
        town.types(BEN, "Join!");
        Await.until(() -> town.linksOf(BEN).size() == 2);
        assertThat(new HashSet<>(town.linksOf(BEN)))
                .as("asked again, the same link")
                .hasSize(1);
    }

    @Test
    void afterItsEndThereAreNoLinks() {
        String event = town.announces("medic", starts, invited(ANNA));
        town.comes(starts);
        town.turns(TINA, event, "live");
        town.types(TINA, "end medic https://video.example.org/1");
        EventId asked = town.types(ANNA, "join");
        Rumor answer = town.answer(ANNA, asked);
        assertThat(result(answer)).isEqualTo("ended");
        assertThat(answer.content()).contains("https://video.example.org/1");
        assertThat(town.linksOf(ANNA)).isEmpty();
    }

    @Test
    void itStartsByItselfEvenIfNobodyWasThereAtItsTime() throws Exception {
        String event = town.announces("medic", starts, Tag.of("autostart", "15"), attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        town.settle();
        town.stop();
        town.comes(starts.minus(Duration.ofMinutes(10)));
        town.restart();
        assertThat(town.letter(ANNA, "Join: ").content()).contains("is open.");
        // The clock is set back, and passes its time once more.
        town.comes(starts.minus(Duration.ofMinutes(20)));
        town.restart();
        town.comes(starts.minus(Duration.ofMinutes(14)));
        town.restart();
        town.comes(starts);
        town.settle();
        assertThat(town.linksOf(ANNA)).hasSize(1);
    }

    @Test
    void remindersComeOnceAndNotToThoseWhoDeclined() throws Exception {
        String event = town.announces("medic", starts, Tag.of("reminder", "60"), attendee(ANNA), attendee(BEN));
        town.answers(ANNA, event, "accepted");
        town.answers(BEN, event, "declined");
        town.comes(starts.minus(Duration.ofMinutes(60)));
        assertThat(town.letter(ANNA, "Reminder: ").content()).contains("60 min");
        town.restart();
        town.settle();
        assertThat(town.heard(ANNA))
                .filteredOn(it -> it.content().contains("Reminder"))
                .hasSize(1);
        assertThat(town.heard(BEN)).noneMatch(it -> it.content().contains("Reminder"));
    }

    @Test
    void aDayBeginsAndEndsAtItsZonesMidnightAlsoWhenClocksChange() {
        town.comes(Instant.parse("2027-03-20T12:00:00Z"));
        Tags tags = Tags.of(
                Tag.of("d", "day"),
                Tag.of("title", "Open day"),
                Tag.of("start", "2027-03-28"),
                Tag.of("start_tzid", "Europe/Prague"),
                Tag.of("service", Town.ROOM),
                Tag.of("autostart", "0"),
                attendee(ANNA));
        town.says(TINA, Kind.DATE_EVENT, tags, "");
        assertThat(town.letter(ANNA, "You're invited").content()).contains("28 March, 00:00 (Europe/Prague)");
        town.types(ANNA, "yes");
        town.comes(Instant.parse("2027-03-27T23:00:00Z"));
        Rumor link = town.letter(ANNA, "Join: ");
        assertThat(link.tags().value("starts")).contains("1806188400");
    }

    @Test
    void anEventKeepsItsHourWhenItsZonesClocksChange() {
        town.comes(Instant.parse("2026-10-20T12:00:00Z"));
        Instant after = Instant.parse("2026-10-26T17:00:00Z");
        town.announces(
                "medic", after, Tag.of("start_tzid", "Europe/Prague"), Tag.of("reminder", "2880"), attendee(ANNA));
        assertThat(town.letter(ANNA, "You're invited").content()).contains("26 October, 18:00 (Europe/Prague)");
        town.types(ANNA, "yes");
        town.comes(after.minus(Duration.ofDays(2)));
        assertThat(town.letter(ANNA, "Reminder").content()).contains("2 days", "18:00 (Europe/Prague)");
    }

    @Test
    void onlyWhoLeadsItCanStartIt() {
        String event = town.announces("medic", starts, invited(ANNA));
        town.answers(ANNA, event, "accepted");
        town.settle();
        EventId forged = town.turns(EVE, event, "live");
        assertThat(result(town.answer(EVE, forged))).isEqualTo("not-allowed");
        EventId typed = town.types(ANNA, "start medic");
        assertThat(result(town.answer(ANNA, typed))).isEqualTo("not-allowed");
        assertThat(result(town.answer(EVE, town.types(EVE, "start medic")))).isEqualTo("unknown-session");
        // Eve is a trainer herself, with a session of her own.
        town.types(ADA, "grant trainer " + new Npub(EVE.publicKey()).encode());
        Tags own = Tags.of(
                Tag.of("d", "own"),
                Tag.of("title", "Own"),
                Tag.of("start", seconds(starts)),
                Tag.of("service", Town.ROOM));
        town.says(EVE, Kind.TIME_EVENT, own, "");
        EventId crossed = town.turns(EVE, event, "live");
        assertThat(result(town.answer(EVE, crossed))).isEqualTo("not-allowed");
        town.settle();
        assertThat(town.linksOf(ANNA)).isEmpty();
        assertThat(town.refusals()).contains("not-allowed", "unknown-session");
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    @Test
    void aCoHostMayStartIt() {
        String event = town.announces(
                "medic", starts, attendee(ANNA), Tag.of("p", BEN.publicKey().hex(), "", "Host"));
        town.answers(ANNA, event, "accepted");
        EventId command = town.types(BEN, "start medic");
        assertThat(result(town.answer(BEN, command))).isEqualTo("ok");
        town.link(ANNA);
        town.settles();
        town.passes(Duration.ofSeconds(4));
        assertThat(town.letter(BEN, "Report: ").tags().values("e")).contains(command.hex());
    }

    @Test
    void whatWasSaidBeforeTheEndDoesNotStartItAgain() {
        String event = town.announces("medic", starts, attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        var live = new Rumor(
                TINA.publicKey(),
                town.now().getEpochSecond(),
                Kind.MEETING_SESSION,
                Tags.of(Tag.of("d", "medic"), Tag.of("a", event), Tag.of("status", "live")),
                "");
        town.sessions().hear(live.sign(TINA, RANDOM));
        town.link(ANNA);
        town.passes(Duration.ofMinutes(5));
        town.types(TINA, "end medic");
        town.types(ANNA, "no");
        // A relay still has it.
        town.sessions().hear(live.sign(TINA, RANDOM));
        town.settle();
        assertThat(town.linksOf(ANNA)).hasSize(1);
        assertThat(result(town.answer(ANNA, town.types(ANNA, "join")))).isEqualTo("ended");
    }

    @Test
    void onlyTrainersAnnounce() {
        EventId said = town.says(
                EVE,
                Kind.TIME_EVENT,
                Tags.of(Tag.of("d", "e"), Tag.of("title", "Eve's"), Tag.of("start", seconds(starts)), attendee(ANNA)),
                "");
        assertThat(result(town.answer(EVE, said))).isEqualTo("not-allowed");
        town.settle();
        assertThat(town.heard(ANNA)).isEmpty();
    }

    @Test
    void whoIsNotInvitedLearnsNothingOfAPrivateSession() {
        String event = town.announces("medic", starts, attendee(ANNA));
        Rumor known = town.answer(EVE, town.answers(EVE, event, "accepted"));
        Rumor unknown = town.answer(EVE, town.answers(EVE, event + "x", "accepted"));
        assertThat(known.content()).isEqualTo(unknown.content());
        assertThat(town.answer(EVE, town.types(EVE, "join medic")).content()).isEqualTo(unknown.content());
        assertThat(town.answer(EVE, town.types(EVE, "yes " + event)).content()).isEqualTo(unknown.content());
    }

    @Test
    void everybodyMayComeToAPublicOne() {
        Tags tags = Tags.of(
                Tag.of("d", "open"),
                Tag.of("title", "Open"),
                Tag.of("start", seconds(starts)),
                Tag.of("service", Town.ROOM));
        town.publishes(TINA, Kind.TIME_EVENT, tags, "");
        String event = Kind.TIME_EVENT + ":" + TINA.publicKey().hex() + ":open";
        Tags coming = Tags.of(Tag.of("a", event), Tag.of("d", "r"), Tag.of("status", "accepted"));
        town.publishes(EVE, Kind.RSVP, coming, "");
        town.publishes(EVE, Kind.RSVP, coming, "");
        town.types(TINA, "start open");
        town.settle();
        assertThat(town.linksOf(EVE)).hasSize(1);
        assertThat(town.sessions().watched().events()).containsExactly(event);
    }

    @Test
    void whatIsPublishedAndHeardFirstLeavesTheRoomToTheMessage() {
        Tags open = Tags.of(Tag.of("d", "medic"), Tag.of("title", "Training medic"), Tag.of("start", seconds(starts)));
        town.publishes(TINA, Kind.TIME_EVENT, open, "");
        String event = town.announces("medic", starts, attendee(ANNA));
        town.publishes(TINA, Kind.TIME_EVENT, open, "");
        town.letter(ANNA, "You're invited");
        town.types(TINA, "start medic");
        town.answers(EVE, event, "accepted");
        town.link(EVE);
    }

    @Test
    void aLongGuestListMayArriveInAnyOrder() {
        String event = town.announces("medic", starts, attendee(ANNA));
        town.letter(ANNA, "You're invited");
        Tags earlier = Tags.of(
                Tag.of("d", "medic"),
                Tag.of("title", "Old title"),
                Tag.of("start", seconds(starts)),
                Tag.of("tel", "+420777123456", "Zdena"),
                attendee(BEN));
        var part = new Rumor(TINA.publicKey(), town.now().getEpochSecond() - 1, Kind.TIME_EVENT, earlier, "");
        town.says(part);
        assertThat(town.letter(BEN, "You're invited").content()).contains("Training medic");
        assertThat(town.answer(TINA, part.id()).content()).contains("1 person");
        assertThat(town.answer(TINA, town.types(TINA, "show medic")).content()).contains("1 by telephone");
        town.answers(BEN, event, "accepted");
        town.types(TINA, "start medic");
        town.link(BEN);
    }

    @Test
    void whatIsPublishedAfterItWasSaidIsPublic() {
        String event = town.announces("medic", starts, attendee(ANNA));
        assertThat(town.sessions().watched().events()).isEmpty();
        Tags tags = Tags.of(Tag.of("d", "medic"), Tag.of("title", "Training medic"), Tag.of("start", seconds(starts)));
        town.publishes(TINA, Kind.TIME_EVENT, tags, "");
        assertThat(town.sessions().watched().events()).containsExactly(event);
        town.types(TINA, "start medic");
        town.answers(EVE, event, "accepted");
        assertThat(town.letter(EVE, "Join: ").content()).contains("has started");
    }

    @Test
    void buildItsAnswersNameAPrivateSessionByItsIdentifier_B06() {
        town.announces("medic", starts, attendee(ANNA));
        Tags going = Tags.of(Tag.of("d", "medic:anna"), Tag.of("e", "medic"), Tag.of("status", "going"));
        assertThat(result(town.answer(ANNA, town.says(ANNA, Kind.TIME_EVENT, going, ""))))
                .isEqualTo("ok");
        assertThat(result(town.answer(EVE, town.says(EVE, Kind.TIME_EVENT, going, ""))))
                .isEqualTo("unknown-session");
        town.types(TINA, "start medic");
        town.settle();
        assertThat(town.linksOf(ANNA)).hasSize(1);
        assertThat(town.linksOf(EVE)).isEmpty();
    }

    @Test
    void buildItsEventsAndAnswersAreUnderstood_B06() {
        String content = "{\"_v\":\"1.0.0\",\"title\":\"Assembly\",\"description\":\"Bring water\",\"startAt\":"
                + seconds(starts) + ",\"maxAttendees\":20,\"coHosts\":[\""
                + BEN.publicKey().hex() + "\"]}";
        Tags event = Tags.of(
                Tag.of("d", "0b54"),
                Tag.of("title", "Assembly"),
                Tag.of("start", seconds(starts)),
                Tag.of("location", Town.ROOM));
        town.publishes(TINA, Kind.DATE_EVENT, event, content);
        for (var answer :
                Map.of(ANNA, "going", CARLA, "maybe", DORA, "not_going").entrySet()) {
            Tags tags = Tags.of(
                    Tag.of("d", "0b54:" + answer.getKey().publicKey().hex()),
                    Tag.of("e", "0b54"),
                    Tag.of("status", answer.getValue()));
            town.publishes(answer.getKey(), Kind.TIME_EVENT, tags, "");
        }
        assertThat(result(town.answer(BEN, town.types(BEN, "start")))).isEqualTo("ok");
        town.settle();
        assertThat(town.linksOf(ANNA)).hasSize(1);
        assertThat(town.linksOf(CARLA)).hasSize(1);
        assertThat(town.linksOf(DORA)).isEmpty();
        town.types(BEN, "end");
        Await.until(() -> town.heard(BEN).stream().anyMatch(it -> it.kind() == 24_350));
        String analytics = town.heard(BEN).stream()
                .filter(it -> it.kind() == 24_350)
                .findFirst()
                .orElseThrow()
                .content();
        assertThat(analytics).contains("\"totalRecipients\":2", "\"delivered\":2");
    }

    @Test
    void whatBuildItSaysOfAHybridEventCounts_B06() throws Exception {
        SessionsConfig usual = SessionsConfig.DEFAULT;
        town.restartWith(new SessionsConfig(
                "https://rooms.example.org/{room}",
                usual.zone(),
                usual.length(),
                usual.autoStart(),
                usual.reminders(),
                usual.completion(),
                usual.certificateValidity(),
                usual.keep(),
                usual.texts(),
                usual.rooms()));
        String content = "{\"title\":\"Hybrid\",\"startAt\":" + seconds(starts)
                + ",\"timezone\":\"America/New_York\",\"maxAttendees\":50,\"virtualConfig\":{\"_v\":\"1.0.0\",\"enabled\":true,"
                + "\"conferenceRoomId\":\"9d2f\",\"autoStartMinutes\":5,\"maxVirtualAttendees\":1}}";
        town.says(
                TINA,
                Kind.DATE_EVENT,
                Tags.of(Tag.of("d", "h"), Tag.of("start", seconds(starts)), attendee(ANNA), attendee(BEN)),
                content);
        assertThat(town.letter(ANNA, "You're invited").content()).contains("(America/New_York)");
        town.types(ANNA, "yes");
        assertThat(town.answer(BEN, town.types(BEN, "yes")).content()).contains("waiting list");
        assertThat(town.answer(TINA, town.types(TINA, "show h")).content()).contains("https://rooms.example.org/9d2f");
        town.comes(starts.minus(Duration.ofMinutes(5)));
        town.link(ANNA);
    }

    @Test
    void buildItsInvitationByMessageAnnouncesToo_B03() {
        String content = "{\"type\":\"event_invitation\",\"eventId\":\"77aa\",\"title\":\"Picket\",\"startAt\":"
                + seconds(starts) + ",\"inviterPubkey\":\"" + TINA.publicKey().hex() + "\",\"message\":\"Come!\"}";
        Tags tags = Tags.of(Tag.of("type", "event_invitation"), Tag.of("e", "77aa"));
        assertThat(town.answer(TINA, town.says(TINA, Kind.CHAT_MESSAGE, tags, content))
                        .content())
                .startsWith("Picket is announced");
        town.passes(Duration.ofSeconds(1));
        town.publishes(
                TINA,
                Kind.DATE_EVENT,
                Tags.of(
                        Tag.of("d", "77aa"),
                        Tag.of("title", "Picket"),
                        Tag.of("start", seconds(starts)),
                        Tag.of("location", Town.ROOM)),
                "");
        town.passes(Duration.ofSeconds(1));
        town.says(TINA, Kind.CHAT_MESSAGE, tags.with("n", "2"), content);
        assertThat(town.answer(TINA, town.types(TINA, "show 77aa")).content())
                .as("an invitation says less than the announcement")
                .contains("Room: https://meet.example.org/");
        assertThat(result(town.answer(EVE, town.says(EVE, Kind.CHAT_MESSAGE, tags, content))))
                .isEqualTo("not-allowed");
    }

    @Test
    void whenItIsFullPeopleWaitAndMoveUpInOrder() {
        String event = town.announces(
                "medic",
                starts,
                Stream.concat(invited(ANNA, BEN, CARLA).stream(), Stream.of(Tag.of("capacity", "1")))
                        .toList());
        town.answers(ANNA, event, "accepted");
        town.passes(Duration.ofMinutes(1));
        assertThat(town.answer(BEN, town.answers(BEN, event, "accepted")).content())
                .contains("waiting list");
        town.passes(Duration.ofMinutes(1));
        town.answers(CARLA, event, "accepted");
        town.passes(Duration.ofMinutes(1));
        town.answers(ANNA, event, "declined");
        town.letter(BEN, "There is a place for you now");
        town.types(TINA, "start medic");
        town.settle();
        assertThat(town.linksOf(ANNA)).isEmpty();
        assertThat(town.linksOf(BEN)).hasSize(1);
        assertThat(town.linksOf(CARLA)).isEmpty();
        town.types(BEN, "no");
        town.link(CARLA);
    }

    @Test
    void theLaterAnswerCountsInWhicheverOrderTheyArrive() {
        String event = town.announces("medic", starts, attendee(ANNA));
        Tags no = Tags.of(Tag.of("a", event), Tag.of("d", "r"), Tag.of("status", "declined"));
        var earlier = new Rumor(ANNA.publicKey(), town.now().getEpochSecond() - 60, Kind.RSVP, no, "");
        town.answers(ANNA, event, "accepted");
        town.says(earlier);
        town.types(TINA, "start medic");
        town.link(ANNA);
    }

    @Test
    void whoIsComingHearsWhenItIsMovedOrCancelled() {
        String event = town.announces("medic", starts, invited(ANNA, BEN));
        town.answers(ANNA, event, "accepted");
        town.answers(BEN, event, "declined");
        town.passes(Duration.ofMinutes(1));
        town.announces("medic", starts.plus(Duration.ofHours(1)), invited(ANNA, BEN));
        assertThat(town.letter(ANNA, "has been moved to").content()).contains("09:00 (UTC)");
        town.types(TINA, "cancel medic");
        town.letter(ANNA, "is cancelled");
        town.settle();
        assertThat(town.heard(BEN)).noneMatch(it -> it.content().contains("moved"));
        assertThat(town.heard(ANNA))
                .filteredOn(it -> it.content().contains("You're invited"))
                .hasSize(1);
        assertThat(result(town.answer(TINA, town.types(TINA, "start medic")))).isEqualTo("ended");
    }

    @Test
    void whoSaysStopHearsNoMoreUntilTheyWriteAgain() {
        String event = town.announces("medic", starts, attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        town.types(ANNA, "stop");
        town.types(TINA, "start medic");
        town.settle();
        assertThat(town.linksOf(ANNA)).isEmpty();
        town.types(ANNA, "join");
        town.link(ANNA);
    }

    @Test
    void aWordWithoutASessionMeansTheOneThatItFits() {
        String first = town.announces("one", starts, attendee(ANNA));
        town.announces("two", starts.plus(Duration.ofDays(1)), attendee(ANNA));
        Rumor latest = town.answer(ANNA, town.types(ANNA, "yes"));
        assertThat(latest.content()).as("the one that we wrote about last").contains("Training two");
        Rumor invitation = town.letter(ANNA, "Training one");
        Rumor replied = town.answer(
                ANNA, town.types(ANNA, "maybe", Tag.of("e", invitation.id().hex(), "", "reply")));
        assertThat(replied.content()).contains("Training one");
        assertThat(town.answer(ANNA, town.types(ANNA, "no Training ONE")).content())
                .contains("Training one");
        assertThat(town.answer(ANNA, town.types(ANNA, "yes", Tag.of("a", first)))
                        .content())
                .contains("Training one");
        assertThat(result(town.answer(TINA, town.types(TINA, "start")))).isEqualTo("ambiguous");
    }

    @Test
    void whatItCannotReadIsAnsweredWithTheReason() {
        EventId said = town.says(
                TINA, Kind.TIME_EVENT, Tags.of(Tag.of("d", "x"), Tag.of("title", "X"), Tag.of("start", "soon")), "");
        Rumor answer = town.answer(TINA, said);
        assertThat(result(answer)).isEqualTo("bad-input");
        assertThat(answer.content()).contains("start", "soon");
        assertThat(result(town.answer(ANNA, town.types(ANNA, "hello there")))).isEqualTo("not-understood");
        assertThat(town.answer(ANNA, town.types(ANNA, "help")).content())
                .contains("yes [session]")
                .doesNotContain("grant");
        assertThat(town.answer(ADA, town.types(ADA, "help")).content()).contains("grant <role> <npub>");
    }

    @Test
    void withoutARoomItDoesNotStart() {
        Tags tags = Tags.of(Tag.of("d", "bare"), Tag.of("title", "Bare"), Tag.of("start", seconds(starts)));
        EventId said = town.says(TINA, Kind.TIME_EVENT, tags, "");
        assertThat(town.answer(TINA, said).content()).contains("no room yet");
        assertThat(result(town.answer(TINA, town.types(TINA, "start bare")))).isEqualTo("no-room");
        Tags room = Tags.of(Tag.of("d", "hall"), Tag.of("room", "Hall"), Tag.of("service", Town.ROOM));
        town.publishes(TINA, Kind.MEETING_SPACE, room, "");
        String hall = Kind.MEETING_SPACE + ":" + TINA.publicKey().hex() + ":hall";
        String event = Kind.TIME_EVENT + ":" + TINA.publicKey().hex() + ":bare";
        EventId live = town.says(
                TINA,
                Kind.MEETING_SESSION,
                Tags.of(Tag.of("d", "s"), Tag.of("a", hall), Tag.of("a", event), Tag.of("status", "live")),
                "");
        assertThat(result(town.answer(TINA, live))).isEqualTo("ok");
    }

    @Test
    void theReportSaysWhomTheLinksReachedAndWhoWasThere_C_7() {
        String event = town.announces("medic", starts, invited(ANNA, BEN, CARLA, DORA));
        for (SecretKey who : List.of(ANNA, BEN, CARLA)) town.answers(who, event, "accepted");
        town.comes(starts);
        EventId command = town.turns(TINA, event, "live");
        for (SecretKey who : List.of(ANNA, BEN, CARLA)) town.link(who);
        town.settles();
        town.passes(Duration.ofSeconds(4));
        Rumor first = town.letter(TINA, "Report: ");
        assertThat(first.tags().values("e")).contains(command.hex());
        assertThat(counts(first))
                .containsEntry("recipients", "3")
                .containsEntry("sent", "3")
                .containsEntry("invited", "1");
        join(ANNA);
        join(BEN);
        stay(List.of(ANNA, BEN), Duration.ofMinutes(40));
        leave(BEN);
        join(CARLA);
        stay(List.of(ANNA, CARLA), Duration.ofMinutes(10));
        EventId asked = town.types(TINA, "report medic");
        assertThat(counts(town.answer(TINA, asked)))
                .containsEntry("joined", "3")
                .containsEntry("present", "2")
                .containsEntry("peak", "2")
                .containsEntry("average-seconds", Long.toString((50 + 40 + 10) * 60 / 3));
        town.types(TINA, "end medic");
        town.passes(Duration.ofSeconds(4));
        assertThat(town.letter(TINA, "(ended)").content()).contains("3 joined, at most 2 at a time, 33 min on average");
        town.settle();
        assertThat(town.heard(TINA))
                .as("only what is worth it")
                .filteredOn(it -> it.content().startsWith("Report: "))
                .hasSize(3);
    }

    private static Map<String, String> counts(Rumor report) {
        return report.tags().stream()
                .filter(tag -> tag.isNamed("count"))
                .collect(Collectors.toMap(tag -> tag.at(1), tag -> tag.at(2)));
    }

    private void join(SecretKey who) {
        Town.Link link = town.link(who);
        assertThat(town.links().join(link.room(), link.token(), "browser of " + who.publicKey()))
                .isInstanceOf(Entry.In.class);
    }

    private void leave(SecretKey who) {
        Town.Link link = town.link(who);
        town.links().leave(link.room(), link.token(), "browser of " + who.publicKey());
    }

    private void stay(List<SecretKey> people, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMinutes(1)) {
            town.passes(Duration.ofMinutes(1));
            for (SecretKey who : people) {
                Town.Link link = town.link(who);
                assertThat(town.links().isThere(link.room(), link.token(), "browser of " + who.publicKey()))
                        .isTrue();
            }
        }
    }

    @Test
    void whoWasThereLongEnoughGetsACertificate() {
        String event = town.announces("medic", starts, Tag.of("completion", "30"), attendee(ANNA), attendee(BEN));
        for (SecretKey who : List.of(ANNA, BEN)) town.answers(who, event, "accepted");
        town.comes(starts);
        town.turns(TINA, event, "live");
        join(ANNA);
        stay(List.of(ANNA), Duration.ofMinutes(10));
        join(BEN);
        stay(List.of(ANNA, BEN), Duration.ofMinutes(20));
        town.types(TINA, "end medic");
        Rumor letter = town.letter(ANNA, "You have completed Training medic");
        String code = letter.tags().value("certificate").orElseThrow();
        Certificate certificate = town.sessions()
                .certificates()
                .find(code.toLowerCase(java.util.Locale.ROOT).replace("-", " "))
                .orElseThrow();
        assertThat(certificate.person()).isEqualTo(ANNA.publicKey());
        assertThat(certificate.isValid(town.now())).isTrue();
        town.settle();
        assertThat(town.heard(BEN)).noneMatch(it -> it.content().contains("completed"));
        assertThat(result(town.answer(ANNA, town.types(ANNA, "certificate revoke " + code))))
                .isEqualTo("not-allowed");
        assertThat(result(town.answer(TINA, town.types(TINA, "certificate revoke " + code))))
                .isEqualTo("ok");
        assertThat(town.sessions().certificates().find(code).orElseThrow().isValid(town.now()))
                .isFalse();
    }

    @Test
    void presenceThatAClientReportsCountsToo() {
        String event = town.announces("medic", starts, invited(ANNA, BEN));
        town.answers(ANNA, event, "accepted");
        town.comes(starts);
        town.turns(TINA, event, "live");
        for (int minute = 0; minute < 5; minute++) {
            town.says(ANNA, Kind.ROOM_PRESENCE, Tags.of(Tag.of("a", event)), "");
            town.says(EVE, Kind.ROOM_PRESENCE, Tags.of(Tag.of("a", event)), "");
            town.passes(Duration.ofMinutes(1));
        }
        assertThat(counts(town.answer(TINA, town.types(TINA, "report medic"))))
                .containsEntry("joined", "1")
                .containsEntry("peak", "1")
                .containsEntry("average-seconds", "300");
    }

    @Test
    void telephoneContactsAreKeptForTheBridgesAndShownMasked() {
        town.announces("medic", starts, attendee(ANNA), Tag.of("tel", "+420 777 123 456", "Zdena"));
        Rumor shown = town.answer(TINA, town.types(TINA, "show medic"));
        assertThat(shown.tags().first("contact")).contains(Tag.of("contact", "•••3456", "Zdena"));
        assertThat(shown.content()).contains("1 invited, 1 by telephone");
    }

    @Test
    void aSessionIsForgottenAfterAWhile() throws Exception {
        String event = town.announces("medic", starts, attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        town.comes(starts);
        town.turns(TINA, event, "live");
        Town.Link link = town.link(ANNA);
        town.comes(starts.plus(Duration.ofHours(2)));
        assertThat(town.answer(ANNA, town.types(ANNA, "join")).content()).contains("has ended");
        town.comes(starts.plus(Duration.ofDays(91)));
        Await.until(
                () -> town.links().look(link.room(), link.token(), java.util.Optional.empty()) instanceof Look.Unknown);
        assertThat(town.answer(TINA, town.types(TINA, "sessions")).content()).isEqualTo("You have no sessions.");
    }

    @Test
    void whoFloodsTheBotIsNotListenedTo() {
        for (int at = 0; at < 130; at++) town.types(EVE, "hello");
        assertThat(town.refusals()).contains("flood");
        assertThat(town.answer(ANNA, town.types(ANNA, "help")).content()).contains("What you can type");
    }

    @Test
    void resultsAreDistinct() {
        Set<String> usages = Stream.of(Word.values()).map(Word::line).collect(Collectors.toSet());
        assertThat(usages).hasSize(Word.values().length);
    }
}
