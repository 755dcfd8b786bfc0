package dev.muster.relay.net;

import dev.muster.relay.net.Door.Refusal;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the connections of one event loop share: its thread, their compression, one flush a turn, and one look at the
/// clock for all of them. Touched by that thread only.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final EventLoop thread;
    private final Traffic traffic;
    private final Allowance incoming;
    private final Allowance outgoing;
    private final Compression compression = new Compression();
    private final Set<Lobby> lobbies = new HashSet<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
    private List<Connection> unflushed = new ArrayList<>();
    private List<Connection> flushing = new ArrayList<>();
    private long messagesOut;
    private long bytesOut;
    private boolean isDraining;

    Loop(EventLoop thread, Traffic traffic, Allowance incoming, Allowance outgoing) {
        this.thread = thread;
        this.traffic = traffic;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    EventLoop thread() {
        return thread;
    }

    Traffic traffic() {
        return traffic;
    }

    Compression compression() {
        return compression;
    }

    /// For messages that are not finished.
    Allowance incoming() {
        return incoming;
    }

    /// For what slow readers haven't taken.
    Allowance outgoing() {
        return outgoing;
    }

    void add(Lobby lobby) {
        lobbies.add(lobby);
        if (isDraining) lobby.close();
    }

    void remove(Lobby lobby) {
        lobbies.remove(lobby);
    }

    void add(Connection connection) {
        connections.add(connection);
        if (isDraining) connection.close(1001, "going away");
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    /// Has everybody leave.
    void drain() {
        isDraining = true;
        lobbies.forEach(Lobby::close);
        connections.forEach(connection -> connection.close(1001, "going away"));
    }

    /// Looks after silent connections from now on, and tells of those that were refused.
    void watch(long everyNanos) {
        thread.scheduleWithFixedDelay(this::look, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        connections.forEach(connection -> connection.look(now));
        refused.forEach((refusal, count) -> LOG.info("{} connections refused: {}", count, refusal.label));
        refused.clear();
    }

    /// A line for each would let an attacker fill the log.
    void countRefused(Refusal refusal) {
        traffic.refused(refusal);
        refused.merge(refusal, 1, Integer::sum);
    }

    /// Flushes the connection when all that now waits to be done on this thread is done: what has come from the
    /// network, and what other threads have handed over. So many answers go out in one write.
    void flushLater(Connection connection) {
        if (unflushed.isEmpty()) thread.execute(this::flushAll);
        unflushed.add(connection);
    }

    /// What is sent meanwhile, by those who were waiting for room, has its turn after everything else.
    private void flushAll() {
        List<Connection> turn = unflushed;
        unflushed = flushing;
        flushing = turn;
        for (Connection connection : turn) connection.flush();
        turn.clear();
        traffic.out(messagesOut, bytesOut);
        messagesOut = 0;
        bytesOut = 0;
    }

    void countMessage() {
        messagesOut++;
    }

    void countBytes(int bytes) {
        bytesOut += bytes;
    }

    void close() {
        lobbies.forEach(Lobby::close);
        connections.forEach(Connection::abandon);
        compression.close();
    }
}
