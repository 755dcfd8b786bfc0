package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.notifier.session.Town.TINA;
import static dev.muster.notifier.session.Town.attendee;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.kit.desk.Premises;
import dev.muster.kit.venue.Pass;
import dev.muster.kit.venue.RoomWish;
import dev.muster.kit.venue.RoomWish.Phone;
import dev.muster.kit.venue.RoomWish.Stage;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.notifier.session.Town.Link;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tina announces sessions and names no room. The bridge is another bot; Anna and Ben are invited.
@Timeout(60)
class VenuesTest {
    private static final SecretKey ANNA = SecretKey.random(RANDOM);
    private static final SecretKey BEN = SecretKey.random(RANDOM);
    private static final SecretKey EVE = SecretKey.random(RANDOM);
    private static final Tag ZDENA = Tag.of("tel", "+420777123456", "Zdena");

    @RegisterExtension
    final Town town = new Town();

    private final Bridge bridge = new Bridge(town);

    @BeforeEach
    void tomorrow() throws Exception {
        bridge.opens();
    }

    private static String ref(SecretKey who) {
        return who.publicKey().hex();
    }

    private boolean hasLetter(SecretKey who, String part) {
        town.settle();
        return town.heard(who).stream().anyMatch(it -> it.content().contains(part));
    }

    @Test
    void aSessionWithoutARoomAsksTheBridgeForOne() {
        String event = bridge.announces(attendee(ANNA), ZDENA);
        assertThat(bridge.wishes()).hasSize(1);
        RoomWish wish = bridge.wishes().getFirst();
        assertThat(wish.session()).isEqualTo(event);
        assertThat(wish.stage()).isEqualTo(Stage.PLANNED);
        assertThat(wish.starts()).isEqualTo(bridge.starts());
        assertThat(wish.phones()).extracting(Phone::number).containsExactly("+420777123456");
    }

    @Test
    void aSessionWithARoomAsksNobody() {
        town.announces("hall", bridge.starts(), attendee(ANNA));
        assertThat(bridge.wishes()).isEmpty();
        assertThat(hasLetter(ANNA, "You're invited")).isTrue();
    }

    @Test
    void theInvitationWaitsForTheAnswerAndTellsHowToCall() {
        bridge.announces(attendee(ANNA));
        Rumor asked = bridge.lastAsked();
        assertThat(hasLetter(ANNA, "You're invited")).isFalse();
        bridge.answers(asked);
        assertThat(town.letter(ANNA, "You're invited").content()).contains("By telephone: +420222333444, PIN 123 456.");
    }

    @Test
    void nobodyWaitsLongerThanTheBoundForTheBridge() {
        bridge.announces(attendee(ANNA));
        Rumor asked = bridge.lastAsked();
        assertThat(hasLetter(ANNA, "You're invited")).isFalse();
        town.passes(Duration.ofSeconds(21));
        assertThat(town.letter(ANNA, "You're invited").content()).doesNotContain("By telephone");
        bridge.answers(asked);
        town.types(TINA, "start medic");
        assertThat(town.letter(TINA, "has started").content())
                .as("what comes late counts all the same")
                .contains("https://calls.example.org/room/");
    }

    @Test
    void theLinkLeadsThroughThePageIntoTheRoomWithAPass() {
        String event = bridge.announces(attendee(ANNA));
        bridge.answers(bridge.lastAsked());
        town.answers(ANNA, event, "accepted");
        town.comes(bridge.starts());
        EventId started = town.turns(TINA, event, "live");
        Link link = town.link(ANNA);
        assertThat(town.letter(ANNA, "Join: ").content()).contains("By telephone: +420222333444");
        assertThat(town.links().look(link.room(), link.token(), Optional.empty()))
                .isInstanceOfSatisfying(Look.Open.class, open -> {
                    assertThat(open.to().dialIn()).contains(Bridge.DIAL_IN);
                    assertThat(open.to().isCounted()).isTrue();
                });
        URI way = ((Entry.In) town.links().join(link.room(), link.token(), "hers")).room();
        assertThat(way.toString()).startsWith("https://calls.example.org/room/" + link.room() + "#");
        Pass pass = Pass.read(way.getFragment(), Premises.BOT.publicKey(), town.now())
                .orElseThrow();
        assertThat(pass.ref()).isEqualTo(ref(ANNA));
        assertThat(pass.leads()).isFalse();
        assertThat(pass.until()).isEqualTo(bridge.starts().plus(Duration.ofHours(2)));
        URI hers = URI.create(town.answer(TINA, started).tags().value("room").orElseThrow());
        assertThat(Pass.read(hers.getFragment(), Premises.BOT.publicKey(), town.now())
                        .orElseThrow()
                        .leads())
                .as("who has started it leads")
                .isTrue();
        assertThat(bridge.lastAsked())
                .extracting(said -> Bridge.wish(said).stage())
                .isEqualTo(Stage.LIVE);
    }

