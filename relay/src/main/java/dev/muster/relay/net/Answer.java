package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;

/// One answer to an HTTP request. The connection ends with it.
record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    static final String TEXT = "text/plain; charset=utf-8";

    static Answer text(int status, String body) {
        return new Answer(status, TEXT, body.getBytes(UTF_8), Map.of());
    }

    Answer with(Map<String, String> others) {
        return new Answer(status, type, body, others);
    }

    /// @param isHeadOnly whether only the head was asked for
    FullHttpResponse response(boolean isHeadOnly) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                isHeadOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (body.length > 0) response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        response.headers().set("X-Content-Type-Options", "nosniff");
        headers.forEach((name, value) -> response.headers().set(name, value));
        return response;
    }
}
