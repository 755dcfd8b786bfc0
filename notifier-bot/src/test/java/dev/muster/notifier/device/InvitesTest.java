package dev.muster.notifier.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Links by which a browser is registered that can't sign.
@Timeout(60)
class InvitesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PublicKey CARL = SecretKey.random(RANDOM).publicKey();
    private static final PublicKey ANA = SecretKey.random(RANDOM).publicKey();

    @RegisterExtension
    final TestLedger data = new TestLedger();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T12:00:00Z"));
    private Timers timers;
    private Invites invites;

    @BeforeEach
    void start() {
        timers = new Timers(data.ledger(), now::get);
        invites = new Invites(data.ledger(), timers, now::get, RANDOM);
    }

    @AfterEach
    void stop() {
        timers.close();
    }

    private String issued(PublicKey person) {
        return data.ledger().change(change -> invites.issue(change, person));
    }

    @Test
    void anInviteCountsOnce() {
        String token = issued(CARL);
        assertThat(invites.whose(token)).contains(CARL);

        data.ledger().alter(change -> invites.spend(change, token));

        assertThat(invites.whose(token)).isEmpty();
    }

    @Test
    void anInviteCountsForAQuarterOfAnHour() {
        String token = issued(CARL);

        now.updateAndGet(before -> before.plus(Invites.VALIDITY).minus(Duration.ofSeconds(1)));
        assertThat(invites.whose(token)).contains(CARL);
        now.updateAndGet(before -> before.plusSeconds(1));
        assertThat(invites.whose(token)).isEmpty();
    }

    @Test
    void ofSeveralTheLastOneCounts() {
        String first = issued(CARL);
        String anas = issued(ANA);
        String second = issued(CARL);

        assertThat(invites.whose(first)).isEmpty();
        assertThat(invites.whose(second)).contains(CARL);
        assertThat(invites.whose(anas)).contains(ANA);
    }

    @Test
    void nobodyIsMeantByWhatWasNeverGivenOut() {
        issued(CARL);

        assertThat(invites.whose("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
        assertThat(invites.whose("")).isEmpty();
    }
}
