package dev.muster.sms.carrier.smpp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells what an SMSC brings again from what somebody says again.
///
/// SMPP gives what it brings no id, so a key is made of the content, the five minutes in which it came, and how often
/// it has
/// come in them. It comes again, and has the same key, if the SMSC can't know that we have it: we have refused it, or
/// answered so late that it may have given up, or the connection broke so soon after the answer that this may have been
/// lost.
/// As long as a connection lives, an answer on it arrives.
///
/// After a crash nothing of this is known any more, but the first of a kind in the same five minutes has the same key
/// as
/// before. So a redelivery is recognised unless the five minutes have ended in between.
///
/// Belongs to the thread that hears.
final class Heard {
    private static final Duration AGAIN = Duration.ofMinutes(5);

    /// Many an SMSC gives up after ten seconds.
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Duration doubt;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// @param sequence how many of this content came before, in the same five minutes
    private record Entry(String key, Instant at, long period, int sequence, long session, boolean isSettled) {
        Entry settled(boolean isSettledNow) {
            return new Entry(key, at, period, sequence, session, isSettledNow);
        }
    }

    /// @param doubt after which a connection that breaks would have been noticed
    Heard(Duration doubt) {
        this.doubt = doubt;
    }

    /// The key of what comes now.
    String key(String content, long session, Instant now) {
        entries.values().removeIf(entry -> !entry.at.plus(AGAIN).isAfter(now));
        Entry before = entries.get(content);
        if (before != null && !before.isSettled) return before.key;
        long period = Math.floorDiv(now.getEpochSecond(), AGAIN.toSeconds());
        int sequence = before != null && before.period == period ? before.sequence + 1 : 0;
        String key = content + ":" + period + ":" + sequence;
        entries.remove(content);
        entries.put(content, new Entry(key, now, period, sequence, session, false));
        return key;
    }

    /// We have said that we have it.
    void answered(String content, long session, Duration after) {
        entries.computeIfPresent(
                content,
                (_, entry) -> new Entry(
                        entry.key, entry.at, entry.period, entry.sequence, session, after.compareTo(LATE) < 0));
    }

    /// A connection has broken.
    void ended(long session, Instant now) {
        entries.replaceAll((_, entry) ->
                entry.session == session && entry.at.plus(doubt).isAfter(now) ? entry.settled(false) : entry);
    }
}
