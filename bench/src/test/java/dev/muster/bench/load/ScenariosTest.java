package dev.muster.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bench.report.Figure;
import dev.muster.bench.wire.WrongAnswer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each way of measuring, on a relay that does what it should, and on ones that don't.
@Timeout(120)
class ScenariosTest {
    private static final Size SMALL =
            new Size(300, 200, 2_000, 1_000, 400, 40, Duration.ofSeconds(1), Duration.ofMillis(1));

    @TempDir
    private static Path events;

    @TempDir
    private Path data;

    static Stream<Scenario> inOneProcess() {
        return Stream.of(
                new FullLoad(),
                new EverydayPace(),
                new Duplicates(),
                new OneInFlight(),
                new LiveDelivery(),
                new FanOut(),
                new Queries(),
                new Inbox());
    }

    @ParameterizedTest
    @MethodSource("inOneProcess")
    void everyScenarioMeasuresARelayThatWorks(Scenario scenario) throws Exception {
        assertThat(measure(scenario, TinyRelay.Fault.NONE)).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure.scenario()).isEqualTo(scenario.name());
            assertThat(figure.value()).isFinite();
        });
    }

    @Test
    void growthRestartsTheRelayOnItsData() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "exec %s -cp '%s' %s {port} {data}"
                .formatted(java, System.getProperty("java.class.path"), TinyRelay.class.getName());
        try (var lab = lab(new Relays.Started(command, data))) {
            assertThat(new Growth().measure(lab))
                    .extracting(Figure::what)
                    .contains("start to serving with 4,000 stored", "an event, the second to the first");
        }
    }

    @Test
    void aRefusedEventIsNotMeasured() {
        assertThatThrownBy(() -> measure(new FullLoad(), TinyRelay.Fault.REFUSES_EVENTS))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining("blocked: not today");
    }

    @Test
    void eventsThatAreNotFoundAgainAreNoticed() {
        assertThatThrownBy(() -> measure(new Queries(), TinyRelay.Fault.FORGETS_ONE_OF_TEN))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining("stored events, not");
    }

    @Test
    void aSecondDeliveryIsNoticed() {
        assertThatThrownBy(() -> measure(new FanOut(), TinyRelay.Fault.DELIVERS_TWICE))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining("more than once");
    }

    private static List<Figure> measure(Scenario scenario, TinyRelay.Fault fault) throws Exception {
        try (var relay = new TinyRelay(0, fault);
                var lab = lab(
                        new Relays.Attached(relay.uri(), ProcessHandle.current().pid()))) {
            return scenario.measure(lab);
        }
    }

    private static Lab lab(Relays relays) throws Exception {
        var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Lab(relays, SMALL, events, quiet);
    }
}
