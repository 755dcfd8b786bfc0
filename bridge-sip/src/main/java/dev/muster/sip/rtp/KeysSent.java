package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.RtpPacket.HEADER;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Presses keys for somebody (RFC 4733): one packet each 20 ms, one key after the other.
public final class KeysSent {
    private static final int MOST_WAITING = 64;
    private static final int LONGEST_SEGMENT = 0xffff;
    private static final int PAYLOAD = 4;
    private static final int END = 0x80;
    private static final int VOLUME = 10;

    /// Said thrice, for who doesn't hear it thinks that the key is still held.
    private static final int ENDS = 3;

    /// How many ticks lie between the end of a key and the next one: 100 ms, of which those packets take the
    /// first 40.
    private static final int GAP = 5;

    private static final Duration SHORTEST = Duration.ofMillis(40);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private record Press(int code, int samples) {}

    private final Outgoing outgoing;
    private final Queue<Press> waiting = new ArrayDeque<>();
    private @Nullable Press current;
    private Outgoing.@Nullable Turn turn;
    private int place;
    private int segmentAt;
    private int elapsed;
    private int ticksSinceEnd;

    public KeysSent(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /// Will press a key, after those before.
    ///
    /// @return false if there is no such key, or too many wait already
    public boolean press(char key, Duration held) {
        int code = Key.ALL.indexOf(Character.toUpperCase(key));
        if (code < 0 || waiting.size() >= MOST_WAITING) return false;
        Duration between = held.compareTo(SHORTEST) < 0 ? SHORTEST : held.compareTo(LONGEST) > 0 ? LONGEST : held;
        waiting.add(new Press(code, (int) (between.toMillis() * G711.RATE / 1000)));
        return true;
    }

    /// Whether a key is pressed or about to be: nothing else is to be sent then.
    public boolean isBusy() {
        return current != null || !waiting.isEmpty();
    }

    /// Forgets the keys that wait.
    public void clear() {
        waiting.clear();
    }

    /// Writes what is to be sent now. To be called each 20 ms, as long as this is busy.
    ///
    /// @param payloadType what the leg calls events
    /// @return how long it is; 0 if there is nothing to send just now
    public int tick(byte[] target, int at, int payloadType, long now) {
        if (current == null) begin(now);
        Press press = current;
        Outgoing.Turn mine = turn;
        if (press == null || mine == null) return 0;
        if (ticksSinceEnd > 0) return afterEnd(press, mine, target, at, payloadType, now);

        int type = payloadType | (elapsed == 0 ? RtpPacket.MARKER : 0);
        elapsed = Math.min(elapsed + G711.FRAME, press.samples());
        int duration = elapsed - segmentAt;
        if (duration > LONGEST_SEGMENT) {
            int written = write(press, mine, target, at, type, 0, LONGEST_SEGMENT, now);
            segmentAt += LONGEST_SEGMENT;
            return written;
        }
        boolean isEnd = elapsed == press.samples();
        if (isEnd) ticksSinceEnd = 1;
        return write(press, mine, target, at, type, isEnd ? END : 0, duration, now);
    }

    private void begin(long now) {
        current = waiting.poll();
        if (current == null) return;
        turn = outgoing.take(now);
        place = 0;
        segmentAt = 0;
        elapsed = 0;
        ticksSinceEnd = 0;
    }

    private int afterEnd(Press press, Outgoing.Turn mine, byte[] target, int at, int payloadType, long now) {
        ticksSinceEnd++;
        if (ticksSinceEnd <= ENDS) return write(press, mine, target, at, payloadType, END, elapsed - segmentAt, now);
        if (ticksSinceEnd > GAP) current = null;
        return 0;
    }

    private int write(
            Press press, Outgoing.Turn mine, byte[] target, int at, int type, int flags, int duration, long now) {
        target[at + HEADER] = (byte) press.code();
        target[at + HEADER + 1] = (byte) (flags | VOLUME);
        BigEndian.put16(target, at + HEADER + 2, duration);
        return mine.write(target, at, type, place++, segmentAt, PAYLOAD, now);
    }
}
