package dev.muster.kit.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.Reading.Good;
import dev.muster.kit.number.Reading.Refused;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NumbersTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static Good good(String text, String region) {
        assertThat(Numbers.read(text, region)).isInstanceOf(Good.class);
        return (Good) Numbers.read(text, region);
    }

    private static String e164(String text, String region) {
        return good(text, region).number().e164();
    }

    @ParameterizedTest
    @CsvSource({
        "(415) 555-2671, US, +14155552671",
        "+1 202-555-0123, CZ, +12025550123",
        "tel:+1-202-555-0123, CZ, +12025550123",
        "00420 777 123 456, CZ, +420777123456",
        "420777123456, CZ, +420777123456",
        "777 123 456, CZ, +420777123456",
        "011 15-2345-6789, AR, +5491123456789",
        "+54 9 11 2345-6789, US, +5491123456789",
        "٠٢٠٧١٨٣٨٧٥٠, GB, +442071838750",
        "＋１２０２５５５０１２３, GB, +12025550123",
        "06 12345678, IT, +390612345678",
        "221234, GL, +299221234",
        "+1 500 555 0006, CZ, +15005550006"
    })
    void sms_R1_numbersAreReadAsPeopleWriteThem(String text, String region, String e164) {
        assertThat(e164(text, region)).isEqualTo(e164);
    }

    @Test
    void sms_R1_whatTextProgramsPutAroundNumbersDoesNoHarm() {
        assertThat(e164("\u202a+1 202\u2011555\u20110123\u202c", "CZ")).isEqualTo("+12025550123");
        assertThat(e164(" +1\u00a0202 555 0123\r\n", "CZ")).isEqualTo("+12025550123");
    }

    @Test
    void sms_R1_theyAreTheSameNumbersOnAnArabicAndATurkishMachine() {
        for (Locale locale : List.of(Locale.forLanguageTag("ar-EG-u-nu-arab"), Locale.of("tr", "TR"))) {
            Locale.setDefault(locale);
            assertThat(e164("(415) 555-2671", "US")).isEqualTo("+14155552671");
            assertThat(e164("TEL:+1 202 555 0123", "US")).isEqualTo("+12025550123");
        }
    }

    @ParameterizedTest
    @CsvSource({"+52 1 55 1234 5678, US", "+5215512345678, MX", "1 55 1234 5678, MX", "55 1234 5678, MX"})
    void sms_R2_oldMexicanNumbersAreReadAsTheyAreNow(String text, String region) {
        assertThat(e164(text, region)).isEqualTo("+525512345678");
    }

    @ParameterizedTest
    @CsvSource({
        "+1 202 555 0123 ext. 5, US, extension",
        "+1 202 555 0123 x5, US, extension",
        "'+12025550123,5', US, extension",
        "tel:+1-202-555-0123;ext=5, US, extension",
        "+1 900 234 5678, CZ, premium_rate",
        "906 123 456, CZ, premium_rate",
        "0843 123 4567, GB, premium_rate",
        "+1 800 234 5678, CZ, toll_free",
        "+800 1234 5678, CZ, toll_free",
        "911, US, short_code",
        "12345, US, short_code",
        "112, CZ, short_code",
        "٩١١, US, short_code"
    })
    void sms_R3_someNumbersAreNoDestinations(String text, String region, String reason) {
        assertThat(Numbers.read(text, region))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "INFO", "Taxi24", "", "+1 900 234 5678", "anonymous", "0", "+12345"})
    void sms_R3_whoHasNoNumberOfTheirOwnIsNotAnswered(String from) {
        assertThat(Numbers.sender(from, "US")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+12025550123, US, +12025550123",
        "12025550123, US, +12025550123",
        "2025550123, US, +12025550123",
        "12025550123, CZ, +12025550123",
        "4915112345678, CZ, +4915112345678",
        "420777123456, US, +420777123456",
        "5215512345678, US, +525512345678"
    })
    void sms_R3_carriersLeaveThePlusSignOut(String from, String region, String e164) {
        assertThat(Numbers.sender(from, region)).hasValue(new PhoneNumber(e164));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+15551234567",
                "+1 202 555 01234",
                "+39 612345678",
                "+551187654321",
                "+999 123 456 789",
                "777123456/777123457",
                "+420 777 123 456, +420 777 123 457",
                "1-800-FLOWERS",
                "Ana 777 123 456",
                "Margaret Hall",
                "+",
                "",
                "   ",
                "+911"
            })
    void sms_R4_whatIsNoNumberIsRefused(String text) {
        assertThat(Numbers.read(text, "CZ"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo("invalid_number"));
    }

    @Test
    void sms_R4_noReasonRepeatsTheNumber() {
        for (String text : List.of("+15551234567", "+1 900 234 5678", "12345", "+18002345678"))
            assertThat(Numbers.read(text, "US").toString()).doesNotContain(text).doesNotContain("555123");
    }

    @Test
    void sms_R5_twoSpellingsAreOneNumber() {
        assertThat(Stream.of("(202) 555-0123", "+1 202.555.0123", "1-202-555-0123", "2025550123", "tel:+12025550123")
                        .map(text -> good(text, "US").number())
                        .collect(Collectors.toSet()))
                .containsExactly(new PhoneNumber("+12025550123"));
    }

    @Test
    void regionsAreTwoLetters() {
        assertThat(Numbers.knows("CZ")).isTrue();
        assertThat(Numbers.knows("cz")).isFalse();
        assertThat(Numbers.knows("")).isFalse();
        assertThat(Numbers.knows("XX")).isFalse();
    }
}
