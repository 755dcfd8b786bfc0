package dev.muster.kit.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.ledger.TestLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class TimersTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Shelf<Alarm> RUNG = new Shelf<>("rung", Alarm.class);

    @RegisterExtension
    final TestLedger data = new TestLedger();

    private final List<String> rung = new ArrayList<>();
    private Instant now = NOON;

    private Timers timers() {
        return new Timers(data.ledger(), () -> now).with("start", this::ring);
    }

    private void ring(Change change, Alarm alarm) {
        rung.add(alarm.name());
        change.put(RUNG.at(alarm.name()), alarm);
    }

    private void set(Timers timers, String name, Instant due) {
        data.ledger().alter(change -> timers.set(change, "start", name, due));
    }

    @Test
    void itGoesOffAtItsTimeAndOnlyOnce() throws InterruptedException {
        Timers timers = timers();
        set(timers, "medic", NOON.plusSeconds(10));

        timers.ringDue();
        assertThat(rung).isEmpty();
        now = NOON.plusSeconds(10);
        timers.ringDue();
        timers.ringDue();

        assertThat(rung).containsExactly("medic");
        assertThat(data.ledger().has(RUNG.at("medic"))).isTrue();
        assertThat(timers.due(data.ledger(), "start", "medic")).isEmpty();
    }

    @Test
    void thoseThatAreDueComeInOrder() throws InterruptedException {
        Timers timers = timers();
        for (int i = 250; i > 0; i--) set(timers, "" + i, NOON.plusSeconds(i));

        now = NOON.plusSeconds(300);
        timers.ringDue();

        assertThat(rung).hasSize(250).startsWith("1", "2", "3").endsWith("250");
    }

    @Test
    void oneThatIsMovedGoesOffAtItsNewTimeOnly() throws InterruptedException {
        Timers timers = timers();
        set(timers, "medic", NOON.plusSeconds(10));
        set(timers, "medic", NOON.plusSeconds(60));

        now = NOON.plusSeconds(30);
        timers.ringDue();
        assertThat(rung).isEmpty();
        assertThat(timers.due(data.ledger(), "start", "medic")).contains(NOON.plusSeconds(60));

        now = NOON.plusSeconds(61);
        timers.ringDue();
        assertThat(rung).containsExactly("medic");
    }

    @Test
    void oneThatIsCancelledDoesNot() throws InterruptedException {
        Timers timers = timers();
        set(timers, "medic", NOON.plusSeconds(10));
        data.ledger().alter(change -> timers.cancel(change, "start", "medic"));

        now = NOON.plusSeconds(30);
        timers.ringDue();

        assertThat(rung).isEmpty();
    }

    @Test
    void whatBecameDueWhileNobodyWasHereGoesOffAtTheNextStart() throws InterruptedException {
        set(timers(), "medic", NOON.plusSeconds(10));

        data.reopened();
        now = NOON.plusSeconds(100_000);
        Timers timers = timers();
        timers.ringDue();

        assertThat(rung).containsExactly("medic");
    }

    @Test
    void aBellThatFailsChangesNothingAndIsRungAgain() throws InterruptedException {
        boolean[] fails = {true};
        Timers timers = new Timers(data.ledger(), () -> now).with("start", (change, alarm) -> {
            ring(change, alarm);
            if (fails[0]) throw new IllegalStateException("no");
        });
        set(timers, "medic", NOON);

        timers.ringDue();
        assertThat(data.ledger().has(RUNG.at("medic"))).isFalse();

        fails[0] = false;
        timers.ringDue();
        assertThat(data.ledger().has(RUNG.at("medic"))).isFalse();
        now = NOON.plusSeconds(61);
        timers.ringDue();
        assertThat(data.ledger().has(RUNG.at("medic"))).isTrue();
    }

    @Test
    void aBellMaySetTheNextAlarm() throws InterruptedException {
        Timers timers = new Timers(data.ledger(), () -> now);
        timers.with("start", (change, alarm) -> {
            rung.add(alarm.name());
            if (rung.size() < 3)
                timers.set(change, "start", "again", alarm.due().plusSeconds(1));
        });
        set(timers, "first", NOON);

        now = NOON.plusSeconds(10);
        for (int i = 0; i < 3; i++) timers.ringDue();

        assertThat(rung).containsExactly("first", "again", "again");
    }

    @Test
    void onceStartedTheyGoOffByThemselves() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Timers timers =
                new Timers(data.ledger(), Instant::now).with("start", (_, alarm) -> heard.add(alarm.name()))) {
            set(timers, "before", Instant.now().minusSeconds(5));
            timers.start();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("before");

            set(timers, "soon", Instant.now().plusMillis(50));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("soon");
            assertThat(Optional.ofNullable(heard.poll())).isEmpty();
        }
    }
}
