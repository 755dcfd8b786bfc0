package dev.muster.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.ua.HangupReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who has seen whose number.
class RevealsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NUMBER = "+12025550123";

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final SecretKey bridge = SecretKey.random(RANDOM);
    private Instant now = Instant.parse("2026-03-14T12:00:00Z");
    private final Book book = new Book(new Credits(0, () -> now), Rates.of(List.of()), () -> now);
    private final Reveals reveals = new Reveals(book, bridge, () -> now, RANDOM);

    private void begins(String id, Optional<String> number) {
        var call = new CallRecord(
                id,
                Direction.INBOUND,
                Phase.RINGING,
                number,
                "+12025550100",
                "",
                "",
                "",
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        boolean isPaid = ledger.ledger().change(change -> book.begin(change, call));
        assertThat(isPaid).isTrue();
    }

    private Optional<String> reveal(String call, String by, String why) {
        return ledger.ledger().change(change -> reveals.reveal(change, call, by, why));
    }

    @Test
    void sip_V1_aNumberIsSeenAndThatIsWrittenDownAndSigned() {
        begins("one", Optional.of(NUMBER));
        assertThat(reveals.of(ledger.ledger(), "one")).isEmpty();
        assertThat(reveal("one", "ana", "they asked to be called back")).contains(NUMBER);
        now = now.plusSeconds(60);
        assertThat(reveal("one", "admin", "")).contains(NUMBER);

        assertThat(reveals.of(ledger.ledger(), "one"))
                .containsExactly(
                        new Reveals.Reveal("ana", now.minusSeconds(60), "they asked to be called back"),
                        new Reveals.Reveal("admin", now, ""));
        assertThat(reveals.signed(ledger.ledger(), "one")).hasSize(2).allSatisfy(event -> {
            assertThat(event.flaw()).isEmpty();
            assertThat(event.author()).isEqualTo(bridge.publicKey());
            assertThat(event.toString()).doesNotContain("2025550123");
        });
    }

    @Test
    void sip_V2_whoWithholdsTheirNumberStaysUnknown() {
        begins("two", Optional.empty());
        assertThat(reveal("two", "ana", "")).isEmpty();
        assertThat(reveal("three", "ana", "")).isEmpty();
        assertThat(reveals.of(ledger.ledger(), "two")).isEmpty();
    }

    @Test
    void itIsForgottenWithTheCall() {
        begins("one", Optional.of(NUMBER));
        assertThat(reveal("one", "ana", "")).isPresent();
        ledger.ledger().alter(change -> book.end(change, "one", HangupReason.COMPLETED));
        Instant later = now.plus(Duration.ofDays(91));
        ledger.ledger().alter(change -> {
            boolean _ = book.forget(change, later);
        });
        assertThat(reveals.of(ledger.ledger(), "one")).isEmpty();
    }
}
