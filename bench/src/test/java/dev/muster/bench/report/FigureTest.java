package dev.muster.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FigureTest {
    @Test
    void betweenGoalAndLimitIsGoodEnough() {
        Target target = Target.verifications(2, 3, 30);
        assertThat(figure(60, target).verdict()).isEqualTo(Verdict.MET);
        assertThat(figure(61, target).verdict()).isEqualTo(Verdict.GOOD_ENOUGH);
        assertThat(figure(91, target).verdict()).isEqualTo(Verdict.MISSED);
        assertThat(figure(90, target).ratio()).hasValue(1.5);
        assertThat(figure(90, Target.none()).verdict()).isEqualTo(Verdict.OPEN);
    }

    @Test
    void ofSeveralRunsTheOneInTheMiddleCounts() {
        // The slow machine's 80 µs are its better result.
        Figure slow = figure(80, Target.verifications(2, 3, 50));
        Figure middle = figure(54, Target.verifications(2, 3, 30));
        Figure worst = figure(66, Target.verifications(2, 3, 30));
        Figure other = new Figure("load", "another", 7, "ms", Target.none());
        assertThat(Figure.medians(List.of(worst, other, slow, middle))).containsExactly(middle, other);
    }

    @Test
    void numbersHaveAsManyDigitsAsMeanSomething() {
        assertThat(List.of(1.0, 0.123, 12.34, 1234.5, 150.0).stream().map(Figure::number))
                .containsExactly("1", "0.12", "12.3", "1,235", "150");
    }

    private static Figure figure(double value, Target target) {
        return new Figure("load", "an event", value, "µs", target);
    }
}
