package dev.muster.nostr.client;

import static dev.muster.nostr.client.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Incoming.Ended;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BufferTest {
    private static final Arrived NOTE = new Arrived(note(1));

    private final AtomicInteger room = new AtomicInteger();
    private final Buffer buffer = new Buffer(2 * NOTE.event().jsonLength(), room::incrementAndGet);

    @Test
    void holdsSoManyBytesAndSaysWhenThereIsRoomAgain() throws Exception {
        assertThat(buffer.offer(NOTE)).isTrue();
        assertThat(buffer.offer(NOTE)).isTrue();
        assertThat(buffer.offer(NOTE)).isFalse();
        assertThat(buffer.offer(new EndOfStored(true))).isTrue();

        assertThat(room).hasValue(0);
        buffer.next();
        assertThat(room).hasValue(1);
        buffer.next();
        assertThat(room).hasValue(1);
        assertThat(buffer.offer(NOTE)).isTrue();
    }

    @Test
    void holdsOneEventHoweverLarge() {
        var small = new Buffer(1, () -> {});
        assertThat(small.offer(NOTE)).isTrue();
        assertThat(small.offer(NOTE)).isFalse();
    }

    @Test
    void whatIsInItComesBeforeItsEnd() throws Exception {
        buffer.offer(NOTE);
        buffer.end("error: over");
        buffer.end("error: again");
        assertThat(buffer.offer(NOTE)).isTrue();
        assertThat(buffer.next()).isEqualTo(NOTE);
        assertThat(buffer.next()).isEqualTo(new Ended("error: over"));
        assertThat(buffer.next()).isEqualTo(new Ended("error: over"));
    }

    @Test
    void putWaitsForRoomAndIsReleasedByTheEnd() throws Exception {
        buffer.put(NOTE);
        buffer.put(NOTE);
        var putting = Thread.ofVirtual().start(() -> {
            try {
                buffer.put(NOTE);
                buffer.put(NOTE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until(() -> putting.getState() == Thread.State.WAITING);
        assertThat(buffer.next()).isEqualTo(NOTE);
        Await.until(() -> putting.getState() == Thread.State.WAITING);
        buffer.end("closed");
        putting.join();
    }
}
