package dev.muster.sms.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GsmTest {
    @Test
    void everySeptetIsReadAndWritten() {
        for (byte septet = 0; septet >= 0; septet++) {
            if (septet == 0x1b) continue;
            String character = Gsm.decode(new byte[] {septet});
            assertThat(Gsm.encode(character)).hasValue(new byte[] {septet});
        }
    }

    @Test
    void theSignsThatEmailNeedsAreNotWhatTheyAreInLatin() {
        assertThat(Gsm.encode("@")).hasValue(new byte[] {0});
        assertThat(Gsm.encode("€[")).hasValue(new byte[] {0x1b, 0x65, 0x1b, 0x3c});
        assertThat(Gsm.encode("щ")).isEmpty();
    }

    @Test
    void whateverOthersSendIsRead() {
        assertThat(Gsm.decode(new byte[] {0x1b, 'A'}))
                .as("an escape that nobody knows")
                .isEqualTo("A");
        assertThat(Gsm.decode(new byte[] {'A', 0x1b})).as("cut off").isEqualTo("A");
        assertThat(Gsm.decode(new byte[] {(byte) 0xc1})).as("an eighth bit").isEqualTo("A");
        var random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            byte[] junk = new byte[random.nextInt(200)];
            random.nextBytes(junk);
            assertThat(Gsm.has(Gsm.decode(junk))).isTrue();
        }
        assertThat(Gsm.decode("STOP".getBytes(ISO_8859_1))).isEqualTo("STOP");
    }
}
