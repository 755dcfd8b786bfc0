package dev.muster.relay.net;

import dev.muster.relay.net.Door.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What goes through the connections, as metrics show it.
final class Traffic {
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter messagesIn;
    private final Counter messagesOut;
    private final MeterRegistry metrics;

    /// Why a connection came to its end.
    enum End {
        CLIENT("client", "The client closed it, or the network did"),
        RELAY("relay", "The relay said goodbye"),
        SLOW("slow", "The client didn't read what it had asked for"),
        SILENT("silent", "The client didn't answer a ping, or stopped within a message"),
        RULES("rules", "The client sent what isn't WebSocket, or too much at once");

        final String label;
        final String description;

        End(String label, String description) {
            this.label = label;
            this.description = description;
        }
    }

    Traffic(MeterRegistry metrics, Door door) {
        this.metrics = metrics;
        Gauge.builder("muster.relay.connections", door, Door::inside)
                .description("Open WebSocket connections")
                .register(metrics);
        bytesIn = counter(metrics, "muster.relay.bytes.in", "Bytes read from sockets");
        bytesOut = counter(metrics, "muster.relay.bytes.out", "Bytes of messages written to WebSocket connections");
        messagesIn = counter(metrics, "muster.relay.messages.in", "Messages heard from clients");
        messagesOut = counter(metrics, "muster.relay.messages.out", "Messages sent to clients");
        // All of them are there from the start, at zero.
        for (End end : End.values()) ended(end, 0);
        for (Refusal refusal : Refusal.values()) refused(refusal, 0);
    }

    private static Counter counter(MeterRegistry metrics, String name, String description) {
        return Counter.builder(name).description(description).register(metrics);
    }

    void in(long messages, long bytes) {
        messagesIn.increment((double) messages);
        bytesIn.increment((double) bytes);
    }

    void out(long messages, long bytes) {
        messagesOut.increment((double) messages);
        bytesOut.increment((double) bytes);
    }

    void ended(End end) {
        ended(end, 1);
    }

    private void ended(End end, int count) {
        Counter.builder("muster.relay.connections.ended")
                .description("Connections that came to their end")
                .tag("reason", end.label)
                .register(metrics)
                .increment(count);
    }

    void refused(Refusal refusal) {
        refused(refusal, 1);
    }

    private void refused(Refusal refusal, int count) {
        Counter.builder("muster.relay.connections.refused")
                .description("Connections that were not let in")
                .tag("reason", refusal.label)
                .register(metrics)
                .increment(count);
    }
}
