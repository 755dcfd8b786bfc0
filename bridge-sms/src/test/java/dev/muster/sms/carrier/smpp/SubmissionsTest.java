package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.text.Alphabet;
import dev.muster.sms.text.Gsm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SubmissionsTest {
    private static final PhoneNumber TO = new PhoneNumber("+12025550123");
    private static final byte[] HEADER = {5, 0, 3};

    static SmppConfig config(int port, Alphabet alphabet, LongText longText, String campaign) {
        return config("127.0.0.1", port, alphabet, longText, campaign, Optional.empty());
    }

    /// @param ca whoever may vouch for the SMSC, if it is to be asked encrypted
    static SmppConfig config(
            String host, int port, Alphabet alphabet, LongText longText, String campaign, Optional<Path> ca) {
        return new SmppConfig(
                host,
                port,
                "muster",
                "secret",
                "",
                Bind.TRANSCEIVER,
                ca.isPresent(),
                ca,
                10,
                Duration.ofSeconds(1),
                alphabet,
                longText,
                IdForm.AUTO,
                -1,
                -1,
                1,
                1,
                "",
                campaign,
                0x1400,
                0x1401,
                LineConfig.DEFAULT);
    }

    private static List<Submission> of(SmppConfig config, String text) {
        return new Submissions(config, new Random(1))
                .of(Outgoing.text("m1", "+12025550199", TO, text, Duration.ofHours(4)));
    }

    private static List<Submission> of(String text) {
        return of(config(1, Alphabet.GSM, LongText.UDH, ""), text);
    }

    @Test
    void sms_c_theOldAlphabetIsNotLatin1() {
        Submission only = of("info@muster").getFirst();
        assertThat(only.coding()).isZero();
        assertThat(only.bytes())
                .isEqualTo(Gsm.encode("info@muster").orElseThrow())
                .contains(0x00);
    }

    @Test
    void sms_c_anSmscMayTakeItForLatin1() {
        var config = config(1, Alphabet.LATIN1, LongText.UDH, "");
        assertThat(of(config, "é@").getFirst().bytes()).isEqualTo("é@".getBytes(ISO_8859_1));
        Submission greek = of(config, "Δ").getFirst();
        assertThat(greek.coding()).isEqualTo((byte) 8);
        assertThat(greek.bytes()).isEqualTo("Δ".getBytes(UTF_16BE));
        assertThat(of(config, "Δ".repeat(100))).hasSize(2);
    }

    @Test
    void sms_R6_everyPartFitsAndHasAHeader() {
        List<Submission> parts = of("щ".repeat(66) + "😀" + "щ".repeat(66));
        assertThat(parts).hasSize(3).allSatisfy(part -> {
            assertThat(part.esmClass()).isEqualTo((byte) 0x40);
            assertThat(part.coding()).isEqualTo((byte) 8);
            assertThat(part.bytes()).hasSizeLessThanOrEqualTo(140).startsWith(HEADER);
            assertThat(part.bytes()[3]).isEqualTo(parts.getFirst().bytes()[3]);
            assertThat(part.bytes()[4]).isEqualTo((byte) 3);
        });
        assertThat(parts.stream().map(part -> (int) part.bytes()[5])).containsExactly(1, 2, 3);
        assertThat(parts.stream()
                        .map(part -> Arrays.copyOfRange(part.bytes(), 6, part.bytes().length))
                        .map(Alphabet.UCS2::decode)
                        .collect(Collectors.joining()))
                .isEqualTo("щ".repeat(66) + "😀" + "щ".repeat(66));
    }

    @Test
    void sms_R54_twoLongTextsAreToldApart() {
        var submissions = new Submissions(config(1, Alphabet.GSM, LongText.UDH, ""), new Random(1));
        var message = Outgoing.text("m1", "", TO, "a".repeat(200), Duration.ofHours(4));
        assertThat(submissions.of(message).getFirst().bytes()[3])
                .isNotEqualTo(submissions.of(message).getFirst().bytes()[3]);
    }

    @Test
    void sms_c_partsByParametersHaveNoHeader() {
        List<Submission> parts = of(config(1, Alphabet.GSM, LongText.SAR, ""), "a".repeat(200));
        assertThat(parts).hasSize(2).allSatisfy(part -> {
            assertThat(part.esmClass()).isZero();
            assertThat(part.parameters()).hasSize(3);
        });
        assertThat(parts.getLast().bytes()).isEqualTo("a".repeat(47).getBytes(US_ASCII));
    }

    @Test
    void sms_c_thePayloadIsOnePart() {
        List<Submission> parts = of(config(1, Alphabet.GSM, LongText.PAYLOAD, ""), "a".repeat(200));
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().bytes()).isEmpty();
        assertThat(parts.getFirst().parameters())
                .containsExactly(
                        new OptionalParameter.Message_payload("a".repeat(200).getBytes(US_ASCII)));
    }

    @Test
    void sms_R29_theCampaignGoesWithEachPart() {
        assertThat(of(config(1, Alphabet.GSM, LongText.UDH, "C12345"), "a".repeat(200)))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.parameters())
                        .containsExactly(
                                new OptionalParameter.OctetString((short) 0x1401, "C12345".getBytes(US_ASCII))));
    }

    @ParameterizedTest
    @CsvSource({"+12025550199, 1, 1, 12025550199", "12345, 3, 0, 12345", "MUSTER, 5, 0, MUSTER", "'', 0, 0, ''"})
    void sms_R3_aSenderIsWhatItLooksLike(String name, int type, int plan, String digits) {
        assertThat(Address.sender(name, -1, -1)).isEqualTo(new Address(type, plan, digits));
        assertThat(Address.sender(name, 2, 8)).isEqualTo(new Address(2, 8, digits));
    }

    @Test
    void sms_R25_validityIsToldFromNowOn() {
        assertThat(Submissions.validity(Duration.ofMinutes(90).plusSeconds(5))).contains("000000013005000R");
        assertThat(Submissions.validity(Duration.ofDays(400))).contains("000028000000000R");
        assertThat(Submissions.validity(Duration.ZERO)).isEmpty();
    }
}
