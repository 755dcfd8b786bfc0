package dev.muster.sms.carrier.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.State;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ReceiptsTest {
    private final Receipts receipts = new Receipts("smpp", new Ids(IdForm.AUTO));

    private static DeliverSm delivery(String said, OptionalParameter... parameters) {
        var delivery = new DeliverSm();
        delivery.setSmscDeliveryReceipt();
        delivery.setShortMessage(said.getBytes(US_ASCII));
        delivery.setOptionalParameters(parameters);
        return delivery;
    }

    private Receipt read(String said, OptionalParameter... parameters) {
        return receipts.read(delivery(said, parameters)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVRD, DELIVERED", "delivrd, DELIVERED", "EXPIRED, EXPIRED", "DELETED, FAILED", "UNDELIV, FAILED",
        "REJECTD, FAILED", "FAILED, FAILED", "ACCEPTD, SENT", "ENROUTE, SENT", "UNKNOWN, SENT"
    })
    void sms_R33_whatTheWordsMean(String stat, State state) {
        assertThat(read("id:1 stat:" + stat).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"1, SENT", "2, DELIVERED", "3, EXPIRED", "4, FAILED", "5, FAILED", "6, SENT", "7, SENT", "8, FAILED"})
    void sms_R33_whereThereAreNoWordsTheNumberCounts(byte number, State state) {
        Receipt receipt =
                read("", new OptionalParameter.Receipted_message_id("4E"), new OptionalParameter.Message_state(number));
        assertThat(receipt.state()).isEqualTo(state);
        assertThat(receipt.ids()).containsExactly("4e");
    }

    @Test
    void sms_R32_theTlvDecides() {
        assertThat(read("id:0001818336 stat:DELIVRD", new OptionalParameter.Receipted_message_id("1BBEE0"))
                        .ids())
                .containsExactly("1bbee0");
    }

    @Test
    void sms_R33_theCodeIsTheSmscsWordAndNumber() {
        assertThat(read("id:1 stat:UNDELIV err:045").code()).isEqualTo("UNDELIV 045");
        assertThat(read("id:1 stat:REJECTD err:000").code()).isEqualTo("REJECTD");
        assertThat(read("id:1 stat:DELIVRD err:000").code()).isEmpty();
        assertThat(read("id:1 stat:UNDELIV", new OptionalParameter.Network_error_code(new byte[] {3, 0, 34}))
                        .code())
                .isEqualTo("UNDELIV 34");
    }

    @Test
    void sms_R33_withoutIdOrStateItIsNone() {
        assertThat(receipts.read(delivery("stat:DELIVRD"))).isEmpty();
        assertThat(receipts.read(delivery("id:1 stat:TELEPORTED"))).isEmpty();
    }

    @Test
    void sms_R33_nobodysPhoneMakesOne() {
        var delivery = new DeliverSm();
        delivery.setShortMessage("id:1 stat:DELIVRD".getBytes(US_ASCII));
        assertThat(Receipts.isOne(delivery)).isFalse();
    }
}
