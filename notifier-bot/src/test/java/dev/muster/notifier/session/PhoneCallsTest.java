package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.notifier.session.Town.TINA;
import static dev.muster.notifier.session.Town.attendee;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.venue.RoomWish.Phone;
import dev.muster.kit.venue.Stays.Stay;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Zdena and Yusuf have only a telephone. If Tina wants it, they are called when the session has begun without them.
@Timeout(60)
class PhoneCallsTest {
    private static final SecretKey ANNA = SecretKey.random(RANDOM);
    private static final Tag ZDENA = Tag.of("tel", "+420777123456", "Zdena");
    private static final Tag YUSUF = Tag.of("tel", "+420777123457", "Yusuf");
    private static final Tag LATE = Tag.of("tel", "+420777123458", "Late");
    private static final Tag LATER = Tag.of("tel", "+420777123459", "Later");
    private static final Tag IN_FIVE_MINUTES = Tag.of("call", "5");

    @RegisterExtension
    final Town town = new Town();

    private final Bridge bridge = new Bridge(town);

    @BeforeEach
    void tomorrow() throws Exception {
        bridge.opens();
    }

    /// A session that goes on in a room of the bridge's.
    private String goesOn(Tag... more) {
        String event = bridge.announces(more);
        bridge.answers(bridge.lastAsked());
        town.comes(bridge.starts());
        town.turns(TINA, event, "live");
        return event;
    }

    private static List<String> called(Rumor order) {
        return order.tags().values("to");
    }

    private static String refOf(Rumor order, Tag guest) {
        return order.tags().stream()
                .filter(tag -> tag.isNamed("to") && tag.value().equals("tel:" + guest.value()))
                .map(tag -> tag.at(2))
                .findFirst()
                .orElseThrow();
    }

    private void isBlocked(SecretKey texts, Rumor text, Tag guest) {
        String at = Long.toString(town.now().getEpochSecond());
        town.says(
                texts,
                Kind.CHAT_MESSAGE,
                Tags.of(
                        Tag.of("broadcast", text.id().hex(), "sending"),
                        Tag.of("delivery", refOf(text, guest), "sms", "blocked", at, "opted_out")),
                "");
    }

    @Test
    void whoHasOnlyAPhoneAndIsNotThereIsCalledOnce() {
        String event = goesOn(attendee(ANNA), ZDENA, YUSUF, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(4));
        town.settle();
        assertThat(bridge.orders()).isEmpty();
        String zdena = Bridge.wish(bridge.lastAsked()).phones().stream()
                .filter(phone -> phone.number().equals(ZDENA.value()))
                .map(Phone::ref)
                .findFirst()
                .orElseThrow();
        bridge.tells(event, new Stay(zdena, bridge.starts(), town.now(), false, ""));
        town.passes(Duration.ofMinutes(1));
        Await.until(() -> bridge.orders().size() == 1);
        Rumor order = bridge.orders().getFirst();
        assertThat(called(order)).containsExactly("tel:+420777123457");
        assertThat(order.tags().values("a")).containsExactly(event);
        bridge.replies(order, Tag.of("result", "ok"), Tag.of("call", "some-call", refOf(order, YUSUF)));
        assertThat(bridge.counts()).containsEntry("called", "1");
        town.passes(Duration.ofSeconds(4));
        Rumor report = town.letter(TINA, "Called by telephone: 1 person.");
        assertThat(report.tags().stream()
                        .filter(tag -> tag.isNamed("delivery") && tag.at(2).equals("call")))
                .singleElement()
                .satisfies(line -> assertThat(line.elements()).startsWith("delivery", "tel:•••3457", "call", "sent"));

        town.passes(Duration.ofMinutes(10));
        bridge.announces(attendee(ANNA), ZDENA, YUSUF, LATE, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(3));
        bridge.announces(attendee(ANNA), ZDENA, YUSUF, LATE, LATER, IN_FIVE_MINUTES);
        town.settle();
        assertThat(bridge.orders())
                .as("whoever was invited since has as long as the others")
                .hasSize(1);
        town.passes(Duration.ofMinutes(2));
        Await.until(() -> bridge.orders().size() == 2);
        assertThat(called(bridge.orders().getLast())).containsExactly("tel:" + LATE.value());
        town.passes(Duration.ofMinutes(3));
        Await.until(() -> bridge.orders().size() == 3);
        assertThat(called(bridge.orders().getLast())).contains("tel:" + LATER.value());
    }

