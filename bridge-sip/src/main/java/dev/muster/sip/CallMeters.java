package dev.muster.sip;

import dev.muster.kit.ledger.Change;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.CallRecord;
import dev.muster.sip.leg.Census;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.TrunkState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What is counted of calls, for whoever looks after the bridge. Neither people nor numbers.
final class CallMeters implements Book.News, Census {
    private static final String PREFIX = "muster.sip.";
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final double WORST = 0.05;

    private final MeterRegistry registry;
    private final Timer setup;
    private final DistributionSummary opinion;
    private final Counter forged;

    /// When each telephone was dialled that doesn't ring yet.
    private final Map<String, Timer.Sample> dialled = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
        setup = Timer.builder(PREFIX + "calls.setup")
                .description("How long a telephone takes to ring that we have dialled")
                .publishPercentiles(MEDIAN, NEARLY_ALL)
                .register(registry);
        opinion = DistributionSummary.builder(PREFIX + "legs.opinion")
                .description(
                        "What people would say of how they hear each other, from 1 to 4.5, worked out from loss and"
                                + " delay")
                .publishPercentiles(WORST, MEDIAN)
                .register(registry);
        forged = Counter.builder(PREFIX + "packets.forged")
                .description("Packets of voice from somebody who hasn't the key")
                .register(registry);
    }

    /// Counts what goes on just now.
    void watch(IntSupplier calls, Supplier<List<TrunkState>> trunks) {
        Gauge.builder(PREFIX + "calls", calls::getAsInt)
                .description("Calls that go on")
                .register(registry);
        for (TrunkState trunk : trunks.get())
            Gauge.builder(PREFIX + "trunk.up", () -> isUp(trunks.get(), trunk.name()) ? 1 : 0)
                    .description("Whether that trunk answers, and has taken our registration")
                    .tag("trunk", trunk.name())
                    .register(registry);
    }

    static boolean isUp(List<TrunkState> trunks, String name) {
        return trunks.stream().anyMatch(trunk -> trunk.name().equals(name) && trunk.isUp() && trunk.isRegistered());
    }

    @Override
    public void changed(Change change, CallRecord call) {
        change.afterwards(() -> counted(call));
    }

    private void counted(CallRecord call) {
        switch (call.phase()) {
            case ORDERED -> {}
            case DIALLED -> dialled.put(call.id(), Timer.start(registry));
            case RINGING, TALKING -> {
                Timer.Sample since = dialled.remove(call.id());
                if (since != null) since.stop(setup);
            }
            case OVER -> {
                dialled.remove(call.id());
                ended(call);
            }
        }
    }

    private void ended(CallRecord call) {
        Counter.builder(PREFIX + "calls.ended")
                .description("Calls that are over; how many of them were answered is their answer-seizure ratio")
                .tag("direction", call.direction().name().toLowerCase(Locale.ROOT))
                .tag("answered", Boolean.toString(call.answered().isPresent()))
                .tag("reason", call.reason().map(HangupReason::word).orElse(""))
                .register(registry)
                .increment();
    }

    @Override
    public void measured(Quality.Measure measure, long alien) {
        opinion.record(measure.opinion());
        forged.increment((double) alien);
    }
}
