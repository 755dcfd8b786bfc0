package dev.muster.sms.send;

import static dev.muster.sms.Exchange.ANA;
import static dev.muster.sms.Exchange.BEN;
import static dev.muster.sms.Exchange.KEEP;
import static dev.muster.sms.Exchange.OLGA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sms.Exchange;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class AftercareTest {
    private static final Duration RECEIPTS_TAKE = Duration.ofMinutes(15);

    @RegisterExtension
    private final Exchange exchange = new Exchange();

    private Text sent() {
        exchange.agrees(ANA);
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(text.id(), State.SENT);
        return text;
    }

    @Test
    void R36_theCarrierIsAskedWhenNothingWasHeardForAQuarterOfAnHour() {
        Text text = sent();
        exchange.telco.knows(Incoming.State.DELIVERED);
        exchange.passes(RECEIPTS_TAKE.minusSeconds(1));
        exchange.looks();
        assertThat(exchange.text(text.id()).state()).isEqualTo(State.SENT);

        exchange.passes(Duration.ofSeconds(1));
        exchange.awaits(text.id(), State.DELIVERED);
    }

    @Test
    void R36_whatMayHaveGoneIsFoundAtTheCarrierOrAskedForOnceMore() {
        exchange.agrees(ANA);
        exchange.telco.answers(new Answer.Unknown("timeout"));
        Text text = exchange.sends(ANA, "We begin at six.");
        exchange.awaits(text.id(), State.UNKNOWN);
        exchange.passes(RECEIPTS_TAKE);
        exchange.looks();
        exchange.telco.knows(Incoming.State.SENT);
        exchange.passes(RECEIPTS_TAKE.multipliedBy(4));
        exchange.awaits(text.id(), State.SENT);

        assertThat(exchange.text(text.id()).freight().ids()).containsExactly("found");
        assertThat(exchange.telco.heard()).hasSize(1);
    }

    @Test
    void R56_theCarrierForgetsWhatIsOverAndIsToldAgainIfItDoesNot() {
        Text text = sent();
        exchange.telco.forgets(false);
        exchange.reports("telco-1", Incoming.State.DELIVERED);
        exchange.awaits(text.id(), State.DELIVERED);
        assertThat(exchange.telco.forgotten()).isEmpty();

        exchange.passes(Duration.ofHours(1));
        Await.until(() -> exchange.telco.forgotten().equals(List.of("telco-1")));
        exchange.telco.forgets(true);
        exchange.passes(Duration.ofHours(1));
        Await.until(() -> exchange.telco.forgotten().equals(List.of("telco-1", "telco-1")));
        exchange.passes(Duration.ofDays(1));
        exchange.looks();
        assertThat(exchange.telco.forgotten()).hasSize(2);
    }

    @Test
    void R56_theCarrierForgetsWhatPeopleSay() {
        exchange.says(BEN, "I'm late");

        Await.until(() -> exchange.telco.forgotten().size() == 1);
    }

    @Test
    void R56_nobodyKnowsAfterwardsWhoGotWhat() {
        exchange.agrees(ANA);
        var tags = new Tags(List.of(Tag.of("to", ANA.e164(), "Ana")));
        String id = exchange.orders(OLGA, Kind.BUILDIT_BROADCAST, tags, "We begin at six.")
                .id()
                .hex();
        Await.until(() -> exchange.telco.heard().size() == 1);
        String text = exchange.telco.heard().getFirst().id();
        exchange.says(ANA, "thanks");
        exchange.passes(KEEP.plus(Duration.ofDays(2)));

        var ledger = exchange.data().ledger();
        Await.until(() -> exchange.rooms().texts().get(ledger, text).isEmpty());
        Await.until(() -> exchange.rooms().broadcasts().get(ledger, id).isEmpty());
        assertThat(exchange.rooms().broadcasts().lastSender(ledger, ANA)).isEmpty();
    }
}
