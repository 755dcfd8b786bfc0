package dev.muster.kit.outside;

import java.util.Map;
import java.util.Optional;

/// What came of posting something, or of getting it. Reasons never tell the address.
public sealed interface Posted {
    /// There was an answer.
    ///
    /// @param headers by their names in lower case
    /// @param body its beginning: up to 64 KB, or as much as was to be got
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
