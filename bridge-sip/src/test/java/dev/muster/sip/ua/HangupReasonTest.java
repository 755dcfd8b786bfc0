package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HangupReasonTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "486, busy",
        "600, busy",
        "603, rejected",
        "403, rejected",
        "404, rejected",
        "484, rejected",
        "410, rejected",
        "302, rejected",
        "480, no_answer",
        "408, no_answer",
        "487, cancelled",
        "500, network_failure",
        "502, network_failure",
        "503, network_failure",
        "504, network_failure",
        "0, network_failure",
        "401, network_failure",
        "488, media_failure",
        "415, media_failure",
        "606, media_failure"
    })
    void sip_S7_whatSipSays(int code, String word) {
        assertThat(HangupReason.of(code, Optional.empty()).word()).isEqualTo(word);
    }

    @ParameterizedTest(name = "cause {0}: {1}")
    @CsvSource({
        "17, busy",
        "18, no_answer",
        "19, no_answer",
        "20, no_answer",
        "1, rejected",
        "21, rejected",
        "22, rejected",
        "28, rejected",
        "38, network_failure",
        "41, network_failure",
        "34, network_failure",
        "65, media_failure",
        "88, media_failure"
    })
    void sip_S7_whatTheTelephoneNetworkSaysCountsMore(int cause, String word) {
        for (int code : new int[] {486, 480, 404, 500, 488, 603})
            assertThat(HangupReason.of(code, Optional.of(cause)).word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"16", "31", "99"})
    void sip_S7_aCauseThatSaysNothingDoesntCount(int cause) {
        assertThat(HangupReason.of(486, Optional.of(cause))).isEqualTo(HangupReason.BUSY);
    }

    @ParameterizedTest
    @EnumSource(
            value = HangupReason.class,
            names = {"BUSY", "REJECTED", "NO_ANSWER", "NETWORK_FAILURE", "MEDIA_FAILURE"})
    void sip_S7_whatWeSayIsUnderstood(HangupReason reason) {
        assertThat(HangupReason.of(reason.code(), Optional.empty())).isEqualTo(reason);
        assertThat(HangupReason.ofCause(reason.cause())).contains(reason);
    }

    @Test
    void sip_S7_thereAreSeven() {
        assertThat(HangupReason.values()).hasSize(7);
    }
}
