package dev.muster.nostr.event;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NIP-13: work that everybody can check.
class ProofOfWorkTest {
    @ParameterizedTest
    @CsvSource({
        "000000000e9d97a1ab09fc381030b346cdd7a142ad57e6df0b46dc9bef6c7e2d, 36",
        "002f000000000000000000000000000000000000000000000000000000000000, 10",
        "8000000000000000000000000000000000000000000000000000000000000000, 0",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 1",
        "0000000000000000000000000000000000000000000000000000000000000000, 256"
    })
    void nip13_difficultyIsTheNumberOfLeadingZeroBits(String id, int difficulty) {
        assertThat(ProofOfWork.difficulty(EventId.parse(id))).isEqualTo(difficulty);
    }

    @Test
    void nip13_minedEventsHaveTheWorkThatTheyCommitTo() {
        var rumor = new Rumor(ALICE.publicKey(), 1, 1, Tags.of(Tag.of("nonce", "9", "3"), Tag.of("t", "x")), "work");

        Rumor mined = ProofOfWork.mine(rumor, 10, () -> true);

        assertThat(ProofOfWork.difficulty(mined.id())).isGreaterThanOrEqualTo(10);
        assertThat(ProofOfWork.commitment(mined.tags())).hasValue(10);
        assertThat(mined.tags().values("nonce")).hasSize(1);
        assertThat(mined.tags().value("t")).contains("x");
        assertThat(ProofOfWork.committed(mined.sign(ALICE, RANDOM))).isEqualTo(10);
    }

    @Test
    void nip13_luckCountsNoMoreThanWasCommittedTo() {
        Rumor lucky = ProofOfWork.mine(new Rumor(ALICE.publicKey(), 1, 1, Tags.NONE, ""), 8, () -> true);
        Rumor modest = new Rumor(lucky.author(), 1, 1, Tags.of(Tag.of("nonce", "0", "2")), "");

        assertThat(ProofOfWork.committed(modest.sign(ALICE, RANDOM))).isLessThanOrEqualTo(2);
        assertThat(ProofOfWork.committed(Events.note("no commitment"))).isZero();
        assertThat(ProofOfWork.commitment(Tags.of(Tag.of("nonce", "1", "many"))))
                .isEmpty();
        assertThat(ProofOfWork.commitment(Tags.of(Tag.of("nonce", "1")))).isEmpty();
    }

    @Test
    void nip13_miningStopsWhenItIsTold() {
        var rumor = new Rumor(ALICE.publicKey(), 1, 1, Tags.NONE, "");

        assertThatThrownBy(() -> ProofOfWork.mine(rumor, 200, () -> false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ProofOfWork.mine(rumor, 257, () -> true)).isInstanceOf(IllegalArgumentException.class);
    }
}