    @Test
    void whomTheBridgeDoesNotCallIsReported() {
        goesOn(ZDENA, YUSUF, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        Rumor order = bridge.orders().getFirst();
        bridge.replies(
                order,
                Tag.of("result", "ok"),
                Tag.of("call", "some-call", refOf(order, ZDENA)),
                Tag.of("refused", "premium", refOf(order, YUSUF)));
        town.settle();
        town.passes(Duration.ofSeconds(4));
        town.letter(TINA, "Called by telephone: 1 person; 1 person couldn't be called.");
        assertThat(bridge.counts()).containsEntry("called", "1");
    }

    @Test
    void whereTheBridgeRefusesNobodyIsCalled() {
        goesOn(ZDENA, YUSUF, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        bridge.refuses(bridge.orders().getFirst(), "no-trunk");
        town.settle();
        town.passes(Duration.ofSeconds(4));
        town.letter(TINA, "Called by telephone: 0 people; 2 people couldn't be called.");
    }

    @Test
    void whomTheBridgeCannotCallNowItIsAskedForAgain() {
        goesOn(ZDENA, YUSUF, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        Rumor first = bridge.orders().getFirst();
        bridge.replies(
                first,
                Tag.of("result", "ok"),
                Tag.of("call", "some-call", refOf(first, ZDENA)),
                Tag.of("refused", "too_many_calls", refOf(first, YUSUF)));
        town.settle();
        town.passes(Duration.ofMinutes(1));
        Await.until(() -> bridge.orders().size() == 2);
        Rumor second = bridge.orders().getLast();
        assertThat(called(second)).containsExactly("tel:+420777123457");
        bridge.refuses(second, "closing");
        town.settle();
        town.passes(Duration.ofMinutes(1));
        Await.until(() -> bridge.orders().size() == 3);
        Rumor third = bridge.orders().getLast();
        bridge.replies(third, Tag.of("result", "ok"), Tag.of("call", "another-call", refOf(third, YUSUF)));
        assertThat(bridge.counts()).containsEntry("called", "2");
    }

    @Test
    void whoIsLetInEarlyIsNotCalledEarly() {
        bridge.announces(ZDENA, IN_FIVE_MINUTES, Tag.of("autostart", "15"));
        bridge.answers(bridge.lastAsked());
        town.comes(bridge.starts().minus(Duration.ofMinutes(15)));
        town.letter(TINA, "has started");
        town.comes(bridge.starts().plus(Duration.ofMinutes(4)));
        town.settle();
        assertThat(bridge.orders()).isEmpty();
        town.passes(Duration.ofMinutes(1));
        Await.until(() -> bridge.orders().size() == 1);
    }

    @Test
    void nobodyIsCalledWhoWasNotMeantTo() {
        goesOn(ZDENA);
        town.passes(Duration.ofMinutes(30));
        town.settle();
        town.types(TINA, "end medic");
        assertThat(bridge.orders()).as("nobody has said so").isEmpty();
    }

    @Test
    void whatIsOverIsNotCalledFor() {
        goesOn(ZDENA, IN_FIVE_MINUTES);
        town.types(TINA, "end medic");
        town.passes(Duration.ofMinutes(6));
        town.settle();
        town.passes(Duration.ofMinutes(1));
        town.letter(TINA, "has ended");
        assertThat(bridge.orders()).isEmpty();
    }

    @Test
    void whoMayNotBeTextedIsNotCalledEither() throws Exception {
        SecretKey texts = SecretKey.random(RANDOM);
        bridge.opens(bridge.config().asking(texts.publicKey()));
        goesOn(ZDENA, YUSUF, IN_FIVE_MINUTES);
        Await.until(() -> !town.heard(texts).isEmpty());
        Rumor text = town.heard(texts).getFirst();
        isBlocked(texts, text, YUSUF);
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        assertThat(called(bridge.orders().getFirst())).containsExactly("tel:" + ZDENA.value());
    }

    @Test
    void anOrderThatNobodyHasReadIsGivenAgain() {
        goesOn(ZDENA, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        assertThat(bridge.counts()).containsEntry("called", "0");
        town.passes(Duration.ofMinutes(2));
        Await.until(() -> bridge.orders().size() == 2);
        Rumor second = bridge.orders().getLast();
        bridge.replies(second, Tag.of("result", "ok"), Tag.of("call", "some-call", refOf(second, ZDENA)));
        bridge.refuses(bridge.orders().getFirst(), "stale");
        town.settle();
        town.passes(Duration.ofMinutes(10));
        town.settle();
        assertThat(bridge.orders()).hasSize(2);
        assertThat(bridge.counts()).containsEntry("called", "1");
    }

    @Test
    void oneNumberThatIsRefusedForGoodStopsNobodyElse() {
        goesOn(ZDENA, YUSUF, IN_FIVE_MINUTES);
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        Rumor order = bridge.orders().getFirst();
        bridge.replies(
                order,
                Tag.of("result", "refused", "prefix_not_allowed"),
                Tag.of("refused", "prefix_not_allowed", refOf(order, ZDENA)),
                Tag.of("refused", "too_many_calls", refOf(order, YUSUF)));
        town.settle();
        town.passes(Duration.ofMinutes(1));
        Await.until(() -> bridge.orders().size() == 2);
        assertThat(called(bridge.orders().getLast())).containsExactly("tel:" + YUSUF.value());
        town.types(TINA, "end medic");
        assertThat(bridge.report().content()).contains("Called by telephone: 0 people; 2 people couldn't be called.");
    }

    @Test
    void whoseLinkWasTakenBackIsNotCalled() {
        goesOn(ZDENA, YUSUF, IN_FIVE_MINUTES);
        town.answer(TINA, town.types(TINA, "revoke link medic " + ZDENA.value()));
        town.passes(Duration.ofMinutes(5));
        Await.until(() -> bridge.orders().size() == 1);
        assertThat(called(bridge.orders().getFirst())).containsExactly("tel:" + YUSUF.value());
    }

    @Test
    void whoIsCalledAtOnceIsCalledWhenItIsKnownThatTheyMayBe() throws Exception {
        SecretKey texts = SecretKey.random(RANDOM);
        bridge.opens(bridge.config().asking(texts.publicKey()));
        goesOn(ZDENA, YUSUF, Tag.of("call", "0"));
        Await.until(() -> !town.heard(texts).isEmpty());
        Rumor text = town.heard(texts).getFirst();
        town.settle();
        assertThat(bridge.orders()).isEmpty();
        isBlocked(texts, text, YUSUF);
        town.settle();
        town.passes(Duration.ofSeconds(30));
        Await.until(() -> bridge.orders().size() == 1);
        assertThat(called(bridge.orders().getFirst())).containsExactly("tel:" + ZDENA.value());
    }

    @Test
    void anotherTimeOrPatienceCountsAlsoWhenItGoesOn() {
        bridge.announces(ZDENA, IN_FIVE_MINUTES, Tag.of("autostart", "15"));
        bridge.answers(bridge.lastAsked());
        town.comes(bridge.starts().minus(Duration.ofMinutes(15)));
        town.letter(TINA, "has started");
        bridge.isPutOffBy(Duration.ofMinutes(60));
        bridge.announces(ZDENA, IN_FIVE_MINUTES, Tag.of("autostart", "15"));
        town.settle();
        town.comes(bridge.starts().minus(Duration.ofMinutes(50)));
        town.settle();
        assertThat(bridge.orders()).as("it was put off").isEmpty();
        bridge.announces(ZDENA, Tag.of("call", "20"), Tag.of("autostart", "15"));
        town.settle();
        town.comes(bridge.starts().plus(Duration.ofMinutes(19)));
        town.settle();
        assertThat(bridge.orders()).as("they have longer now").isEmpty();
        town.passes(Duration.ofMinutes(1));
        Await.until(() -> bridge.orders().size() == 1);
    }
}
