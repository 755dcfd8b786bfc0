package dev.muster.sms.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class KeywordTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " Stop. ",
                "\"stop\"",
                "stop\r\n",
                "ＳＴＯＰ",
                "🛑 stop",
                "\u200fSTOP",
                "stop  all",
                "Opt-out",
                "opt out",
                "s\u200btop",
                "\ufeffstop",
                "stop ❤️",
                "StopAll",
                "unsubscribe",
                "CANCEL",
                "end",
                "quit",
                "revoke!",
                "OptOut"
            })
    void sms_R10_theseEndIt(String text) {
        assertThat(Keyword.of(text)).hasValue(Keyword.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP PLEASE", "don't stop", "st op", "", "   ", "…", "stopp1ng", "endless", "the end"})
    void sms_R10_theseDoNot(String text) {
        assertThat(Keyword.of(text)).isEmpty();
    }

    @Test
    void sms_R10_theOthersHaveTheirWords() {
        assertThat(Keyword.of("start")).hasValue(Keyword.START);
        assertThat(Keyword.of("Unstop.")).hasValue(Keyword.START);
        assertThat(Keyword.of("Help?")).hasValue(Keyword.HELP);
        assertThat(Keyword.of("info")).hasValue(Keyword.HELP);
        assertThat(Keyword.of("yes!")).hasValue(Keyword.YES);
    }

    /// Where capitals of "i" have a dot, where digits look otherwise, and where letters gain one.
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "az-AZ", "lt-LT", "ar-EG-u-nu-arab"})
    void sms_R10_theyAreTheSameWordsOnATurkishMachine(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
        for (String text : List.of(
                "stop",
                "stopall",
                "stop all",
                "unsubscribe",
                "cancel",
                "end",
                "quit",
                "optout",
                "opt out",
                "opt-out",
                "revoke")) assertThat(Keyword.of(text)).as(text).hasValue(Keyword.STOP);
        assertThat(Keyword.of("info")).hasValue(Keyword.HELP);
        assertThat(Keyword.of("unstop")).hasValue(Keyword.START);
        assertThat(Keyword.isPerhapsStop("take me off this list")).isTrue();
        assertThat(Keyword.isPerhapsStop("write in capitals")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP PLEASE",
                "remove me",
                "stop texting me",
                "please take me off this list",
                "Don’t text me again",
                "do not contact me",
                "no more messages please",
                "I want to unsubscribe",
                "leave me alone"
            })
    void sms_R11_inOtherWordsItMayBeMeant(String text) {
        assertThat(Keyword.of(text)).isEmpty();
        assertThat(Keyword.isPerhapsStop(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"don't stop", "see you at the bus station", "I can't come", "never stop learning", "ok"})
    void sms_R11_notEverySentenceIsOne(String text) {
        assertThat(Keyword.isPerhapsStop(text)).isFalse();
    }
}
