package dev.muster.notifier.session;

import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.notifier.session.Town.TINA;
import static dev.muster.notifier.session.Town.attendee;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.session.Town.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Zdena and Yusuf have only a phone; Anna, Ben, Carla and Dora have keys. The bridge is another bot.
@Timeout(60)
class TextsTest {
    private static final SecretKey BRIDGE = SecretKey.random(RANDOM);
    private static final SecretKey ANNA = SecretKey.random(RANDOM);
    private static final SecretKey BEN = SecretKey.random(RANDOM);
    private static final SecretKey CARLA = SecretKey.random(RANDOM);
    private static final SecretKey DORA = SecretKey.random(RANDOM);
    private static final Tag ZDENA = Tag.of("tel", "+420777123456", "Zdena");
    private static final Tag YUSUF = Tag.of("tel", "tel:+12025550123", "Yusuf");

    @RegisterExtension
    final Town town = new Town();

    private Instant starts;

    @BeforeEach
    void tomorrow() throws Exception {
        starts = town.now().plus(Duration.ofHours(20));
        town.restartWith(SessionsConfig.DEFAULT.asking(BRIDGE.publicKey()));
    }

    private String started(Tag... guests) {
        String event = town.announces("medic", starts, guests);
        town.comes(starts);
        town.turns(TINA, event, "live");
        return event;
    }

    private List<Rumor> orders() {
        town.settle();
        return town.heard(BRIDGE).stream()
                .filter(said -> said.kind() == Kind.BUILDIT_BROADCAST)
                .toList();
    }

    private Rumor order() {
        assertThat(orders()).hasSize(1);
        return orders().getFirst();
    }

    private static List<Tag> recipients(Rumor order) {
        return order.tags().stream().filter(tag -> tag.isNamed("to")).toList();
    }

    private static Tag recipient(Rumor order, String to) {
        return recipients(order).stream()
                .filter(tag -> tag.value().equals(to))
                .findFirst()
                .orElseThrow();
    }

    private void says(SecretKey who, Rumor order, Tag... fates) {
        var tags = new ArrayList<>(List.of(fates));
        tags.add(Tag.of("broadcast", order.id().hex(), "sending"));
        town.says(who, Kind.CHAT_MESSAGE, new Tags(tags), "");
    }

    private static Tag fate(Tag recipient, String word, String why) {
        return Tag.of("delivery", recipient.at(2), "sms", word, "1796061600", why);
    }

    private Rumor report() {
        return town.answer(TINA, town.types(TINA, "report medic"));
    }

