package dev.muster.sms.carrier.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdsTest {
    @Test
    void sms_R32_caseAndZerosInFrontDoNotMatter() {
        var ids = new Ids(IdForm.TEXT);
        assertThat(ids.inAnswer("00ABCD")).isEqualTo("abcd");
        assertThat(ids.inReceipt("0000abcd")).containsExactly("abcd");
        assertThat(ids.inAnswer("0")).isEqualTo("0");
    }

    @Test
    void sms_R32_decimalReceiptsOfHexadecimalIds() {
        assertThat(new Ids(IdForm.DECIMAL).inReceipt("0001818336")).containsExactly("1bbee0");
    }

    @Test
    void sms_R32_hexadecimalReceiptsOfDecimalIds() {
        assertThat(new Ids(IdForm.HEX).inReceipt("1BBEE0")).containsExactly("1818336");
    }

    @Test
    void sms_R32_whatAnSmscDoesIsLearnt() {
        var ids = new Ids(IdForm.AUTO);
        ids.inAnswer("1BBEE0");
        assertThat(ids.inReceipt("0001818336")).containsExactly("1bbee0");
        assertThat(ids.inReceipt("1818337")).containsExactly("1bbee1");
    }

    @Test
    void sms_R32_untilThenAReceiptMayMeanAnyOfThem() {
        assertThat(new Ids(IdForm.AUTO).inReceipt("0100")).containsExactly("100", "64", "256");
        assertThat(new Ids(IdForm.AUTO).inReceipt("f3a1-77")).containsExactly("f3a1-77");
    }

    @Test
    void sms_R32_whatFitsSeveralIsTakenByItsWord() {
        var ids = new Ids(IdForm.AUTO);
        ids.inAnswer("100");
        ids.inAnswer("64");
        assertThat(ids.inReceipt("100")).containsExactly("100");
    }
}
