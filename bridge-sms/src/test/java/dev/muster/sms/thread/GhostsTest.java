package dev.muster.sms.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.SecretKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GhostsTest {
    private static final String OUR = "+12025550123";
    private static final String THEIR = "+420601123467";

    private final SecretKey bot = SecretKey.parse("1".repeat(64));
    private final Ghosts ghosts = new Ghosts(bot);

    @Test
    void C8_aGhostIsAlwaysTheSameAndAnotherForEachPairOfNumbers() {
        SecretKey ghost = ghosts.of(OUR, THEIR);
        assertThat(new Ghosts(bot).of(OUR, THEIR)).isEqualTo(ghost);
        assertThat(ghosts.of(THEIR, OUR)).isNotEqualTo(ghost);
        assertThat(ghosts.of(OUR, "+420601123468")).isNotEqualTo(ghost);
        assertThat(ghosts.of(OUR + "4", "20601123467")).isNotEqualTo(ghosts.of(OUR, "420601123467"));
        assertThat(new Ghosts(SecretKey.parse("2".repeat(64))).of(OUR, THEIR)).isNotEqualTo(ghost);
    }

    /// Computed with Python's hmac. If it changes, every chat that operators have is lost.
    @Test
    void C8_aGhostOfTodayIsOneTomorrow() {
        assertThat(ghosts.of(OUR, THEIR).hex())
                .isEqualTo("769da3f741d59f5db8aaf0cbad5e6508ace50812f4123310120044eabd20cde9");
        assertThat(ghosts.thread(OUR, THEIR)).isEqualTo("3e511a34-3e30-8947-8ebb-e9b217a2ef2e");
    }

    @Test
    void C8_whatIsNoKeyIsPassedOver() {
        assertThat(Ghosts.key(Hex.parse("f".repeat(64)))).isEmpty();
        assertThat(Ghosts.key(new byte[32])).isEmpty();
        assertThat(Ghosts.key(Hex.parse("0".repeat(63) + "1"))).isPresent();
    }

    @Test
    void R51_aThreadIsTheSameFromBothSidesAndTellsNoNumber() {
        String id = ghosts.thread(OUR, THEIR);
        assertThat(ghosts.thread(THEIR, OUR)).isEqualTo(id);
        assertThat(ghosts.thread(OUR, "+420601123468")).isNotEqualTo(id);
        assertThat(new Ghosts(SecretKey.parse("2".repeat(64))).thread(OUR, THEIR))
                .isNotEqualTo(id);
        assertThat(UUID.fromString(id).version()).isEqualTo(8);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    }
}
