package dev.muster.kit.http;

import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// Lets in no more of a body than is allowed to whoever sends it, whether they say before how long it is or
/// not.
final class BodyGuard extends ChannelInboundHandlerAdapter {
    private final Allowance allowance;
    private long left;
    private boolean isRefused;

    BodyGuard(Allowance allowance) {
        this.allowance = allowance;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!isRefused && isAllowed(context, message)) {
            context.fireChannelRead(message);
            return;
        }
        // The rest is read and thrown away: who is still sending wouldn't hear us if we hung up now.
        ReferenceCountUtil.release(message);
        if (!isRefused) refuse(context);
        if (message instanceof LastHttpContent) {
            var _ = context.close();
        }
    }

    private boolean isAllowed(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
            left = allowed(context, request);
            if (HttpUtil.getContentLength(request, 0L) > left) return false;
        }
        if (message instanceof HttpContent part) left -= part.content().readableBytes();
        return left >= 0;
    }

    private long allowed(ChannelHandlerContext context, HttpRequest request) {
        try {
            return allowance.bytes(Exchange.request(context.channel(), request, new byte[0]));
        } catch (IllegalArgumentException e) {
            // It is going to be told that it isn't understood.
            return 0;
        }
    }

    private void refuse(ChannelHandlerContext context) {
        isRefused = true;
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, REQUEST_ENTITY_TOO_LARGE, Unpooled.EMPTY_BUFFER);
        HttpUtil.setContentLength(answer, 0);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var _ = context.writeAndFlush(answer);
    }
}
