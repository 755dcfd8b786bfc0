package dev.muster.kit.control;

import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Wire.Line;
import dev.muster.kit.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/// Tells the command what is going on, and ends the action when nobody listens any more.
final class Talk implements Listener {
    private static final int AT_ONCE = 1 << 16;

    private final Response.Body body;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    Talk(Response.Body body) {
        this.body = body;
    }

    @Override
    public void progress(long done, long total) {
        add(new Line.Progress(done, total));
        flush();
    }

    /// Goes out with others: one by one, a hand-over each, a million events would take most of a minute.
    @Override
    public void line(byte[] line) {
        add(new Line.Output(line));
        if (waiting.size() >= AT_ONCE) flush();
    }

    void end(Line last) {
        add(last);
        flush();
    }

    private void add(Line line) {
        waiting.writeBytes(Wire.write(line));
        waiting.write('\n');
    }

    private void flush() {
        try {
            body.write(waiting.toByteArray());
            waiting.reset();
        } catch (IOException e) {
            throw cancelled(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        }
    }

    private static CancellationException cancelled(Exception cause) {
        var cancelled = new CancellationException("nobody waits for it any more");
        cancelled.initCause(cause);
        return cancelled;
    }
}
