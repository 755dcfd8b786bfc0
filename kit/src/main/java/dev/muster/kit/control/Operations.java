package dev.muster.kit.control;

import dev.muster.kit.control.Operation.Action;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Wire.Line;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// What somebody who has the data open can do with them: a daemon for others, through its [ControlSocket], or a command
/// for itself, when the daemon is stopped.
public final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final Map<String, Known<?, ?>> known = new LinkedHashMap<>();

    private record Known<A extends Record, R extends Record>(Operation<A, R> operation, Action<A, R> action) {}

    public <A extends Record, R extends Record> Operations with(Operation<A, R> operation, Action<A, R> action) {
        known.put(operation.name(), new Known<>(operation, action));
        return this;
    }

    /// Does it here and now.
    ///
    /// @throws ControlFailure if it could not be done
    public <A extends Record, R extends Record> R run(Operation<A, R> operation, A arguments, Listener listener) {
        Known<?, ?> found = known.get(operation.name());
        if (found == null) throw new ControlFailure("nobody here knows how to " + operation.name());
        return operation.result().cast(run(found, arguments, listener));
    }

    private static <A extends Record, R extends Record> R run(Known<A, R> known, Record arguments, Listener listener) {
        try {
            return known.action.run(known.operation.arguments().cast(arguments), listener);
        } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
            throw new ControlFailure(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ControlFailure(known.operation.name() + " failed: " + e, e);
        }
    }

    Routes routes() {
        var routes = new Routes();
        known.forEach((name, it) -> routes.post("/" + name, request -> begin(it, request)));
        return routes;
    }

    private static Response begin(Known<?, ?> known, Request request) {
        String text = request.text();
        try {
            Record arguments = Wire.JSON.readValue(text.isBlank() ? "{}" : text, known.operation.arguments());
            return Response.streamed("application/jsonl", body -> answer(known, arguments, new Talk(body)));
        } catch (JacksonException e) {
            return Response.text(400, "these are no arguments for " + known.operation.name() + "\n");
        }
    }

    private static void answer(Known<?, ?> known, Record arguments, Talk talk) {
        try {
            talk.end(last(known, arguments, talk));
        } catch (CancellationException e) {
            LOG.info("{} was given up: nobody waits for it any more", known.operation.name());
        }
    }

    private static Line last(Known<?, ?> known, Record arguments, Talk talk) {
        try {
            return new Line.Result(Wire.JSON.valueToTree(run(known, arguments, talk)));
        } catch (CancellationException e) {
            throw e;
        } catch (ControlFailure e) {
            return new Line.Failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} failed", known.operation.name(), e);
            return new Line.Failed("something went wrong, and the daemon's log says what");
        }
    }
}
