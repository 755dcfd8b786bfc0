package dev.muster.sms;

import static dev.muster.sms.Exchange.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sms.api.Counter;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Card;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.send.Screens;
import dev.muster.sms.send.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ProgramsTest {
    private static final Card CARD = new Card("Training", "Tonight", Optional.empty(), Optional.empty());

    @RegisterExtension
    private final Exchange exchange = new Exchange();

    private Programs programs;

    @BeforeEach
    void start() {
        var texts = exchange.rooms().texts();
        var screens = new Screens(texts, exchange::now);
        programs = new Programs(exchange.rooms().dispatch(), texts, screens, exchange::now);
        exchange.agrees(ANA);
    }

    private Counter.Result takes(String id) {
        var order = new Counter.Order("grant", ANA, "Join us.", Means.RCS, Optional.of(CARD));
        return exchange.data().ledger().change(change -> programs.take(change, id, order));
    }

    private boolean showsCards() {
        return programs.showsCards(exchange.data().ledger(), ANA);
    }

    @Test
    void R50_whereNobodyCarriesCardsProgramsSendAText() {
        assertThat(showsCards()).isFalse();
        assertThat(takes("one")).isInstanceOf(Counter.Result.NoCards.class);
        assertThat(exchange.telco.heard()).isEmpty();
    }

    @Test
    void R50_aCardGoesByRcs() {
        exchange.telco.carries(Means.RCS);
        assertThat(showsCards()).isTrue();
        assertThat(takes("one")).isInstanceOf(Counter.Result.Taken.class);
        Await.until(() -> exchange.telco.heard().size() == 1);

        assertThat(exchange.telco.heard().getFirst().means()).isEqualTo(Means.RCS);
        assertThat(exchange.telco.heard().getFirst().card()).hasValue(CARD);
        assertThat(exchange.telco.texts()).containsExactly("Join us.");
    }

    @Test
    void R50_thatAPhoneShowsNoCardsIsBelievedForADay() {
        exchange.telco.carries(Means.RCS);
        exchange.telco.answers(new Answer.TextOnly("63106"));
        takes("one");
        exchange.awaitsHandedOver(2);
        exchange.awaits("one", State.SENT);

        assertThat(showsCards()).isFalse();
        assertThat(takes("two")).isInstanceOf(Counter.Result.NoCards.class);
        exchange.passes(Duration.ofHours(24));
        assertThat(showsCards()).isTrue();
    }

    @Test
    void R50_whatHasArrivedIsBelievedToo() {
        exchange.telco.carries(Means.RCS);
        exchange.telco.answers(new Answer.TextOnly("63106"));
        takes("one");
        exchange.awaitsHandedOver(2);
        exchange.awaits("one", State.SENT);
        exchange.passes(Duration.ofHours(25));
        takes("two");
        exchange.awaits("two", State.SENT);
        exchange.hears(new Incoming.Receipt(
                "telco",
                Optional.of("two"),
                List.of("telco-3"),
                Incoming.State.DELIVERED,
                "",
                Optional.empty(),
                Optional.of(Means.RCS)));
        assertThat(showsCards()).isTrue();
    }
}
