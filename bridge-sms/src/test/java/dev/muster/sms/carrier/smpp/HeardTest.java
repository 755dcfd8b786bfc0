package dev.muster.sms.carrier.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeardTest {
    private static final Instant NOW = Instant.parse("2033-01-01T12:00:00Z");
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Heard heard = new Heard(Duration.ofSeconds(35));

    @Test
    void sms_R43_whoSaysTheSameAgainHasSaidItTwice() {
        String first = heard.key("yes", 1, NOW);
        heard.answered("yes", 1, AT_ONCE);
        assertThat(heard.key("yes", 1, NOW.plusSeconds(1))).isNotEqualTo(first);
    }

    @Test
    void sms_R43_whatWeRefusedComesAgain() {
        String first = heard.key("stop", 1, NOW);
        assertThat(heard.key("stop", 1, NOW.plusSeconds(10))).isEqualTo(first);
        assertThat(heard.key("stop", 2, NOW.plusSeconds(20))).isEqualTo(first);
    }

    @Test
    void sms_R43_whatWeAnsweredLateMayComeAgain() {
        String first = heard.key("stop", 1, NOW);
        heard.answered("stop", 1, Duration.ofSeconds(6));
        assertThat(heard.key("stop", 1, NOW.plusSeconds(6))).isEqualTo(first);
    }

    @Test
    void sms_R43_anAnswerMayGetLostWithItsConnection() {
        String first = heard.key("yes", 1, NOW);
        heard.answered("yes", 1, AT_ONCE);
        heard.ended(1, NOW.plusSeconds(2));
        assertThat(heard.key("yes", 2, NOW.plusSeconds(4))).isEqualTo(first);
        heard.answered("yes", 2, AT_ONCE);
        assertThat(heard.key("yes", 2, NOW.plusSeconds(5))).isNotEqualTo(first);
    }

    @Test
    void sms_R43_aConnectionThatLivedOnHasBroughtTheAnswer() {
        String first = heard.key("yes", 1, NOW);
        heard.answered("yes", 1, AT_ONCE);
        heard.ended(1, NOW.plusSeconds(60));
        assertThat(heard.key("yes", 2, NOW.plusSeconds(61))).isNotEqualTo(first);
    }

    @Test
    void sms_R43_afterACrashTheFirstIsTakenForTheSame() {
        String first = heard.key("stop", 1, NOW);
        assertThat(new Heard(Duration.ofSeconds(35)).key("stop", 1, NOW.plusSeconds(20)))
                .isEqualTo(first);
    }

    @Test
    void sms_R43_afterFiveMinutesNothingComesAgain() {
        String first = heard.key("yes", 1, NOW);
        assertThat(heard.key("yes", 2, NOW.plusSeconds(301))).isNotEqualTo(first);
    }
}
