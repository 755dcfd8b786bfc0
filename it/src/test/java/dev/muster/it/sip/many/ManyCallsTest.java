package dev.muster.it.sip.many;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Await;
import dev.muster.it.House;
import dev.muster.it.sip.Sipp;
import dev.muster.it.sip.many.Setups.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many calls between browsers and telephones, beside the same calls by way of rtpengine.
///
/// In the short form it is shown that they are all connected and that nothing of them stays; what they take is printed
/// only, for the machine may be busy. In the long form (`-Dmuster.long=true`) it is 300 calls for half an hour, and
/// they may not take more than they should. `-Dmuster.calls` and `-Dmuster.minutes` say otherwise.
@Timeout(value = 75, unit = TimeUnit.MINUTES)
class ManyCallsTest {
    private static final boolean IS_LONG = Boolean.getBoolean("muster.long");
    private static final int CALLS = Integer.getInteger("muster.calls", IS_LONG ? 300 : 10);
    private static final Duration IN_ALL =
            IS_LONG ? Duration.ofMinutes(Integer.getInteger("muster.minutes", 30)) : Duration.ofSeconds(4);
    private static final Duration OUR_TURN = IS_LONG ? Duration.ofSeconds(60) : IN_ALL;
    private static final Duration THEIR_TURN = IS_LONG ? Duration.ofSeconds(20) : IN_ALL;

    /// A turn begins so long before it is measured.
    private static final Duration TO_SETTLE = Duration.ofSeconds(IS_LONG ? 3 : 1);

    /// So many calls come and go before any is measured: a bridge that has just been started is slower.
    private static final int BEFORE = Math.min(CALLS, IS_LONG ? 100 : 2);

    private static final int TIMES_BEFORE = IS_LONG ? 3 : 1;

    private static final double MOST_TIMES = 1.6;
    private static final double MOST_MILLIS_TO_CONNECT = 300;

    /// Where the machine does something else for half a second, there is no room for what comes meanwhile.
    private static final double MOST_LOST = IS_LONG ? 0.001 : 0.05;

    /// So many turns more, if the machine was busy with something else in each.
    private static final int MOST_MORE = 4;

    private static final double MOST_GROWTH = 1.1;
    private static final double NOISE_MEGABYTES = 4;

    @TempDir
    private Path folder;

    @Test
    void sip_O2_manyCallsCostLittleMoreThanByRtpengineAndNothingOfThemStays() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        assumeTrue(RtpEngine.missing().isEmpty(), RtpEngine.missing().orElse(""));
        List<String> java = IS_LONG ? House.AS_USUAL : House.SOON_READY;
        try (var us = new Crowding(CALLS);
                OurBridge bridge = OurBridge.start(
                        Files.createDirectory(folder.resolve("ours")),
                        java,
                        us.telephones(),
                        1 + BEFORE * TIMES_BEFORE + CALLS);
                var them = new Crowding(CALLS);
                RtpEngine engine = RtpEngine.start(Files.createDirectory(folder.resolve("theirs")))) {
            us.warmUp(bridge, 1, 1);
            us.warmUp(bridge, BEFORE, TIMES_BEFORE);
            Footprint before = Footprint.of(bridge);
            Setups ours = us.connect(bridge);
            Setups theirs = them.connect(engine);
            assertThat(bridge.going()).as(bridge.logs()).isEqualTo(CALLS);
            say(CALLS + " calls, protected by " + us.protection() + " and " + them.protection());
            say(bridge.name() + ": " + ours + "\n" + engine.name() + ": " + theirs);

            var took = new Comparison();
            took.add(us.turn(bridge, OUR_TURN, TO_SETTLE), them.turn(engine, THEIR_TURN, TO_SETTLE));
            Footprint early = Footprint.of(bridge);
            for (Duration done = OUR_TURN; done.compareTo(IN_ALL) < 0; done = done.plus(OUR_TURN))
                took.add(us.turn(bridge, OUR_TURN, TO_SETTLE), them.turn(engine, THEIR_TURN, TO_SETTLE));
            for (int more = 0; more < MOST_MORE && !took.hasOneInTime(); more++)
                took.add(us.turn(bridge, OUR_TURN, TO_SETTLE), them.turn(engine, THEIR_TURN, TO_SETTLE));
            Footprint late = Footprint.of(bridge);
            assertThat(bridge.going()).as(bridge.logs()).isEqualTo(CALLS);
            say("lost: " + us.lost() + "; " + engine.name() + ": " + them.lost());

            us.hangUp(bridge);
            them.hangUp(engine);
            bridge.ended();
            Footprint after = Await.until(() -> Footprint.of(bridge), now -> now.isFreeOf(before));
            Await.until(bridge::going, calls -> calls == 0);
            say("before " + before + "\nearly  " + early + "\nlate   " + late + "\nafter  " + after);

            assertThat(took.shareLost()).as("of the voices by way of us").isLessThan(MOST_LOST);
            if (!IS_LONG) return;
            assertThat(took.ratio()).as("CPU time, to rtpengine's").isLessThanOrEqualTo(MOST_TIMES);
            assertThat(ours.percentile(95, Setup::heard))
                    .as("ms until connected")
                    .isLessThanOrEqualTo(MOST_MILLIS_TO_CONNECT);
            assertThat(late.heap()).as("MB in use").isLessThan(early.heap() * MOST_GROWTH + NOISE_MEGABYTES);
            assertThat(after.heap()).as("MB in use").isLessThan(before.heap() * MOST_GROWTH + NOISE_MEGABYTES);
        }
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