    private static List<String> line(Rumor report, String whom) {
        return report.tags().stream()
                .filter(tag -> tag.isNamed("delivery")
                        && tag.value().equals(whom)
                        && tag.at(2).equals("sms"))
                .map(tag -> Stream.of(tag.at(3), tag.at(5)).toList())
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void whoHasOnlyAPhoneGetsALinkOfTheirOwn_C_6() {
        started(ZDENA, YUSUF, attendee(ANNA));
        Rumor order = order();
        assertThat(order.content()).contains("{{link}}").doesNotContain("medic", "Zdena");
        assertThat(order.tags().value("expiration"))
                .contains(Long.toString(starts.plus(Duration.ofHours(2)).getEpochSecond()));
        assertThat(recipients(order))
                .extracting(Tag::value)
                .containsExactlyInAnyOrder("tel:+420777123456", "tel:+12025550123");
        assertThat(recipients(order)).extracting(tag -> tag.at(3)).doesNotHaveDuplicates();

        Link link = Link.of(recipient(order, "tel:+12025550123").at(3));
        assertThat(town.links().look(link.room(), link.token(), Optional.empty()))
                .isInstanceOf(Look.Open.class);
        assertThat(town.links().join(link.room(), link.token(), "his browser")).isInstanceOf(Entry.In.class);
        Rumor report = report();
        assertThat(line(report, "tel:•••0123")).containsExactly("joined", "");
        assertThat(report.tags().all())
                .anySatisfy(tag -> assertThat(tag.elements()).startsWith("attendance", "tel:•••0123"))
                .contains(Tag.of("count", "recipients", "2"), Tag.of("count", "joined", "1"));
        assertThat(new String(report.json(), UTF_8)).doesNotContain("2025550123", "777123456");
    }

    @Test
    void whatBecomesOfTextsIsReported_C_7() {
        started(ZDENA, YUSUF);
        Rumor order = order();
        Tag zdena = recipient(order, "tel:+420777123456");
        Tag yusuf = recipient(order, "tel:+12025550123");
        says(BRIDGE, order, fate(zdena, "queued", ""), fate(yusuf, "blocked", "no_consent"));
        says(BRIDGE, order, fate(zdena, "sent", ""));
        assertThat(line(report(), "tel:•••3456")).containsExactly("sent", "");
        says(BRIDGE, order, fate(zdena, "delivered", ""));
        // Messages overtake each other.
        says(BRIDGE, order, fate(zdena, "sent", ""));
        Rumor report = report();
        assertThat(line(report, "tel:•••3456")).containsExactly("delivered", "");
        assertThat(line(report, "tel:•••0123")).containsExactly("blocked", "no_consent");
        assertThat(report.content()).contains("2 people to get a link: 1 reached, 1 failed. 1 by text.");
        assertThat(report.tags().all()).contains(Tag.of("count", "texted", "1"), Tag.of("count", "failed", "1"));
    }

    @Test
    void aTextThatACarrierTookMayFailAllTheSame() {
        started(ZDENA);
        Rumor order = order();
        Tag zdena = recipients(order).getFirst();
        says(BRIDGE, order, fate(zdena, "sent", ""), fate(zdena, "failed", "34"));
        assertThat(line(report(), "tel:•••3456")).containsExactly("failed", "34");
    }

    @Test
    void onlyTheBridgeIsBelieved() {
        started(ZDENA);
        Rumor order = order();
        says(BEN, order, fate(recipients(order).getFirst(), "delivered", ""));
        assertThat(line(report(), "tel:•••3456")).containsExactly("queued", "");
    }

    @Test
    void whatTheBridgeRefusesHasFailed() {
        started(ZDENA);
        Rumor order = order();
        var no = Tags.of(Tag.of("e", order.id().hex(), "", "reply"), Tag.of("result", "refused", "not-allowed"));
        town.says(BRIDGE, Kind.CHAT_MESSAGE, no, "Only organizers send texts.");
        assertThat(line(report(), "tel:•••3456")).containsExactly("failed", "the bridge refuses: not-allowed");
        // A bot that answers a bot would be answered.
        assertThat(town.heard(BRIDGE)).allMatch(said -> said.kind() == Kind.BUILDIT_BROADCAST);
    }

    @Test
    void withoutABridgeTheReportSaysWhyNobodyWasTexted() throws Exception {
        town.restartWith(SessionsConfig.DEFAULT);
        started(ZDENA);
        Rumor report = report();
        assertThat(line(report, "tel:•••3456")).containsExactly("failed", Texts.NO_BRIDGE);
        assertThat(report.content()).contains("Not reached: 1 person", Texts.NO_BRIDGE);
        assertThat(orders()).isEmpty();
    }

    @Test
    void whoIsNamedLaterIsTextedAtOnceAndNobodyTwice() {
        started(ZDENA);
        Rumor first = order();
        town.passes(Duration.ofMinutes(5));
        town.announces("medic", starts, ZDENA, YUSUF);
        List<Rumor> orders = orders();
        assertThat(orders).hasSize(2).contains(first);
        assertThat(orders.stream().flatMap(order -> recipients(order).stream()).map(Tag::value))
                .containsExactlyInAnyOrder("tel:+420777123456", "tel:+12025550123");
    }

    @Test
    void whoHasAKeyIsTextedIfTheyWantItAndHaveNotOpenedTheirLink_C_6() throws Exception {
        for (SecretKey who : List.of(ANNA, BEN, CARLA)) town.wantsTexts(who, Duration.ofMinutes(2));
        List<SecretKey> all = List.of(ANNA, BEN, CARLA, DORA);
        String event =
                town.announces("medic", starts, all.stream().map(Town::attendee).toList());
        for (SecretKey who : all) town.answers(who, event, "accepted");
        town.comes(starts);
        town.turns(TINA, event, "live");
        Link bens = town.link(BEN);
        assertThat(town.links().look(bens.room(), bens.token(), Optional.empty()))
                .isInstanceOf(Look.Open.class);
        town.passes(Duration.ofSeconds(60));
        town.answers(CARLA, event, "declined");
        // What is to come is remembered.
        town.restart();
        assertThat(orders()).isEmpty();
        town.passes(Duration.ofSeconds(61));
        Await.until(() -> !town.heard(BRIDGE).isEmpty());
        Rumor order = order();
        String anna = ANNA.publicKey().hex();
        assertThat(recipients(order))
                .containsExactly(Tag.of("to", anna, anna, town.linksOf(ANNA).getLast()));

        says(BRIDGE, order, fate(recipients(order).getFirst(), "blocked", "no_number"));
        Rumor report = report();
        assertThat(line(report, anna)).containsExactly("blocked", "no_number");
        // Her letter has arrived all the same.
        assertThat(report.tags().all()).contains(Tag.of("count", "failed", "0"));
    }

    @Test
    void whoSaidStopIsNotTextedEither() {
        String event = town.announces("medic", starts, attendee(ANNA), attendee(BEN));
        for (SecretKey who : List.of(ANNA, BEN)) {
            town.wantsTexts(who, Duration.ofMinutes(2));
            town.answers(who, event, "accepted");
        }
        town.comes(starts);
        town.turns(TINA, event, "live");
        town.types(ANNA, "stop");
        town.passes(Duration.ofMinutes(3));
        Await.until(() -> !town.heard(BRIDGE).isEmpty());
        assertThat(recipients(order()))
                .extracting(Tag::value)
                .containsExactly(BEN.publicKey().hex());
    }

    @Test
    void whenItIsOverWhatHasNotGoneIsCalledOff() {
        started(ZDENA, YUSUF);
        Rumor order = order();
        says(BRIDGE, order, fate(recipient(order, "tel:+12025550123"), "sent", ""));
        town.types(TINA, "end medic");
        List<Rumor> all = orders();
        assertThat(all).hasSize(2);
        assertThat(all.stream().map(Rumor::content))
                .contains("{\"broadcastId\":\"" + order.id().hex() + "\",\"status\":\"cancelled\"}");
        Rumor report = report();
        assertThat(line(report, "tel:•••3456")).containsExactly("expired", "it was over");
        assertThat(line(report, "tel:•••0123")).containsExactly("sent", "");
        Link link = Link.of(recipient(order, "tel:+12025550123").at(3));
        assertThat(town.links().look(link.room(), link.token(), Optional.empty()))
                .isInstanceOf(Look.Ended.class);
    }

    @Test
    void aLinkOnAPhoneCanBeTakenBack() {
        started(ZDENA);
        Link link = Link.of(recipients(order()).getFirst().at(3));
        Rumor answer = town.answer(TINA, town.types(TINA, "revoke link medic +420777123456"));
        assertThat(answer.content()).contains("doesn't work any more");
        assertThat(town.links().look(link.room(), link.token(), Optional.empty()))
                .isInstanceOf(Look.Revoked.class);
    }

    @Test
    void aCertificateGoesToThePhone() {
        started(ZDENA);
        Link link = Link.of(recipients(order()).getFirst().at(3));
        town.links().join(link.room(), link.token(), "her browser");
        for (int minute = 0; minute < 40; minute++) {
            town.passes(Duration.ofMinutes(1));
            assertThat(town.links().isThere(link.room(), link.token(), "her browser"))
                    .isTrue();
        }
        town.types(TINA, "end medic");
        List<Rumor> orders = orders();
        assertThat(orders).hasSize(2);
        Rumor certificate = orders.getLast();
        assertThat(recipients(certificate).getFirst().value()).isEqualTo("tel:+420777123456");
        assertThat(recipients(certificate).getFirst().at(3)).startsWith("https://join.example.org/certificate/");
    }

    @Test
    void manyAreOrderedInMessagesThatFit() {
        Tag[] guests = IntStream.range(0, 250)
                .mapToObj(i -> Tag.of("tel", String.format(Locale.ROOT, "+1202555%04d", i)))
                .toArray(Tag[]::new);
        started(guests);
        List<Rumor> orders = orders();
        assertThat(orders).hasSize(3).allMatch(order -> order.json().length < 32_000);
        Set<String> numbers = new HashSet<>();
        for (Rumor order : orders) recipients(order).forEach(tag -> numbers.add(tag.value()));
        assertThat(numbers).hasSize(250);
    }

    @Test
    void theTextCostsOneTextAndATitleMakesNoGap() {
        String link = "https://texts.group.example.org/s/" + "x".repeat(12);
        String footer = "\nText STOP to end.";
        assertThat(TextsConfig.DEFAULT.about("Medic 101").replace("{{link}}", link) + footer)
                .hasSizeLessThanOrEqualTo(160);
        var titled = new TextsConfig(Optional.empty(), "{{title}}: {{link}}");
        assertThat(titled.about("Medic {{name}}")).isEqualTo("Medic name: {{link}}");
        assertThatIllegalArgumentException().isThrownBy(() -> new TextsConfig(Optional.empty(), "Come!"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextsConfig(Optional.empty(), "{{name}}, come: {{link}}"));
    }
}
