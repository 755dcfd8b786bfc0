package dev.muster.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What we answer: at once, or bit by bit.
public sealed interface Response {
    int status();

    Map<String, String> headers();

    /// An answer that is there as a whole.
    record Whole(int status, Map<String, String> headers, byte[] body) implements Response {
        /// With one more header.
        public Whole with(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Whole(status, more, body);
        }
    }

    /// An answer that is written while it comes into being. If its headers have a `content-length`, it must
    /// become that long. Whoever asks for the head only gets that, and nothing is written.
    record Streamed(int status, Map<String, String> headers, Writing writing) implements Response {}

    /// Writes the body, on the handler's thread.
    interface Writing {
        void to(Body body) throws IOException, InterruptedException;
    }

    /// Where a streamed body goes.
    interface Body {
        /// Returns once the peer's side has room for more.
        ///
        /// @throws IOException if the peer has gone
        void write(byte[] bytes) throws IOException, InterruptedException;
    }

    static Whole text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
    }

    static Whole of(int status, String contentType, byte[] body) {
        return new Whole(status, Map.of("content-type", contentType), body);
    }

    static Streamed streamed(String contentType, Writing writing) {
        return new Streamed(200, Map.of("content-type", contentType), writing);
    }
}
