package dev.muster.sip.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private Instant now = Instant.parse("2026-03-14T12:00:00Z");
    private final Gate gate =
            new Gate(new GateConfig(List.of("+1"), List.of(), 2, 3, 5, 4, 2, Duration.ofHours(2)), () -> now);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "+12025550123, true",
        "+19005550123, false",
        "+19025550123, true",
        "+190055501, false",
        "+4930123456, true",
        "+49900123456, false",
        "+499001234567, false",
        "+447700900123, false",
        "+881612345678, false",
        "+88213123456, false",
        "+870773123456, true"
    })
    void sip_F1_theLongestPrefixCounts(String number, boolean isAllowed) {
        var prefixes = Prefixes.of(List.of("+1", "+49", "+8", "+870"), List.of("+1900", "+49900"));
        assertThat(prefixes.allow(number)).isEqualTo(isAllowed);
    }

    @Test
    void sip_F1_withoutAListNobodyIsCalled() {
        assertThat(Prefixes.of(List.of(), List.of()).allow("+12025550123")).isFalse();
        assertThat(new Gate(GateConfig.DEFAULT, () -> now).refusal("+12025550123"))
                .hasValueSatisfying(
                        why -> assertThat(why.text()).contains("sip.gate.allow").doesNotContain("2025550123"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"49", "+", "+49x", "+1234567890123456", ""})
    void whatIsNoBeginningOfANumberIsRefused(String prefix) {
        assertThatThrownBy(() -> Prefixes.of(List.of(prefix), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as +49");
    }

    @Test
    void aPrefixIsAllowedOrDenied() {
        assertThatThrownBy(() -> Prefixes.of(List.of("+49"), List.of("+49")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private boolean enters(String call, String person, String group) {
        return gate.enter(call, person, group).isEmpty();
    }

    @Test
    void sip_F2_nobodyTakesAllTheLines() {
        assertThat(enters("a", "ana", "north")).isTrue();
        assertThat(enters("a", "ana", "north")).as("the same call").isTrue();
        assertThat(enters("b", "ana", "north")).isTrue();
        assertThat(enters("c", "ana", "south")).as("a third of hers").isFalse();
        assertThat(enters("c", "bea", "north")).isTrue();
        assertThat(enters("d", "carl", "north")).as("a fourth of the group").isFalse();
        assertThat(enters("d", "carl", "")).isTrue();
        assertThat(enters("e", "dora", "")).isTrue();
        assertThat(enters("f", "emil", "")).as("a sixth in all").isFalse();
        gate.leave("a");
        assertThat(enters("f", "emil", "")).isTrue();
    }

    @Test
    void sip_F2_telephonesThatCallAreCountedAllTogether() {
        for (int i = 0; i < 5; i++) assertThat(enters("call-" + i, "", "")).isTrue();
        assertThat(enters("call-5", "", "")).as("a sixth in all").isFalse();
        assertThat(enters("call-5", "ana", "")).isFalse();
        gate.leave("call-0");
        assertThat(enters("call-5", "", "north")).isTrue();
    }

    @Test
    void sip_F2_nobodyDialsOnAndOn() {
        for (int i = 0; i < 4; i++) {
            assertThat(enters("call-" + i, "ana", "")).isTrue();
            gate.leave("call-" + i);
        }
        assertThat(gate.enter("call-5", "ana", ""))
                .hasValueSatisfying(why -> assertThat(why.word()).isEqualTo("too_many_calls"));
        assertThat(enters("call-6", "bea", "")).isTrue();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(enters("call-7", "ana", "")).isTrue();
    }
}
