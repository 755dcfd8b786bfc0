package dev.muster.sms.carrier;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sms.carrier.Incoming.Part;
import dev.muster.sms.text.Alphabet;
import dev.muster.sms.text.Gsm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartTest {
    private static Part part(int index, int count, Alphabet alphabet, byte[] bytes) {
        return new Part("smpp", "key" + index, "+12025550123", "+12025550199", 66, index, count, alphabet, bytes);
    }

    private static Part part(int index, int count, String text) {
        return part(index, count, Alphabet.GSM, Gsm.encode(text).orElseThrow());
    }

    @Test
    void sms_R54_partsAreJoinedInTheirOrder() {
        assertThat(Part.joined(List.of(part(2, 3, "on the "), part(3, 3, "bridge"), part(1, 3, "Meet "))))
                .isEqualTo("Meet on the bridge");
    }

    @Test
    void sms_R54_aMarkStandsForWhatIsMissing() {
        assertThat(Part.joined(List.of(part(1, 3, "Meet "), part(3, 3, "bridge"))))
                .isEqualTo("Meet […]bridge");
        assertThat(Part.joined(List.of(part(3, 4, "on the ")))).isEqualTo("[…]on the […]");
    }

    @Test
    void sms_R54_halvesOfAnEmojiAndOfAnEscapeMeetAgain() {
        byte[] emoji = "a😀b".getBytes(UTF_16BE);
        assertThat(Part.joined(List.of(
                        part(1, 2, Alphabet.UCS2, Arrays.copyOf(emoji, 4)),
                        part(2, 2, Alphabet.UCS2, Arrays.copyOfRange(emoji, 4, emoji.length)))))
                .isEqualTo("a😀b");
        byte[] euro = Gsm.encode("5€").orElseThrow();
        assertThat(Part.joined(List.of(
                        part(1, 2, Alphabet.GSM, Arrays.copyOf(euro, 2)),
                        part(2, 2, Alphabet.GSM, Arrays.copyOfRange(euro, 2, euro.length)))))
                .isEqualTo("5€");
    }

    @Test
    void sms_R55_aPartDoesNotShowWhatWasSaidAndByWhom() {
        assertThat(part(1, 2, "Meet").toString()).isEqualTo("part 1 of 2");
    }
}