    @Test
    void whoHasOnlyAPhoneIsTextedTheNumberToo() throws Exception {
        SecretKey texts = SecretKey.random(RANDOM);
        bridge.opens(bridge.config().asking(texts.publicKey()));
        String event = bridge.announces(ZDENA);
        bridge.answers(bridge.lastAsked());
        town.comes(bridge.starts());
        town.turns(TINA, event, "live");
        town.settle();
        assertThat(town.heard(texts))
                .singleElement()
                .satisfies(order -> assertThat(order.content())
                        .contains("{{link}}")
                        .endsWith(" Or call +420222333444, PIN 123456"));
    }

    @Test
    void itStartsWhenTheBridgeHasAnsweredAndNotBefore() {
        String event = bridge.announces(attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        Rumor asked = bridge.lastAsked();
        EventId started = town.turns(TINA, event, "live");
        assertThat(town.answer(TINA, started).content()).contains("starts as soon as there is a room");
        assertThat(town.linksOf(ANNA)).isEmpty();
        bridge.answers(asked);
        town.link(ANNA);
        assertThat(town.letter(TINA, "has started: links are on their way to 1 person"))
                .isNotNull();
    }

    @Test
    void withoutAnAnswerItGoesOnAsIfThereWereNoBridge() throws Exception {
        var usual = bridge.config();
        town.restartWith(new SessionsConfig(
                "https://meet.example.org/{room}",
                usual.zone(),
                usual.length(),
                usual.autoStart(),
                usual.reminders(),
                usual.completion(),
                usual.certificateValidity(),
                usual.keep(),
                usual.texts(),
                usual.rooms()));
        String event = bridge.announces(attendee(ANNA));
        town.answers(ANNA, event, "accepted");
        town.turns(TINA, event, "live");
        town.settle();
        assertThat(town.linksOf(ANNA)).isEmpty();
        town.passes(Duration.ofSeconds(21));
        Link link = town.link(ANNA);
        assertThat(town.links().join(link.room(), link.token(), "hers"))
                .isEqualTo(new Entry.In(URI.create("https://meet.example.org/" + link.room()), false));
        town.passes(Duration.ofSeconds(4));
        assertThat(town.letter(TINA, "Report: ").content()).contains("The bridge for rooms didn't answer in time.");
    }

    @Test
    void withoutAnAnswerAndWithoutAnotherRoomItDoesNotStart() {
        String event = bridge.announces(attendee(ANNA));
        town.turns(TINA, event, "live");
        town.settle();
        town.passes(Duration.ofSeconds(21));
        assertThat(town.letter(TINA, "has no room")).isNotNull();
        town.turns(TINA, event, "live");
        assertThat(bridge.wishes()).as("it is asked again").hasSize(2);
        bridge.answers(bridge.lastAsked());
        assertThat(town.letter(TINA, "has started")).isNotNull();
    }

    @Test
    void itStartsByItselfAlsoWithoutBeingAskedBefore() {
        String event = bridge.announces(attendee(ANNA), Tag.of("autostart", "0"));
        town.answers(ANNA, event, "accepted");
        town.settle();
        town.passes(Duration.ofSeconds(21));
        town.settle();
        town.comes(bridge.starts());
        // Asking the bot again and again would try its patience.
        Await.until(() -> bridge.asked().size() == 2);
        bridge.answers(bridge.lastAsked());
        town.link(ANNA);
    }

    @Test
    void aRefusalIsNotWaitedFor() {
        bridge.announces(attendee(ANNA));
        Rumor asked = bridge.lastAsked();
        bridge.refuses(asked, "not-allowed");
        assertThat(town.letter(ANNA, "You're invited")).isNotNull();
    }

    @Test
    void nobodyElseIsBelievedAboutRooms() {
        String event = bridge.announces(attendee(ANNA), attendee(EVE));
        bridge.answersAs(EVE, bridge.lastAsked());
        assertThat(hasLetter(ANNA, "You're invited")).isFalse();
        bridge.answers(bridge.lastAsked());
        town.answers(ANNA, event, "accepted");
        town.comes(bridge.starts());
        town.turns(TINA, event, "live");
        bridge.tells(EVE, event, new Stay(ref(ANNA), bridge.starts(), bridge.starts(), false, ""));
        assertThat(bridge.counts()).containsEntry("joined", "0");
    }

    @Test
    void whatTheBridgeCountsIsCountedOnceWhereverTheyCameFrom() {
        String event = bridge.announces(attendee(ANNA), attendee(BEN), ZDENA);
        Rumor asked = bridge.lastAsked();
        bridge.answers(asked);
        String zdena = Bridge.wish(asked).phones().getFirst().ref();
        town.answers(ANNA, event, "accepted");
        town.comes(bridge.starts());
        town.turns(TINA, event, "live");
        Link link = town.link(ANNA);
        town.links().join(link.room(), link.token(), "hers");
        assertThat(bridge.counts()).as("the door is not the room").containsEntry("joined", "0");
        town.comes(bridge.starts().plus(Duration.ofMinutes(60)));
        Instant half = bridge.starts().plus(Duration.ofMinutes(30));
        // The last word first: relays keep no order.
        bridge.tells(
                event, new Stay(ref(ANNA), bridge.starts(), bridge.starts().plus(Duration.ofMinutes(40)), true, ""));
        bridge.tells(
                event,
                new Stay(ref(ANNA), bridge.starts(), half, false, ""),
                new Stay(zdena, half, half.plus(Duration.ofMinutes(20)), true, ""),
                new Stay("caller-1", bridge.starts(), half, true, "•••4567"),
                new Stay(ref(EVE), bridge.starts(), half, true, ""));
        assertThat(bridge.counts())
                .containsEntry("joined", "3")
                .containsEntry("present", "0")
                .containsEntry("peak", "2")
                .containsEntry("average-seconds", Integer.toString((40 + 20 + 30) * 60 / 3));
        town.types(TINA, "end medic");
        town.letter(ANNA, "Your certificate");
        assertThat(town.letter(TINA, "report").tags()).isNotEmpty();
        Rumor report = bridge.report();
        assertThat(report.tags().stream()
                        .filter(tag -> tag.isNamed("attendance"))
                        .map(Tag::value))
                .containsExactlyInAnyOrder(ref(ANNA), "tel:•••3456", "tel:•••4567");
        assertThat(report.content()).contains("The room was the bridge's, also by telephone.");
        assertThat(bridge.lastAsked())
                .extracting(said -> Bridge.wish(said).stage())
                .isEqualTo(Stage.OVER);
    }

    @Test
    void anAppIsCountedAsItsOwnerOrByItsName() {
        String event = bridge.announces(attendee(ANNA));
        bridge.answers(bridge.lastAsked());
        town.answers(ANNA, event, "accepted");
        town.comes(bridge.starts());
        town.turns(TINA, event, "live");
        town.comes(bridge.starts().plus(Duration.ofMinutes(60)));
        Instant half = bridge.starts().plus(Duration.ofMinutes(30));
        bridge.tells(
                event,
                new Stay(ref(ANNA), bridge.starts(), half, true, "annas-phone"),
                new Stay(ref(EVE), bridge.starts(), half, true, "eves-phone"),
                new Stay("caller-1", bridge.starts(), half, true, "office"));
        assertThat(bridge.counts()).containsEntry("joined", "3").containsEntry("peak", "3");
        Rumor report = bridge.report();
        assertThat(report.tags().stream()
                        .filter(tag -> tag.isNamed("attendance"))
                        .map(Tag::value))
                .containsExactlyInAnyOrder(ref(ANNA), "sip:eves-phone", "sip:office");

        bridge.announces(attendee(ANNA), attendee(EVE));
        bridge.tells(event, new Stay(ref(EVE), bridge.starts(), half, true, "eves-phone"));
        assertThat(bridge.counts()).as("the same person").containsEntry("joined", "3");
    }

    @Test
    void anotherTimeOrTitleIsToldToTheBridge() {
        bridge.announces(attendee(ANNA));
        bridge.answers(bridge.lastAsked());
        town.passes(Duration.ofMinutes(1));
        bridge.isPutOffBy(Duration.ofHours(1));
        bridge.announces(attendee(ANNA));
        town.passes(Duration.ofMinutes(1));
        assertThat(bridge.wishes()).extracting(RoomWish::number).containsExactly(1L, 2L);
        assertThat(bridge.wishes().getLast().starts()).isEqualTo(bridge.starts());
        town.types(TINA, "cancel medic");
        assertThat(bridge.wishes().getLast().stage()).isEqualTo(Stage.OVER);
    }

    @Test
    void peopleAreNotMadeToWaitForLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RoomsConfig(Optional.empty(), Duration.ofMinutes(6)));
    }
}
