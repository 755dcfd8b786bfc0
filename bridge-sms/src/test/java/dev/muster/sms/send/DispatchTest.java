package dev.muster.sms.send;

import static dev.muster.sms.Exchange.ANA;
import static dev.muster.sms.Exchange.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.client.Await;
import dev.muster.sms.Exchange;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.Purpose;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class DispatchTest {
    private static final URI PICTURE = URI.create("https://sms.example.org/m/t");

    @RegisterExtension
    private final Exchange exchange = new Exchange();

    @Test
    void whoHasAgreedGetsATextOnce() {
        exchange.agrees(ANA);
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(text.id(), State.SENT);

        assertThat(exchange.telco.heard()).singleElement().satisfies(outgoing -> {
            assertThat(outgoing.to()).isEqualTo(ANA);
            assertThat(outgoing.from()).isEqualTo(Exchange.OUR);
            assertThat(outgoing.text()).isEqualTo("We begin at six.");
        });
    }

    @Test
    void theSameIdIsOneText() {
        exchange.agrees(ANA);
        Draft draft = Draft.of("once", ANA, "We begin at six.", Purpose.MESSAGE, later());
        exchange.sends(draft);
        exchange.sends(draft);
        exchange.awaits("once", State.SENT);
        exchange.sends(draft);
        exchange.settles();

        assertThat(exchange.telco.heard()).hasSize(1);
    }

    @Test
    void whatWaitedForACarrierThatIsGoneGoesByAnother() throws Exception {
        exchange.agrees(ANA);
        exchange.agrees(BEN);
        exchange.telco.isReady(false);
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.losesTelco(ANA.e164());
        exchange.awaits(text.id(), State.SENT);

        assertThat(exchange.other.heard()).hasSize(1);
        assertThat(exchange.sends(BEN, "We begin at six.").reason()).isEqualTo("no_carrier");
    }

    @Test
    void whereThereIsNoOtherCarrierThatIsSaid() throws Exception {
        exchange.agrees(ANA);
        exchange.telco.isReady(false);
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.losesTelco("+1999");

        exchange.awaits(text.id(), State.BLOCKED);
        assertThat(exchange.text(text.id()).reason()).isEqualTo("no_carrier");
    }

    private Instant later() {
        return exchange.now().plus(Duration.ofHours(12));
    }

    @Test
    void R20_withoutConsentNothingGoes() {
        Text text = exchange.sends(ANA, "We begin at six.");

        assertThat(text.state()).isEqualTo(State.BLOCKED);
        assertThat(text.reason()).isEqualTo("no_consent");
        assertThat(exchange.telco.heard()).isEmpty();
    }

    @Test
    void R14_whoHasOptedOutIsBlockedAlsoWhenTheTextWaitsAlready() {
        exchange.agrees(ANA);
        exchange.telco.isReady(false);
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.says(ANA, "stop");
        exchange.telco.isReady(true);
        exchange.awaits(text.id(), State.BLOCKED);

        assertThat(exchange.text(text.id()).reason()).isEqualTo("opt_out");
        assertThat(exchange.sends(ANA, "We begin at seven.").state()).isEqualTo(State.BLOCKED);
        exchange.passes(Duration.ofSeconds(1));
        Await.until(() -> exchange.telco.texts().size() == 1);
        assertThat(exchange.telco.texts()).singleElement().asString().startsWith("You get no more texts");
    }

    @Test
    void R15_whoHasOptedOutGetsNothingByAnyCarrierOrFromAnySender() throws Exception {
        var abroad = new PhoneNumber("+420602123456");
        exchange.usesOther("+420");
        exchange.agrees(abroad);
        assertThat(exchange.sends(abroad, "We begin at six.").carrier()).isEqualTo("other");
        exchange.hears(new Incoming.Said("telco", "said-1", abroad.e164(), Exchange.OUR, "STOP", List.of(), false));

        assertThat(exchange.sends(abroad, "We begin at seven.").reason()).isEqualTo("opt_out");
        Draft answer = Draft.of("answer", abroad, "Yes.", Purpose.CONVERSATION, later())
                .from(Exchange.OUR);
        assertThat(exchange.sends(answer).reason()).isEqualTo("opt_out");
    }

    @Test
    void R16_theCarrierKnowsThatSomebodyHasOptedOut() {
        exchange.agrees(ANA);
        exchange.telco.answers(new Answer.Refused("21610", "opted out", true));
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(text.id(), State.BLOCKED);

        assertThat(exchange.rooms().optOuts().of(exchange.data().ledger(), ANA))
                .map(OptOut::source)
                .contains(OptOut.Source.CARRIER);
    }

    @Test
    void R22_R25_atNightItIsHeldAndGoesInTheMorningOrNever() {
        exchange.agrees(ANA);
        Instant morning = exchange.now().plus(Duration.ofHours(8));
        exchange.isNightUntil(morning);
        Text inTime = exchange.sends(ANA, "We begin at six.");
        Text tooLate = exchange.sends(
                Draft.of("late", ANA, "Now!", Purpose.MESSAGE, exchange.now().plusSeconds(60)));
        exchange.awaits(inTime.id(), State.HELD);
        exchange.passes(Duration.ofSeconds(2));
        exchange.awaits(tooLate.id(), State.HELD);
        assertThat(exchange.text(inTime.id()).reason()).isEqualTo("quiet");

        exchange.isDay();
        exchange.comes(morning);
        exchange.awaits(inTime.id(), State.SENT);
        exchange.awaits(tooLate.id(), State.EXPIRED);
        assertThat(exchange.telco.texts()).containsExactly("We begin at six.");
    }

    @Test
    void R24_anEmergencyAndAnAnswerGoAtNightToo() {
        exchange.agrees(ANA);
        exchange.isNightUntil(exchange.now().plus(Duration.ofHours(8)));
        var emergency = new Draft(
                "emergency", ANA, "", "Leave now.", Purpose.MESSAGE, Optional.empty(), "", later(), true, Form.TEXT);
        exchange.sends(emergency);
        exchange.awaits("emergency", State.SENT);
        exchange.sends(Draft.of("answer", BEN, "Yes.", Purpose.CONFIRMATION, later()));
        exchange.awaits("answer", State.SENT);
    }

    @Test
    void R26_aPhoneGetsItsTextsOneAfterTheOther() {
        exchange.agrees(ANA);
        for (int i = 0; i < 3; i++) exchange.sends(ANA, "Number " + i);
        Await.until(() -> exchange.telco.texts().size() == 1);
        exchange.settles();
        for (int i = 1; i < 3; i++) {
            assertThat(exchange.telco.texts()).hasSize(i);
            exchange.passes(Duration.ofSeconds(1));
            int count = i + 1;
            Await.until(() -> exchange.telco.texts().size() == count);
            exchange.settles();
        }
        assertThat(exchange.telco.texts()).containsExactly("Number 0", "Number 1", "Number 2");
    }

    @Test
    void R26_onADayNoMoreSegmentsGoThanTheCarrierTakes() throws Exception {
        exchange.uses(new LineConfig(List.of(Exchange.OUR), List.of(), Integer.MAX_VALUE, 1, List.of()));
        exchange.agrees(ANA);
        exchange.agrees(BEN);
        Text first = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(first.id(), State.SENT);
        Text second = exchange.sends(Draft.of(
                "b", BEN, "We begin at six.", Purpose.MESSAGE, exchange.now().plus(Duration.ofDays(2))));
        exchange.awaits(second.id(), State.HELD);
        assertThat(exchange.text(second.id()).reason()).isEqualTo("rate");

        // It is noon in Greenwich, and four in the morning where carriers begin their days.
        exchange.passes(Duration.ofHours(20));
        exchange.awaits(second.id(), State.SENT);
    }

    @Test
    void R9_whatIsSpentStaysBelowTheCeiling() throws Exception {
        exchange.mayCost(new Ceilings(0, 25, 0));
        exchange.agrees(ANA);
        exchange.agrees(BEN);
        exchange.agrees(new PhoneNumber("+12025550125"));
        exchange.telco.answers(new Answer.Refused("30006", "landline", false));
        Text refused = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(refused.id(), State.FAILED);
        exchange.passes(Duration.ofSeconds(1));
        // What was refused costs nothing.
        List<Text> texts = List.of(
                exchange.sends(ANA, "One"),
                exchange.sends(BEN, "Two"),
                exchange.sends(new PhoneNumber("+12025550125"), "Three"));
        Await.until(() -> texts.stream()
                        .map(text -> exchange.text(text.id()).state())
                        .filter(State.SENT::equals)
                        .count()
                == 2);
        Await.until(() -> texts.stream()
                        .map(text -> exchange.text(text.id()).reason())
                        .filter("cost"::equals)
                        .count()
                == 1);
        assertThat(exchange.telco.heard()).hasSize(3);
    }

    @Test
    void R27_eachSegmentWaitsForTheOneBefore() throws Exception {
        exchange.uses(new LineConfig(List.of(Exchange.OUR), List.of(), 1, 0, List.of()));
        for (int i = 0; i < 10; i++) {
            var number = new PhoneNumber("+1202555013" + i);
            exchange.agrees(number);
            exchange.sends(number, "We begin at six.");
        }
        Instant begun = exchange.now();
        for (int gone = 1; gone <= 10; gone++) {
            int count = gone;
            Await.until(() -> exchange.telco.texts().size() == count);
            exchange.settles();
            exchange.passes(Duration.ofMillis(999));
            // It looks again, and finds that it is too soon.
            exchange.looks();
            assertThat(exchange.telco.texts()).hasSize(count);
            if (gone < 10) exchange.passes(Duration.ofMillis(1));
        }
        assertThat(Duration.between(begun, exchange.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void R28_whatIsTooMuchForTheCarrierWaitsWithEverythingElse() {
        exchange.agrees(ANA);
        exchange.agrees(BEN);
        exchange.telco.answers(new Answer.Later("throttled", Optional.of(Duration.ofSeconds(10)), true));
        Text first = exchange.sends(ANA, "One");
        Await.until(() -> exchange.telco.texts().size() == 1);
        exchange.awaits(first.id(), State.QUEUED);
        Text second = exchange.sends(BEN, "Two");
        exchange.settles();
        assertThat(exchange.telco.heard()).hasSize(1);

        exchange.passes(Duration.ofSeconds(11));
        exchange.awaits(first.id(), State.SENT);
        exchange.awaits(second.id(), State.SENT);
        assertThat(exchange.telco.texts()).containsExactlyInAnyOrder("One", "One", "Two");
    }

    @Test
    void R46_sixTimesItIsTriedAndNoMore() {
        exchange.agrees(ANA);
        for (int i = 0; i < 7; i++) exchange.telco.answers(new Answer.Later("busy", Optional.empty(), false));
        Text text = exchange.sends(ANA, "One");
        for (int tries = 1; tries < 6; tries++) {
            int count = tries;
            Await.until(() -> exchange.telco.texts().size() == count);
            exchange.awaits(text.id(), State.QUEUED);
            exchange.passes(Duration.ofMinutes(6));
        }
        exchange.awaits(text.id(), State.FAILED);
        assertThat(exchange.text(text.id()).reason()).isEqualTo("gave_up");
        assertThat(exchange.telco.heard()).hasSize(6);
    }

    @Test
    void R44_whatMayHaveGoneIsNeverSentAgain() throws Exception {
        exchange.agrees(ANA);
        CountDownLatch gate = exchange.telco.closes();
        Text text = exchange.sends(ANA, "One");
        Await.until(() -> exchange.telco.texts().size() == 1);
        exchange.restart();
        gate.countDown();
        exchange.awaits(text.id(), State.UNKNOWN);
        exchange.settles();
        assertThat(exchange.telco.heard()).hasSize(1);

        exchange.hears(new Incoming.Receipt(
                "telco", Optional.of(text.id()), List.of("x7"), Incoming.State.DELIVERED, "", Optional.empty()));
        assertThat(exchange.text(text.id()).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void anotherCarrierTakesOverWhereNothingCanBeSentTwice() {
        var faraway = new PhoneNumber("+19995550123");
        assertThat(faraway.e164()).startsWith("+1999");
        exchange.agrees(faraway);
        Text text = exchange.sends(faraway, "One");
        exchange.awaits(text.id(), State.SENT);
        assertThat(exchange.other.heard()).hasSize(1);

        exchange.other.isReady(false);
        exchange.passes(Duration.ofSeconds(1));
        Text second = exchange.sends(faraway, "Two");
        exchange.awaits(second.id(), State.SENT);
        assertThat(exchange.telco.heard()).extracting(Outgoing::text).containsExactly("Two");
    }

    @Test
    void whatNobodyCanTakeWaitsForSomebodyWhoCan() {
        exchange.telco.isReady(false);
        exchange.agrees(ANA);
        Text text = exchange.sends(ANA, "One");
        exchange.passes(Duration.ofHours(1));
        assertThat(exchange.text(text.id()).state()).isEqualTo(State.QUEUED);
        exchange.telco.isReady(true);
        exchange.awaits(text.id(), State.SENT);
    }

    private Draft picture(String id) {
        return Draft.of(id, ANA, "", Purpose.CONFIRMATION, later()).as(Form.pictures(List.of(PICTURE)));
    }

    @Test
    void R47_whereNobodyCarriesPicturesNoneIsSent() {
        Text text = exchange.sends(picture("one"));
        assertThat(text.state()).isEqualTo(State.BLOCKED);
        assertThat(text.reason()).isEqualTo("no_mms");
    }

    @Test
    void R47_aPictureGoesByACarrierThatTakesIt() {
        exchange.telco.carries(Means.MMS);
        Text text = exchange.sends(picture("one"));
        exchange.awaits(text.id(), State.SENT);

        Outgoing sent = exchange.telco.heard().getFirst();
        assertThat(sent.means()).isEqualTo(Means.MMS);
        assertThat(sent.media()).containsExactly(PICTURE);
        assertThat(text.freight().price()).isEqualTo(30);
    }

    private Text card() {
        exchange.telco.carries(Means.RCS);
        exchange.agrees(ANA);
        var card = new Card("Training", "Tonight", Optional.empty(), Optional.of(PICTURE));
        return exchange.sends(
                Draft.of("card", ANA, "Join us.", Purpose.MESSAGE, later()).as(Form.rcs(Optional.of(card))));
    }

    private List<Means> carried() {
        return exchange.telco.heard().stream().map(Outgoing::means).toList();
    }

    private void reportsCard(String carriersId, Incoming.State state, Means means) {
        exchange.hears(new Incoming.Receipt(
                "telco", Optional.of("card"), List.of(carriersId), state, "", Optional.empty(), Optional.of(means)));
    }

    @Test
    void R49_whatAPhoneDoesNotShowGoesOnceAsAText() {
        exchange.telco.answers(new Answer.TextOnly("63106"));
        Text text = card();
        exchange.awaitsHandedOver(2);
        exchange.awaits(text.id(), State.SENT);

        assertThat(carried()).containsExactly(Means.RCS, Means.SMS);
        assertThat(exchange.telco.texts()).containsOnly("Join us.");
        assertThat(exchange.telco.heard().getLast().card()).isEmpty();
        assertThat(exchange.text("card").freight().carried()).isEqualTo(new Carried(Means.RCS, Optional.of(Means.SMS)));
        assertThat(exchange.text("card").freight().price()).isEqualTo(10);
    }

    @Test
    void R49_whatWasTakenAndIsNotShownGoesOnceAsAText() {
        Text text = card();
        exchange.awaits(text.id(), State.SENT);
        reportsCard("telco-1", Incoming.State.TEXT_ONLY, Means.RCS);
        exchange.awaitsHandedOver(2);
        exchange.awaits(text.id(), State.SENT);
        assertThat(carried()).containsExactly(Means.RCS, Means.SMS);

        // Told twice, and what is told late of the first one, is nothing to the second.
        reportsCard("telco-1", Incoming.State.TEXT_ONLY, Means.RCS);
        reportsCard("telco-1", Incoming.State.FAILED, Means.RCS);
        exchange.looks();
        assertThat(exchange.text("card").state()).isEqualTo(State.SENT);
        reportsCard("telco-2", Incoming.State.DELIVERED, Means.SMS);
        assertThat(exchange.text("card").state()).isEqualTo(State.DELIVERED);
        assertThat(exchange.text("card").freight().carried().isFallback()).isTrue();
        assertThat(carried()).hasSize(2);
    }

    @Test
    void R49_aCarrierThatFallsBackByItselfSaysSo() {
        Text text = card();
        exchange.awaits(text.id(), State.SENT);
        reportsCard("telco-1", Incoming.State.DELIVERED, Means.SMS);
        assertThat(exchange.text("card").freight().carried()).isEqualTo(new Carried(Means.RCS, Optional.of(Means.SMS)));
        assertThat(carried()).containsExactly(Means.RCS);
    }
}
