package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.EventId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
    private final RecentIds recent = new RecentIds(10);

    @Test
    void remembersAtLeastHalfOfItsCapacity() {
        for (int i = 0; i < 100; i++) {
            assertThat(recent.add(id(i))).isTrue();
            for (int j = Math.max(0, i - 4); j <= i; j++)
                assertThat(recent.add(id(j))).isFalse();
        }
    }

    @Test
    void forgetsWhatIsOlderThanItsCapacity() {
        for (int i = 0; i < 100; i++) recent.add(id(i));
        for (int i = 0; i < 90; i++) assertThat(recent.contains(id(i))).isFalse();
    }

    private static EventId id(int number) {
        return new EventId(ByteBuffer.allocate(32).putInt(number).array());
    }
}
