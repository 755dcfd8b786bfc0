package dev.muster.relay.net;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whether to compress: reads what a client offers in `Sec-WebSocket-Extensions` (RFC 7692, section 7.1).
final class Extension {
    /// What we agree to. Either side forgets after each message what it has compressed.
    static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private Extension() {}

    /// Whether one of the offers is for permessage-deflate in a form we can do.
    static boolean isAcceptable(List<String> headers) {
        for (String header : headers) {
            for (String offer : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                if (isAcceptable(offer)) return true;
            }
        }
        return false;
    }

    private static boolean isAcceptable(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].trim().equals("permessage-deflate")) return false;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            String name = parameter[0].trim();
            String value = parameter.length == 2 ? parameter[1].trim().replace("\"", "") : "";
            if (!seen.add(name) || !isAcceptable(name, value)) return false;
        }
        return true;
    }

    /// Java's deflater always has the largest window, so a client that asks for a smaller one gets no compression.
    private static boolean isAcceptable(String name, String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty();
            case "client_max_window_bits" -> value.isEmpty() || value.matches("[89]|1[0-5]");
            case "server_max_window_bits" -> value.equals("15");
            default -> false;
        };
    }
}
