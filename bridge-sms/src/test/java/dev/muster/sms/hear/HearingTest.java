package dev.muster.sms.hear;

import static dev.muster.sms.Exchange.ANA;
import static dev.muster.sms.Exchange.BEN;
import static dev.muster.sms.Exchange.OLGA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.client.Await;
import dev.muster.sms.Exchange;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.consent.Consent;
import dev.muster.sms.consent.PhoneLinks;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.consent.Verdict;
import dev.muster.sms.hear.Hearing.Decision;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class HearingTest {
    @RegisterExtension
    private final Exchange exchange = new Exchange();

    private Verdict verdict() {
        return exchange.rooms().consents().verdict(exchange.data().ledger(), ANA, Purpose.MESSAGE);
    }

    private boolean asks(PhoneNumber number, String text) {
        return exchange.data()
                .ledger()
                .<Boolean>change(change -> exchange.rooms().consents().ask(change, number, text));
    }

    private PhoneLinks.Begun links() {
        return exchange.data()
                .ledger()
                .change(change ->
                        exchange.rooms().links().begin(change, OLGA.publicKey(), ANA, List.of("invites"), "v3"));
    }

    @Test
    void R13_whoeverSaysStopThreeTimesIsToldOnce() {
        exchange.agrees(ANA);
        for (int i = 0; i < 3; i++) exchange.says(ANA, "Stop!");
        exchange.passes(Duration.ofSeconds(3));
        Await.until(() -> exchange.telco.texts().size() == 1);
        exchange.looks();

        assertThat(exchange.telco.texts()).containsExactly(WordsConfig.DEFAULT.stopped());
        assertThat(exchange.decisions).containsExactly(Decision.OPTED_OUT);
        assertThat(exchange.said).isEmpty();
        assertThat(verdict()).isEqualTo(Verdict.OPTED_OUT);
    }

    @Test
    void R13_whereTheCarrierAnswersWeDoNot() {
        exchange.agrees(ANA);
        exchange.hears(new Incoming.Said("telco", "1", ANA.e164(), Exchange.OUR, "STOP", List.of(), true));
        exchange.looks();
        assertThat(verdict()).isEqualTo(Verdict.OPTED_OUT);
        assertThat(exchange.telco.texts()).isEmpty();
    }

    @Test
    void R12_theOptOutIsThereBeforeTheCarrierIsTold() throws Exception {
        exchange.agrees(ANA);
        exchange.says(ANA, "stop");
        // Nobody has waited for anything, and what is in memory is gone.
        exchange.restart();
        assertThat(verdict()).isEqualTo(Verdict.OPTED_OUT);
    }

    @Test
    void R17_startLiftsTheBlockAndIsNoConsent() {
        exchange.says(ANA, "stop");
        exchange.says(ANA, "start");
        assertThat(verdict()).isEqualTo(Verdict.NO_CONSENT);
        exchange.agrees(ANA);
        exchange.says(ANA, "stop");
        exchange.says(ANA, "unstop");
        assertThat(verdict()).isEqualTo(Verdict.YES);
    }

    @Test
    void R11_whatMayMeanStopHoldsTextsUntilAHumanDecides() {
        exchange.agrees(ANA);
        exchange.says(ANA, "please stop texting me");
        assertThat(verdict()).isEqualTo(Verdict.PERHAPS_OPTED_OUT);
        assertThat(exchange.decisions).containsExactly(Decision.PERHAPS_OPTED_OUT);
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(text.id(), State.HELD);

        exchange.data().ledger().alter(change -> {
            boolean wasThere = exchange.rooms().optOuts().clear(change, ANA);
            assertThat(wasThere).isTrue();
        });
        exchange.passes(Duration.ofMinutes(3));
        exchange.awaits(text.id(), State.SENT);
    }

    @Test
    void R18_helpIsAnsweredOnceADay() {
        exchange.says(ANA, "help");
        exchange.says(ANA, "INFO");
        exchange.passes(Duration.ofSeconds(2));
        Await.until(() -> exchange.telco.texts().size() == 1);
        exchange.passes(Duration.ofHours(25));
        exchange.says(ANA, "help");
        Await.until(() -> exchange.telco.texts().size() == 2);
    }

    @Test
    void R19_whatIsNoKeywordIsForPeopleAndWhatIsOneIsNot() {
        exchange.says(ANA, "I don't stop for tea");
        exchange.says(ANA, "help");
        exchange.says(ANA, "yes");
        assertThat(exchange.said).extracting(Incoming.Said::text).containsExactly("I don't stop for tea", "yes");
    }

    @Test
    void R21_yesWithinThreeDaysIsConsentAndLaterIsAWord() {
        assertThat(asks(ANA, "Do you want texts?")).isTrue();
        exchange.passes(Duration.ofDays(4));
        exchange.says(ANA, "yes");
        assertThat(verdict()).isEqualTo(Verdict.NO_CONSENT);
        assertThat(asks(ANA, "Do you want texts now?")).isFalse();

        assertThat(asks(BEN, "Do you want texts?")).isTrue();
        exchange.says(BEN, "Yes!");
        assertThat(exchange.rooms().consents().of(exchange.data().ledger(), BEN))
                .singleElement()
                .satisfies(consent -> {
                    assertThat(consent.how()).isEqualTo(Consent.How.SMS);
                    assertThat(consent.text()).isEqualTo("Do you want texts?");
                });
    }

    @Test
    void R43_whatTheCarrierBringsTenTimesIsHeardOnce() {
        for (int i = 0; i < 10; i++) {
            exchange.hears(new Incoming.Said("telco", "same", ANA.e164(), Exchange.OUR, "hello", List.of(), false));
        }
        assertThat(exchange.said).hasSize(1);
    }

    @Test
    void C4_aPhoneIsLinkedByItsCode() {
        assertThat(links()).isInstanceOfSatisfying(PhoneLinks.Begun.Text.class, begun -> {
            Matcher code = Pattern.compile("[0-9]{6}").matcher(begun.text());
            assertThat(code.find()).isTrue();
            exchange.says(ANA, "yes " + code.group());
        });

        assertThat(exchange.rooms().links().number(exchange.data().ledger(), OLGA.publicKey()))
                .contains(ANA);
        assertThat(verdict()).isEqualTo(Verdict.YES);
        assertThat(exchange.decisions).containsExactly(Decision.LINKED);
    }

    @Test
    void C4_fiveWrongCodesAreEnough() {
        assertThat(links()).isInstanceOf(PhoneLinks.Begun.Text.class);
        for (int i = 0; i < 5; i++) {
            exchange.data()
                    .ledger()
                    .alter(change -> assertThat(exchange.rooms()
                                    .links()
                                    .confirm(change, OLGA.publicKey(), "wrong")
                                    .isRefused())
                            .isTrue());
        }
        assertThat(links()).isInstanceOf(PhoneLinks.Begun.Not.class);
    }

    @Test
    void R31_aReceiptMayComeBeforeTheAnswerThatSaysWhatTheTextIsCalled() {
        exchange.agrees(ANA);
        var gate = exchange.telco.closes();
        Text text = exchange.sends(ANA, "We begin at six.");
        Await.until(() -> exchange.telco.texts().size() == 1);
        exchange.reports("telco-1", Incoming.State.DELIVERED);
        gate.countDown();
        exchange.awaits(text.id(), State.DELIVERED);
    }
}
