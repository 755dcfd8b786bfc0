package dev.muster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.metrics.Metrics;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.call.Phase;
import dev.muster.sip.credit.Charge.Direction;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.TrunkState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What whoever looks after the bridge sees of calls: how many, how well, and never whose.
class CallMetersTest {
    private static final String NUMBER = "+12025550123";

    private final Metrics metrics = new Metrics();
    private final CallMeters meters = new CallMeters(metrics.registry());
    private final Book book =
            new Book(new Credits(0, InstantSource.system()), Rates.of(List.of()), InstantSource.system());

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    @BeforeEach
    void open() {
        book.telling(meters);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private void begins(String id, Phase phase) {
        var call = new CallRecord(
                id,
                Direction.OUTBOUND,
                phase,
                Optional.of(NUMBER),
                "+12025550100",
                "ana",
                "chorus",
                "",
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ledger.ledger().alter(change -> assertThat(book.begin(change, call)).isTrue());
    }

    @Test
    void sip_O1_callsAreCountedByWhetherTheyWereAnsweredAndWhyTheyEnded() {
        begins("a", Phase.DIALLED);
        ledger.ledger().alter(change -> book.answer(change, "a"));
        ledger.ledger().alter(change -> book.end(change, "a", HangupReason.COMPLETED));
        begins("b", Phase.DIALLED);
        ledger.ledger().alter(change -> book.end(change, "b", HangupReason.BUSY));

        assertThat(metrics.scrape())
                .contains("muster_sip_calls_ended_total{answered=\"true\",direction=\"outbound\",reason=\"completed\"}"
                        + " 1.0")
                .contains("muster_sip_calls_ended_total{answered=\"false\",direction=\"outbound\",reason=\"busy\"} 1.0")
                .contains("muster_sip_calls_setup_seconds_count 1")
                .contains("muster_sip_calls_setup_seconds{quantile=\"0.99\"}")
                .doesNotContain(NUMBER.substring(1))
                .doesNotContain("chorus");
    }

    @Test
    void sip_O1_whatPeopleWouldSayOfItAndWhoHasNoKey() {
        meters.measured(new Quality.Measure(0, Optional.of(Duration.ofMillis(20)), Duration.ZERO), 3);
        assertThat(metrics.scrape())
                .contains("muster_sip_legs_opinion_count 1")
                .contains("muster_sip_packets_forged_total 3.0");
    }

    @Test
    void sip_O1_trunksAndCallsThatGoOn() {
        meters.watch(() -> 2, () -> List.of(new TrunkState("near", true, true), new TrunkState("far", true, false)));
        assertThat(metrics.scrape())
                .contains("muster_sip_calls 2.0")
                .contains("muster_sip_trunk_up{trunk=\"near\"} 1.0")
                .contains("muster_sip_trunk_up{trunk=\"far\"} 0.0");
    }
}
