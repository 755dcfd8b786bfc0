package dev.muster.sms.broadcast;

import static dev.muster.sms.Exchange.ANA;
import static dev.muster.sms.Exchange.BEN;
import static dev.muster.sms.Exchange.MAX;
import static dev.muster.sms.Exchange.OLGA;
import static dev.muster.sms.Exchange.ROBOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sms.Exchange;
import dev.muster.sms.broadcast.Broadcast.Status;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.contact.Contact;
import dev.muster.sms.send.Ceilings;
import dev.muster.sms.send.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class BroadcastsTest {
    @RegisterExtension
    private final Exchange exchange = new Exchange();

    private Order order(String text, Optional<String> list, boolean isEmergency, Recipient... people) {
        return new Order(
                "b",
                Optional.of(OLGA.publicKey()),
                "Training",
                text,
                list,
                List.of(people),
                isEmergency,
                exchange.now(),
                Duration.ofHours(12),
                Optional.empty());
    }

    private static Recipient recipient(PhoneNumber number, String name) {
        return new Recipient(Optional.of(number), "", name, Optional.empty(), Map.of("name", name));
    }

    private void orders(Order order) {
        exchange.data().ledger().alter(change -> {
            var _ = exchange.rooms().broadcasts().order(change, order);
        });
    }

    private Broadcasts.Standing standing(String id) {
        return exchange.rooms().broadcasts().get(exchange.data().ledger(), id).orElseThrow();
    }

    private void awaits(String id, Status status) {
        Await.until(() -> standing(id).broadcast().status() == status);
    }

    @Test
    void eachGetsTheirOwnTextAndWhoHasNotAgreedGetsNone() {
        exchange.agrees(ANA);
        orders(order("Hello {{name}}.", Optional.empty(), false, recipient(ANA, "Ana"), recipient(BEN, "Ben")));
        awaits("b", Status.SENT);

        assertThat(exchange.telco.texts()).containsExactly("Hello Ana.\nText STOP to end.");
        Figures figures = standing("b").figures();
        assertThat(figures.total()).isEqualTo(2);
        assertThat(figures.count(State.SENT)).isEqualTo(1);
        assertThat(figures.count(State.BLOCKED)).isEqualTo(1);
        assertThat(figures.reasons()).containsExactly(Map.entry("blocked:no_consent", 1));
    }

    @Test
    void R5_twoSpellingsOfANumberAreOneRecipient() {
        exchange.agrees(ANA);
        orders(order("Hello.", Optional.empty(), false, recipient(ANA, "Ana"), recipient(ANA, "Anna")));
        awaits("b", Status.SENT);
        assertThat(standing("b").figures().total()).isEqualTo(1);
    }

    private Estimate estimate(Order order) {
        return exchange.rooms().broadcasts().estimate(exchange.data().ledger(), order);
    }

    @Test
    void R8_theEstimateIsWhatItCostsInTheEnd() {
        exchange.agrees(ANA);
        Recipient linked = new Recipient(
                Optional.of(ANA),
                "",
                "",
                Optional.of(URI.create("https://join.example.org/conference/1?t=2")),
                Map.of("name", "Ana"));
        Order order = order("{{name}}: " + "x".repeat(110), Optional.empty(), false, linked, recipient(BEN, "Ben"));
        Estimate estimate = estimate(order);

        // 115 characters, the link, and how to get no more: the template alone would have fitted into one.
        assertThat(estimate.texts()).isEqualTo(1);
        assertThat(estimate.segments()).isEqualTo(2);
        assertThat(estimate.cost()).isEqualTo(20);
        assertThat(estimate.refused()).containsExactly(Map.entry("no_consent", 1));
        orders(order);
        awaits("b", Status.SENT);
        assertThat(standing("b").figures().segments()).isEqualTo(estimate.segments());
        assertThat(standing("b").figures().spent()).isEqualTo(estimate.cost());
    }

    @Test
    void R8_theEstimateSaysWhatMakesItDear() {
        exchange.agrees(ANA);
        Estimate estimate = estimate(order("Schůze — “dnes”", Optional.empty(), false, recipient(ANA, "Ana")));
        assertThat(estimate.dear()).contains("ů");

        Estimate plain = estimate(order("“Today” — at six…", Optional.empty(), false, recipient(ANA, "Ana")));
        assertThat(plain.dear()).isEmpty();
    }

    @Test
    void R9_whoHasOrderedItIsToldOnceThatTheMoneyIsSpent() throws Exception {
        exchange.mayCost(new Ceilings(15, 0, 0));
        for (int i = 0; i < 5; i++) exchange.agrees(number(i));
        Recipient[] people = IntStream.range(0, 5)
                .mapToObj(i -> recipient(number(i), "N" + i))
                .toArray(Recipient[]::new);
        Order order = order("Hello.", Optional.empty(), false, people);
        assertThat(estimate(order).isTooMuch()).isTrue();
        orders(order);
        Await.until(() -> standing("b").figures().count(State.HELD) == 4);
        exchange.passes(Duration.ofSeconds(3));
        Await.until(() -> exchange.heard(OLGA).stream().anyMatch(BroadcastsTest::isReport));
        exchange.passes(Duration.ofHours(1));
        exchange.looks();

        assertThat(exchange.heard(OLGA))
                .filteredOn(BroadcastsTest::isReport)
                .singleElement()
                .satisfies(report -> assertThat(report.content()).contains("4 held", "ceilings"));
        assertThat(exchange.telco.heard()).hasSize(1);
    }

    private static PhoneNumber number(int i) {
        return new PhoneNumber(String.format(Locale.ROOT, "+1202555%04d", i));
    }

    @Test
    void R59_theSumIsAlwaysTheTotal() {
        Random random = new Random(7);
        exchange.data().ledger().alter(change -> {
            for (int i = 0; i < 400; i++) {
                boolean isNew = exchange.rooms()
                        .contacts()
                        .put(change, "all", new Contact(number(i), "N" + i, Optional.empty(), Map.of()));
                assertThat(isNew).isTrue();
            }
        });
        for (int i = 0; i < 400; i++) if (random.nextInt(4) > 0) exchange.agrees(number(i));
        orders(order("Hello {{name}}.", Optional.of("all"), false));
        while (standing("b").broadcast().status() != Status.SENT) {
            Figures figures = standing("b").figures();
            int sum = figures.states().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(sum).isEqualTo(figures.total());
            int size = exchange.telco.heard().size();
            if (size > 0 && random.nextBoolean()) {
                String id = "telco-" + (1 + random.nextInt(size));
                exchange.reports(id, random.nextBoolean() ? Incoming.State.DELIVERED : Incoming.State.FAILED);
            }
        }
        Figures figures = standing("b").figures();
        assertThat(figures.total()).isEqualTo(400);
        assertThat(figures.waiting()).isZero();
        assertThat(exchange.telco.heard()).hasSize(400 - figures.count(State.BLOCKED));
    }

    @Test
    void whatIsCancelledGoesNoFurther() {
        exchange.telco.isReady(false);
        exchange.agrees(ANA);
        orders(order("Hello.", Optional.empty(), false, recipient(ANA, "Ana"), recipient(BEN, "Ben")));
        Await.until(() -> standing("b").broadcast().spread() == 2);
        exchange.orders(OLGA, Kind.CHAT_MESSAGE, Tags.NONE, "cancel b");
        assertThat(standing("b").broadcast().status()).isEqualTo(Status.CANCELLED);
        exchange.telco.isReady(true);
        Await.until(() -> standing("b").figures().count(State.CANCELLED) == 1);
        assertThat(exchange.telco.heard()).isEmpty();
        assertThat(standing("b").figures().waiting()).isZero();
    }

    @Test
    void whatIsCalledOffBeforeItIsOrderedGoesToNobody() {
        exchange.agrees(ANA);
        String off = "{\"broadcastId\":\"b\",\"status\":\"cancelled\"}";
        exchange.orders(OLGA, Kind.BUILDIT_BROADCAST, Tags.NONE, off);
        orders(order("Hello.", Optional.empty(), false, recipient(ANA, "Ana")));
        assertThat(standing("b").broadcast().status()).isEqualTo(Status.CANCELLED);
        assertThat(standing("b").figures().count(State.CANCELLED)).isEqualTo(1);
        exchange.looks();
        assertThat(exchange.telco.heard()).isEmpty();
    }

    @Test
    void onlyWhoHasOrderedItCallsItOff() {
        exchange.telco.isReady(false);
        exchange.agrees(ANA);
        orders(order("Hello.", Optional.empty(), false, recipient(ANA, "Ana")));
        Await.until(() -> standing("b").broadcast().spread() == 1);
        String off = "{\"broadcastId\":\"b\",\"status\":\"cancelled\"}";
        exchange.orders(ROBOT, Kind.BUILDIT_BROADCAST, Tags.NONE, off);
        assertThat(standing("b").broadcast().status()).isEqualTo(Status.SENDING);
        exchange.orders(OLGA, Kind.BUILDIT_BROADCAST, Tags.NONE, off);
        assertThat(standing("b").broadcast().status()).isEqualTo(Status.CANCELLED);
        exchange.telco.isReady(true);
        Await.until(() -> standing("b").figures().count(State.CANCELLED) == 1);
        assertThat(exchange.telco.heard()).isEmpty();
    }

    @Test
    void R24_peopleAreWokenOnlyIfSomebodyStandsUpForIt() {
        exchange.agrees(ANA);
        exchange.isNightUntil(exchange.now().plus(Duration.ofHours(8)));
        orders(order("Leave now.", Optional.empty(), true, recipient(ANA, "Ana")));
        assertThat(standing("b").broadcast().status()).isEqualTo(Status.UNCONFIRMED);
        exchange.orders(OLGA, Kind.CHAT_MESSAGE, Tags.NONE, "confirm b");
        awaits("b", Status.SENT);
        assertThat(exchange.telco.texts()).containsExactly("Leave now.\nText STOP to end.");
    }

    @Test
    void anOrderByWrapIsDoneAndReportedToItsAuthor() {
        exchange.agrees(ANA);
        var tags = Tags.of(
                Tag.of("to", "tel:" + ANA.e164(), "ana-1", "https://example.org/conference/5?t=Zk3", "name=Ana"),
                Tag.of("to", "tel:" + BEN.e164(), "ben-1", "https://example.org/conference/5?t=Zk4", "name=Ben"));
        exchange.orders(OLGA, Kind.BUILDIT_BROADCAST, tags, "{{name}}, we have begun: {{link}}");
        Await.until(() -> exchange.telco.texts().size() == 1);

        String text = exchange.telco.texts().getFirst();
        assertThat(text).matches("(?s)Ana, we have begun: https://sms\\.example\\.org/s/[A-Za-z0-9_-]{12}\n.*");
        String token = text.replaceAll("(?s).*/s/([A-Za-z0-9_-]{12}).*", "$1");
        assertThat(exchange.rooms().shortLinks().to(exchange.data().ledger(), token))
                .hasValueSatisfying(link -> assertThat(link).hasToString("https://example.org/conference/5?t=Zk3"));
        Await.until(() -> exchange.rooms().broadcasts().all(exchange.data().ledger()).stream()
                .allMatch(standing -> standing.broadcast().status() == Status.SENT));
        exchange.passes(Duration.ofSeconds(3));
        Await.until(() -> exchange.heard(OLGA).stream().anyMatch(BroadcastsTest::isReport));
        Rumor report = exchange.heard(OLGA).stream()
                .filter(BroadcastsTest::isReport)
                .findFirst()
                .orElseThrow();
        assertThat(report.tags().all())
                .anySatisfy(tag -> assertThat(tag.elements()).startsWith("delivery", "ben-1", "sms", "blocked"))
                .anySatisfy(tag -> assertThat(tag.elements()).containsExactly("count", "blocked:no_consent", "1"));
        assertThat(report.content()).doesNotContain("555");
    }

    private static boolean isReport(Rumor rumor) {
        return rumor.tags().first("count").isPresent();
    }

    @Test
    void R60_onlyOrganizersSendTexts() {
        exchange.agrees(ANA);
        var tags = Tags.of(Tag.of("to", "tel:" + ANA.e164()));
        exchange.orders(MAX, Kind.BUILDIT_BROADCAST, tags, "Hello.");
        exchange.looks();
        assertThat(exchange.refusals()).containsExactly("not-allowed");
        assertThat(exchange.telco.heard()).isEmpty();
    }

    @Test
    void repliesAndOptOutsCountOnce() {
        exchange.agrees(ANA);
        orders(order("Hello.", Optional.empty(), false, recipient(ANA, "Ana")));
        awaits("b", Status.SENT);
        for (int i = 0; i < 3; i++) exchange.says(ANA, "I'm coming");
        for (int i = 0; i < 3; i++) exchange.says(ANA, "stop");
        assertThat(standing("b").figures().replied()).isEqualTo(1);
        assertThat(standing("b").figures().optedOut()).isEqualTo(1);
    }

    @Test
    void whatIsHeldForTheMorningIsCancelledAtOnce() {
        for (int i = 0; i < 120; i++) exchange.agrees(number(i));
        exchange.isNightUntil(exchange.now().plus(Duration.ofHours(8)));
        orders(order(
                "Hello.",
                Optional.empty(),
                false,
                IntStream.range(0, 120)
                        .mapToObj(i -> recipient(number(i), "N" + i))
                        .toArray(Recipient[]::new)));
        Await.until(() -> standing("b").figures().count(State.HELD) == 120);
        exchange.data()
                .ledger()
                .alter(change -> assertThat(exchange.rooms().broadcasts().cancel(change, "b"))
                        .isTrue());

        Await.until(() -> standing("b").figures().count(State.CANCELLED) == 120);
    }

    @Test
    void whatComesAgainIsANewOneEachTime() {
        exchange.agrees(ANA);
        var weekly = new Order(
                "w",
                Optional.empty(),
                "",
                "Meeting tonight.",
                Optional.empty(),
                List.of(recipient(ANA, "Ana")),
                false,
                exchange.now(),
                Duration.ofHours(12),
                Optional.of(Duration.ofDays(7)));
        orders(weekly);
        awaits("w", Status.SENT);
        exchange.passes(Duration.ofDays(7));
        Await.until(() -> exchange.telco.texts().size() == 2);
        Await.until(() ->
                exchange.rooms().broadcasts().all(exchange.data().ledger()).size() == 3);
    }

    private Order cards(Recipient... people) {
        Order order = order("Join us.", Optional.empty(), false, people);
        return new Order(
                order.id(),
                order.by(),
                order.title(),
                order.text(),
                order.list(),
                order.recipients(),
                false,
                order.at(),
                order.validity(),
                order.every(),
                Optional.of(new Card("Training", "Tonight", Optional.empty(), Optional.empty())));
    }

    private void delivered(int number) {
        Outgoing message = exchange.telco.heard().get(number - 1);
        exchange.hears(new Incoming.Receipt(
                "telco",
                Optional.of(message.id()),
                List.of("telco-" + number),
                Incoming.State.DELIVERED,
                "",
                Optional.empty(),
                Optional.of(message.means())));
    }

    @Test
    void R49_itIsCountedOnceWhatACardWentBy() {
        exchange.agrees(ANA);
        exchange.agrees(BEN);
        exchange.telco.carries(Means.RCS);
        exchange.telco.answers(new Answer.TextOnly("63106"));
        orders(cards(recipient(ANA, "Ana"), recipient(BEN, "Ben")));
        exchange.awaitsHandedOver(3);
        awaits("b", Status.SENT);
        delivered(2);
        delivered(3);
        delivered(3);

        assertThat(standing("b").figures().channels())
                .isEqualTo(Map.of("requested:rcs", 2, "delivered:rcs", 1, "delivered:sms", 1, "fallback", 1));
        assertThat(standing("b").figures().count(State.DELIVERED)).isEqualTo(2);
    }

    @Test
    void R49_whereNobodyCarriesCardsTheirTextGoes() {
        exchange.agrees(ANA);
        orders(cards(recipient(ANA, "Ana")));
        awaits("b", Status.SENT);

        assertThat(exchange.telco.heard()).extracting(Outgoing::means).containsExactly(Means.SMS);
        assertThat(standing("b").figures().channels()).isEqualTo(Map.of("requested:rcs", 1, "fallback", 1));
    }

    @Test
    void R49_buildItsFieldsMakeACardAndItsButtonLeadsWhereEachOnesLinkDoes() {
        exchange.agrees(ANA);
        exchange.telco.carries(Means.RCS);
        String content =
                "{\"_v\":\"1.0.0\",\"broadcastId\":\"c\",\"content\":\"Join: {{link}}\",\"cardTitle\":\"Training\","
                        + "\"cardDescription\":\"Tonight\",\"imageURL\":\"https://example.org/1.png\"}";
        var tags = new Tags(List.of(Tag.of("to", "tel:" + ANA.e164(), "Ana", "https://example.org/join")));
        exchange.orders(OLGA, Kind.BUILDIT_BROADCAST, tags, content);
        awaits("c", Status.SENT);

        Outgoing message = exchange.telco.heard().getFirst();
        Card card = message.card().orElseThrow();
        assertThat(card.title()).isEqualTo("Training");
        assertThat(card.description()).isEqualTo("Tonight");
        assertThat(card.picture()).hasValue(URI.create("https://example.org/1.png"));
        assertThat(message.text()).startsWith("Join: " + card.action().orElseThrow());
    }
}
