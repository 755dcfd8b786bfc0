package dev.muster.sms.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SegmentsTest {
    static Stream<Arguments> counted() {
        return Stream.of(
                Arguments.of("", 1),
                Arguments.of("a".repeat(160), 1),
                Arguments.of("a".repeat(161), 2),
                Arguments.of("a".repeat(306), 2),
                Arguments.of("a".repeat(307), 3),
                Arguments.of("€".repeat(80), 1),
                Arguments.of("€".repeat(81), 2),
                Arguments.of("щ".repeat(70), 1),
                Arguments.of("щ".repeat(71), 2),
                Arguments.of("щ".repeat(134), 2),
                Arguments.of("😀".repeat(35), 1),
                Arguments.of("😀".repeat(36), 2),
                Arguments.of("щ".repeat(66) + "😀" + "щ".repeat(66), 3));
    }

    @ParameterizedTest
    @MethodSource("counted")
    void sms_R6_aTextHasSoManySegments(String text, int segments) {
        assertThat(Segments.of(text).count()).isEqualTo(segments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ç", "`", "\u00a0", "á", "í", "ó", "ú", "\t", "’", "ю", "😀"})
    void sms_R6_whatTheOldAlphabetHasNotCostsTwice(String character) {
        assertThat(Segments.of("price: " + character).isGsm()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "à", "è", "ì", "ò", "ù", "ñ", "Ç", "ß", "€", "[", "~", "\n"})
    void sms_R6_whatItHasDoesNot(String character) {
        assertThat(Segments.of("price: " + character).isGsm()).isTrue();
    }

    @Test
    void sms_R6_anEscapeAndItsCharacterStayTogether() {
        Segments segments = Segments.of("a".repeat(152) + "€".repeat(10));
        assertThat(segments.parts().getFirst()).isEqualTo("a".repeat(152));
        assertThat(segments.count()).isEqualTo(2);
    }

    @Test
    void sms_R6_partsAreTheTextAgainAndEachFits() {
        var random = new Random(7);
        String[] characters = {"a", "€", "é", "щ", "😀", " ", "\n"};
        for (int round = 0; round < 2000; round++) {
            int some = 1 + random.nextInt(characters.length);
            String text = IntStream.range(0, random.nextInt(500))
                    .mapToObj(_ -> characters[random.nextInt(some)])
                    .collect(Collectors.joining());
            Segments segments = Segments.of(text);
            assertThat(String.join("", segments.parts())).isEqualTo(text);
            assertThat(segments.parts())
                    .allSatisfy(part -> assertThat(size(part, segments))
                            .isLessThanOrEqualTo(
                                    segments.isGsm()
                                            ? (segments.count() == 1 ? 160 : 153)
                                            : (segments.count() == 1 ? 70 : 67)));
        }
    }

    private static int size(String part, Segments segments) {
        return segments.isGsm() ? Gsm.encode(part).orElseThrow().length : part.length();
    }
}
