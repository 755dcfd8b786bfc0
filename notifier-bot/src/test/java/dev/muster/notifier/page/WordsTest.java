package dev.muster.notifier.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say, in every language.
class WordsTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");

    static List<String> languages() {
        return Words.LANGUAGES;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageSaysTheSameThings(String language) {
        assertThat(arguments(Words.in(language))).isEqualTo(arguments(Words.in("en")));
    }

    private static Map<String, String> arguments(Words words) {
        Map<String, String> arguments = new TreeMap<>();
        words.texts()
                .forEach((key, text) -> arguments.put(
                        key,
                        ARGUMENT.matcher(text)
                                .results()
                                .map(found -> found.group())
                                .sorted()
                                .collect(Collectors.joining())));
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void nothingIsLeftUntranslatedOrEmpty(String language) {
        Words words = Words.in(language);
        var same = new TreeSet<String>();
        words.texts().forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            if (text.length() > 20 && text.equals(Words.in("en").texts().get(key))) same.add(key);
        });

        if (!language.equals("en")) assertThat(same).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 min",
        "1,1 min",
        "60,1 min",
        "61,2 min",
        "3540,59 min",
        "3541,1 h 0 min",
        "5400,1 h 30 min",
        "86400,1 d 0 h",
        "-5,0 min"
    })
    void spansAreRoundedUpToTheMinute(long seconds, String text) {
        assertThat(Words.in("en").span(Duration.ofSeconds(seconds)).replace('\u00a0', ' '))
                .isEqualTo(text);
    }

    @Test
    void argumentsTakeTheirPlaces() {
        assertThat(Words.in("de").say("span.hours", 1, 30)).isEqualTo("1\u00a0Std. 30\u00a0Min.");
    }
}
