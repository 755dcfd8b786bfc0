package dev.muster.relay.push;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.json.JsonWriter;
import dev.muster.relay.policy.PushSubscription;
import java.net.URI;
import java.time.Duration;

/// What a callback is told of one event.
///
/// @param body JSON
/// @param end when it is of no use any more, in the time of [System#nanoTime]
record Notice(byte[] body, long end) {
    /// A call rings for so long, and a message is found by then without us.
    private static final Duration USE = Duration.ofSeconds(45);

    /// @param json the event's
    static Notice of(PushSubscription subscription, Event event, byte[] json, URI relay) {
        var body = new JsonWriter(256);
        body.raw("{\"id\":").string(event.id().hex());
        body.raw(",\"relay\":").string(normal(relay));
        if (subscription.includesEvent()) body.raw(",\"event\":").raw(json);
        return new Notice(body.raw("}").toByteArray(), System.nanoTime() + USE.toNanos());
    }

    /// As a browser would write it, with a path.
    private static String normal(URI relay) {
        String path = relay.getRawPath();
        return path == null || path.isEmpty() ? relay + "/" : relay.toString();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
