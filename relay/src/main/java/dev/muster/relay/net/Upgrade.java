package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// How a WebSocket begins (RFC 6455, section 4): as an HTTP request to speak something else.
final class Upgrade {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Upgrade() {}

    /// The path that a request's first line asks for, without what follows a question mark. Also where the
    /// request names the server, as those to proxies do.
    static String path(String asked) {
        String uri = asked;
        int server = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (server >= 0) {
            int slash = uri.indexOf('/', server + 3);
            uri = slash < 0 ? "/" : uri.substring(slash);
        }
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }

    /// Whether this is, or was before a proxy took something from it, a request for a WebSocket.
    static boolean isWanted(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    /// What is wrong with such a request, if anything is.
    static Optional<Answer> flaw(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean isUpgrade = headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true);
        if (!request.method().equals(HttpMethod.GET)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return flaw("A WebSocket begins with GET and HTTP/1.1.\n");
        }
        if (!isUpgrade) {
            return flaw("A WebSocket needs the headers Upgrade and Connection. Does a proxy keep them back?\n");
        }
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            Answer answer = Answer.text(426, "Only version 13 of WebSocket.\n");
            return Optional.of(answer.with(Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket")));
        }
        return isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""))
                ? Optional.empty()
                : flaw("Sec-WebSocket-Key must be 16 bytes in Base64.\n");
    }

    private static Optional<Answer> flaw(String text) {
        return Optional.of(Answer.text(400, text));
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static FullHttpResponse answer(HttpRequest request, boolean deflates) {
        String key =
                request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "").trim();
        var answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        answer.headers()
                .set(HttpHeaderNames.UPGRADE, "websocket")
                .set(HttpHeaderNames.CONNECTION, "Upgrade")
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(key));
        if (deflates) answer.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, Extension.AGREED);
        return answer;
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
