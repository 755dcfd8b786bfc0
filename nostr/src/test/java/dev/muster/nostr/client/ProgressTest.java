package dev.muster.nostr.client;

import static dev.muster.nostr.client.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a subscription asks for on its next connection.
class ProgressTest {
    private static final long NOW = 1_000_000_000;
    private static final long OVERLAP = Progress.OVERLAP.toSeconds();
    private static final long BACK_DATING = Progress.BACK_DATING.toSeconds();
    private static final Filter WRAPS = Filter.ALL.kinds(Kind.GIFT_WRAP);

    @Test
    void beforeAllStoredHasCome_everythingAgain() {
        var progress = progress(Notes.ALL.since(5));
        progress.delivered(note(NOW));
        progress.interrupted(Duration.ZERO);
        assertThat(progress.next()).containsExactly(Notes.ALL.since(5));
    }

    @Test
    void afterThat_fromALittleBeforeTheNewestEvent() {
        assertThat(caughtUp(Notes.ALL, true, NOW - 50, NOW - 100)).isEqualTo(Notes.ALL.since(NOW - 50 - OVERLAP));
    }

    @Test
    void eventFromTheFuture_fromALittleBeforeWeLastHeardFromTheRelay() {
        assertThat(caughtUp(Notes.ALL, true, NOW + 99_999)).isEqualTo(Notes.ALL.since(NOW - 7 - OVERLAP));
    }

    @Test
    void nothingEverCame_everythingAgain() {
        assertThat(caughtUp(Notes.ALL.since(5), true)).isEqualTo(Notes.ALL.since(5));
    }

    @Test
    void neverFurtherBackThanWasAskedFor() {
        assertThat(caughtUp(Notes.ALL.since(NOW - 60), true, NOW - 50)).isEqualTo(Notes.ALL.since(NOW - 60));
    }

    @Test
    void nip59_giftWrapsKeepTheirSince() {
        assertThat(caughtUp(WRAPS.since(5), true, NOW - 50)).isEqualTo(WRAPS.since(5));
        assertThat(caughtUp(Filter.ALL.since(5), true, NOW - 50)).isEqualTo(Filter.ALL.since(5));
    }

    @Test
    void nip59_giftWrapsOfARelayThatDidNotSendAll_goNoFurtherBackThanTheyMayBeDated() {
        assertThat(caughtUp(WRAPS, false, NOW - 50, NOW - 100)).isEqualTo(WRAPS.since(NOW - 100 - BACK_DATING));
        assertThat(caughtUp(WRAPS.limit(2), true, NOW - 50, NOW - 100)).isEqualTo(WRAPS.since(NOW - 100 - BACK_DATING));
        assertThat(caughtUp(WRAPS.limit(0), true)).isEqualTo(WRAPS.since(NOW - BACK_DATING));
    }

    @Test
    void nip01_limitIsForTheFirstTimeOnly() {
        var filter = Notes.ALL
                .authors(List.of(Notes.ALICE.publicKey()))
                .ids(List.of(note(1).id()))
                .tagged('t', List.of("x"))
                .until(NOW + 5);
        assertThat(caughtUp(filter.limit(0), true)).isEqualTo(filter.since(NOW - OVERLAP));
        assertThat(caughtUp(filter.limit(1), true, NOW - 50)).isEqualTo(filter.since(NOW - 50 - OVERLAP));
    }

    @Test
    void lostAgainWhileCatchingUp_fromWhereItBegan() {
        var progress = progress(Notes.ALL);
        progress.delivered(note(NOW - 100));
        progress.caughtUp(true);
        progress.interrupted(Duration.ZERO);
        progress.delivered(note(NOW - 10));
        progress.interrupted(Duration.ZERO);
        assertThat(progress.next()).containsExactly(Notes.ALL.since(NOW - 100 - OVERLAP));
    }

    private static Filter caughtUp(Filter filter, boolean complete, long... times) {
        var progress = progress(filter);
        for (long time : times) progress.delivered(note(time));
        progress.caughtUp(complete);
        progress.interrupted(Duration.ofSeconds(7));
        return progress.next().getFirst();
    }

    private static Progress progress(Filter filter) {
        return new Progress(List.of(filter), () -> Instant.ofEpochSecond(NOW));
    }
}
