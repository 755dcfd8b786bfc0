package dev.muster.sip.web;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connection of a leg, and the one that is to replace it. Guarded by the leg.
final class Connections {
    private final Supplier<Connection> opening;
    private @Nullable Connection current;
    private @Nullable Connection next;
    private boolean wasEstablished;

    Connections(Supplier<Connection> opening) {
        this.opening = opening;
    }

    /// The one that descriptions are about.
    Connection latest() {
        if (next != null) return next;
        if (current == null) current = opening.get();
        return current;
    }

    Optional<Connection> current() {
        return Optional.ofNullable(current);
    }

    /// The one for whom that describes: another one, if it has begun anew.
    Connection with(Connection.Theirs theirs) {
        Connection latest = latest();
        if (latest.isFor(theirs)) return latest;
        Connection another = opening.get();
        if (!wasEstablished || next != null) latest.close();
        if (wasEstablished) next = another;
        else current = another;
        return another;
    }

    /// Whether that one is to be used from now on.
    boolean establish(Connection connection) {
        if (connection != current && connection != next) return false;
        if (connection == next && current != null) current.close();
        current = connection;
        next = null;
        wasEstablished = true;
        return true;
    }

    /// Whether there is no other one.
    boolean fail(Connection connection) {
        if (connection == next) next = null;
        return connection == current;
    }

    void close() {
        if (current != null) current.close();
        if (next != null) next.close();
    }
}
