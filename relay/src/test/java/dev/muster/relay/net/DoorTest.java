package dev.muster.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.relay.net.Door.Refusal;
import dev.muster.relay.policy.Limits;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is let in.
@Timeout(60)
class DoorTest {
    private static final String SOMEBODY = "192.0.2.1";
    private static final String ANOTHER = "192.0.2.2";
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong();
    private Door door;

    @BeforeEach
    void build() throws IOException {
        var setting = new TestServer.Setting();
        setting.connections = 5;
        setting.connectionsPerAddress = 3;
        setting.connectsPerSecond = 2;
        setting.connectBurst = 4;
        door = door(setting);
    }

    private Door door(TestServer.Setting setting) throws IOException {
        Terms terms = Terms.of(setting.listening(), Limits.DEFAULT);
        return new Door(() -> terms, now::get);
    }

    @Test
    void zeroMeansAnyNumber() throws IOException {
        var setting = new TestServer.Setting();
        setting.connectionsPerAddress = 0;
        setting.connectsPerSecond = 0;
        setting.connectBurst = 0;
        Door open = door(setting);
        for (int i = 0; i < 500; i++) {
            assertThat(open.arrive(Optional.of(SOMEBODY))).isTrue();
            assertThat(open.knock(SOMEBODY)).isEmpty();
            assertThat(open.enter(SOMEBODY)).isEmpty();
        }
    }

    @Test
    void oneAddressHasOnlySoManyConnections() {
        for (int i = 0; i < 3; i++) assertThat(door.enter(SOMEBODY)).isEmpty();

        assertThat(door.enter(SOMEBODY)).contains(Refusal.TOO_MANY);
        assertThat(door.enter(ANOTHER)).isEmpty();
    }

    @Test
    void whoLeavesMakesRoom() {
        for (int i = 0; i < 3; i++) door.enter(SOMEBODY);
        door.leave(SOMEBODY);

        assertThat(door.inside()).isEqualTo(2);
        assertThat(door.enter(SOMEBODY)).isEmpty();
    }

    @Test
    void thereAreOnlySoManyConnectionsAtAll() {
        for (int i = 0; i < 5; i++) assertThat(door.enter("192.0.2." + i)).isEmpty();

        assertThat(door.enter("192.0.2.9")).contains(Refusal.FULL);
    }

    @Test
    void oneAddressComesOnlySoOften() {
        for (int i = 0; i < 4; i++) assertThat(door.knock(SOMEBODY)).isEmpty();

        assertThat(door.knock(SOMEBODY)).contains(Refusal.TOO_FAST);
        assertThat(door.knock(ANOTHER)).isEmpty();
    }

    @Test
    void timeMakesItWelcomeAgain() {
        for (int i = 0; i < 4; i++) door.knock(SOMEBODY);
        now.addAndGet(SECOND / 2);

        assertThat(door.knock(SOMEBODY)).isEmpty();
        assertThat(door.knock(SOMEBODY)).contains(Refusal.TOO_FAST);
    }

    @Test
    void comingAndGoingDoesNotMakeAnybodyForgotten() {
        for (int i = 0; i < 4; i++) {
            assertThat(door.knock(SOMEBODY)).isEmpty();
            assertThat(door.enter(SOMEBODY)).isEmpty();
            door.leave(SOMEBODY);
        }

        assertThat(door.knock(SOMEBODY)).contains(Refusal.TOO_FAST);
    }

    @Test
    void whoHasNotComeForLongIsForgotten() {
        for (int i = 0; i < 1000; i++) door.knock("10.0." + i / 256 + "." + i % 256);
        now.addAndGet(60 * SECOND);
        for (int i = 0; i < 1000; i++) door.knock(SOMEBODY + i % 4);

        assertThat(door.remembered()).isLessThan(10);
    }

    @Test
    void whoeverComesFromEverywhereFillsNoMemory() {
        for (int i = 0; i < 300_000; i++) door.knock("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));

        assertThat(door.remembered()).isLessThan(70_000);
    }

    @Test
    void socketsThatAskForNothingAreFewToo() {
        int taken = 0;
        while (door.arrive(Optional.of(SOMEBODY))) taken++;

        assertThat(taken).isBetween(3, 100);
        assertThat(door.arrive(Optional.of(ANOTHER))).isTrue();
        door.depart(Optional.of(SOMEBODY));
        assertThat(door.arrive(Optional.of(SOMEBODY))).isTrue();
    }
}
