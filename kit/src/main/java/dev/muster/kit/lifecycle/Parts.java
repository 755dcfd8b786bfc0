package dev.muster.kit.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, in that order; closed in the reverse of it.
public final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /// Takes on a part that has just been started.
    public <T extends AutoCloseable> T with(T part) {
        started.push(part);
        return part;
    }

    /// Closes every part, whatever becomes of the others.
    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (InterruptedException e) {
                LOG.warn("interrupted while closing {}", part.getClass().getSimpleName());
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("can't close {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
