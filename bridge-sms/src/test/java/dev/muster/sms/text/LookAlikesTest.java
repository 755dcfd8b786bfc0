package dev.muster.sms.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LookAlikesTest {
    @Test
    void sms_R7_whatWordProcessorsPutInIsReplaced() {
        assertThat(LookAlikes.replaced("“It’s at 5\u00a0pm” – bring water…"))
                .isEqualTo("\"It's at 5 pm\" - bring water...");
    }

    @Test
    void sms_R7_whereNothingIsWonTheTextStaysAsItIs() {
        assertThat(LookAlikes.replaced("It’s “сегодня”")).isEqualTo("It’s “сегодня”");
    }

    @Test
    void sms_R7_itSavesSegments() {
        String text = "Tonight’s training: " + "a".repeat(100);
        assertThat(Segments.of(text).count()).isEqualTo(2);
        assertThat(Segments.of(LookAlikes.replaced(text)).count()).isEqualTo(1);
    }
}
