package dev.muster.kit.outside;

import java.util.Map;
import java.util.Optional;

/// What came of posting something. Reasons never tell the address.
public sealed interface Posted {
    /// There was an answer.
    ///
    /// @param headers by their names in lower case
    /// @param body up to the first 64 KB of it
    record Answered(int status, Map<String, String> headers, byte[] body) implements Posted {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        @Override
        public String toString() {
            return "HTTP " + status;
        }
    }

    /// There was none: no connection, no TLS, nothing proper, or nothing in time.
    record Failed(String reason) implements Posted {}

    /// We don't post to such an address, and have not connected to it.
    record NotAllowed(String reason) implements Posted {}
}
