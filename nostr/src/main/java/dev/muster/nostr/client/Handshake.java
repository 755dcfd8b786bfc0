package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// How a WebSocket begins (RFC 6455, section 4): as an HTTP request to speak something else.
final class Handshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MOST_BYTES = 16_384;

    private final URI relay;
    private final String key;

    Handshake(URI relay, SecureRandom random) {
        this.relay = relay;
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        key = Base64.getEncoder().encodeToString(nonce);
    }

    byte[] request() {
        String path = relay.getRawPath() == null || relay.getRawPath().isEmpty() ? "/" : relay.getRawPath();
        String query = relay.getRawQuery() == null ? "" : "?" + relay.getRawQuery();
        String port = relay.getPort() < 0 ? "" : ":" + relay.getPort();
        return """
            GET %s%s HTTP/1.1
            Host: %s%s
            User-Agent: Muster
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: %s
            Sec-WebSocket-Version: 13

            """.formatted(path, query, relay.getHost(), port, key)
                .replace("\n", "\r\n")
                .getBytes(US_ASCII);
    }

    /// Reads the answer, up to where frames begin.
    ///
    /// @throws ProtocolException if it is anything but yes
    void readAnswer(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n", -1);
        String[] status = lines[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) throw new ProtocolException("no HTTP answer");
        if (!status[1].equals("101")) throw new ProtocolException("the answer is HTTP " + printable(status[1]));
        Map<String, String> headers = headers(lines);
        boolean isUpgrade = headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")
                && headers.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("upgrade");
        if (!isUpgrade || !headers.getOrDefault("sec-websocket-accept", "").equals(accept())) {
            throw new ProtocolException("the answer is no WebSocket's");
        }
        if (headers.containsKey("sec-websocket-extensions") || headers.containsKey("sec-websocket-protocol")) {
            throw new ProtocolException("the answer agrees to what nobody asked for");
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!endsWithEmptyLine(head)) {
            int next = in.read();
            if (next < 0) throw new EOFException();
            if (head.length() == MOST_BYTES) throw new ProtocolException("the HTTP answer has no end");
            head.append((char) next);
        }
        return head.toString();
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        int length = head.length();
        return length >= 4 && head.substring(length - 4).equals("\r\n\r\n");
    }

    private static Map<String, String> headers(String[] lines) {
        var headers = new HashMap<String, String>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                headers.put(name, line.substring(colon + 1).trim());
            }
        }
        return headers;
    }

    private String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static String printable(String status) {
        return status.matches("[0-9]{3}") ? status : "?";
    }
}
