package dev.muster.sms.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiptTextTest {
    @Test
    void sms_R33_theFormThatSmppSuggests() {
        var receipt =
                ReceiptText.of("id:1BBEE0 sub:001 dlvrd:001 submit date:2611211930 done date:2611211931 stat:DELIVRD"
                        + " err:000 text:hello");
        assertThat(receipt)
                .isEqualTo(new ReceiptText(Optional.of("1BBEE0"), Optional.of("DELIVRD"), Optional.of("000")));
    }

    @Test
    void sms_R33_smallLettersAndWhatIsMissing() {
        assertThat(ReceiptText.of("ID: 42 Stat:delivrd Text:"))
                .isEqualTo(new ReceiptText(Optional.of("42"), Optional.of("DELIVRD"), Optional.empty()));
        assertThat(ReceiptText.of("stat:FAILED err:045 id:7"))
                .isEqualTo(new ReceiptText(Optional.of("7"), Optional.of("FAILED"), Optional.of("045")));
    }

    @Test
    void sms_R33_datesOfNothingAreNoMatter() {
        assertThat(ReceiptText.of("id:9 sub:000 dlvrd:000 submit date:0000000000 done date:0000000000 stat:EXPIRED"
                                + " err:002")
                        .stat())
                .contains("EXPIRED");
    }

    @Test
    void sms_R33_theMessagesOwnWordsAreNoFields() {
        var receipt = ReceiptText.of("id:9 err:001 text:id:8 stat:DELIVRD");
        assertThat(receipt.id()).contains("9");
        assertThat(receipt.stat()).isEmpty();
    }

    @Test
    void sms_R33_whatIsNoReceiptSaysNothing() {
        assertThat(ReceiptText.of("see you at ten"))
                .isEqualTo(new ReceiptText(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(ReceiptText.of("id: stat: err:").id()).isEmpty();
    }
}
