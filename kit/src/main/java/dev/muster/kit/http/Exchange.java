package dev.muster.kit.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderValues.CLOSE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: a request comes in, a virtual thread answers it, then the next one is read.
final class Exchange extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Handler handler;
    private final Duration patience;
    private final Phaser underway;
    private @Nullable Future<?> deadline;

    /// @param underway has a party for each request that is being answered
    Exchange(Handler handler, Duration patience, Phaser underway) {
        this.handler = handler;
        this.patience = patience;
        this.underway = underway;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitRequest(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
    }

    /// Whoever sends nothing, or sends it too slowly, doesn't keep a connection.
    private void awaitRequest(Channel channel) {
        deadline = channel.eventLoop().schedule(() -> hangUp(channel), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void hangUp(Channel channel) {
        var _ = channel.close();
    }

    private void cancelDeadline() {
        if (deadline != null) deadline.cancel(false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest incoming) {
        cancelDeadline();
        Channel channel = context.channel();
        channel.config().setAutoRead(false);
        boolean staysOpen = HttpUtil.isKeepAlive(incoming);
        HttpVersion version = incoming.protocolVersion();
        Request request;
        try {
            if (incoming.decoderResult().isFailure()) throw new IllegalArgumentException("no HTTP");
            request = request(channel, incoming, ByteBufUtil.getBytes(incoming.content()));
        } catch (IllegalArgumentException e) {
            new Answering(channel, version, false).whole(Response.text(400, "This can't be understood.\n"));
            return;
        }
        underway.register();
        Thread.ofVirtual().name("http-request").start(() -> {
            try {
                new Answering(channel, version, staysOpen).answer(request);
            } finally {
                underway.arriveAndDeregister();
            }
        });
    }

    /// What somebody asks.
    ///
    /// @throws IllegalArgumentException if its address can't be understood
    static Request request(Channel channel, HttpRequest incoming, byte[] body) {
        var uri = new QueryStringDecoder(incoming.uri());
        Map<String, String> headers = new HashMap<>();
        incoming.headers()
                .forEach(header -> headers.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (one, other) -> one + ", " + other));
        String from = channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
        return new Request(incoming.method().name(), uri.path(), Map.of(), uri.parameters(), headers, body, from);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Somebody hung up, or speaks no TLS.
        LOG.debug("connection lost", cause);
        var _ = context.close();
    }

    /// The way back, for one request.
    private final class Answering {
        private final Channel channel;
        private final HttpVersion version;
        private boolean staysOpen;

        Answering(Channel channel, HttpVersion version, boolean staysOpen) {
            this.channel = channel;
            this.version = version;
            this.staysOpen = staysOpen;
        }

        void answer(Request request) {
            try {
                switch (handler.answer(request)) {
                    case Response.Whole whole -> whole(whole);
                    case Response.Streamed streamed ->
                        stream(streamed, request.method().equals("HEAD"));
                }
            } catch (Exception e) {
                LOG.error("{} {} failed", request.method(), area(request.path()), e);
                whole(Response.text(500, "Something went wrong. The log says what.\n"));
            }
        }

        /// The beginning of a path: what follows may be a secret. Below a version there is a word of ours first.
        private static String area(String path) {
            String[] parts = path.split("/", 4);
            if (parts.length < 4) return path;
            return parts[1].matches("v[0-9]+") ? "/" + parts[1] + "/" + parts[2] + "/…" : "/" + parts[1] + "/…";
        }

        void whole(Response.Whole whole) {
            ByteBuf body = Unpooled.wrappedBuffer(whole.body());
            var response = new DefaultFullHttpResponse(version, HttpResponseStatus.valueOf(whole.status()), body);
            prepare(response, whole);
            HttpUtil.setContentLength(response, body.readableBytes());
            finish(channel.writeAndFlush(response));
        }

        /// What goes wrong halfway can only be shown by hanging up.
        private void stream(Response.Streamed streamed, boolean isHeadOnly) {
            HttpResponse response = new DefaultHttpResponse(version, HttpResponseStatus.valueOf(streamed.status()));
            boolean isLengthKnown = streamed.headers().containsKey("content-length");
            // HTTP/1.0 knows no end of any other body but that of the connection.
            if (!isLengthKnown && version.equals(HttpVersion.HTTP_1_0)) staysOpen = false;
            else if (!isLengthKnown) HttpUtil.setTransferEncodingChunked(response, true);
            prepare(response, streamed);
            try {
                write(response);
                long length = isHeadOnly ? 0 : body(streamed);
                if (isLengthKnown && !isHeadOnly && length != HttpUtil.getContentLength(response))
                    throw new IOException("it isn't as long as it was to be");
                finish(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                hangUp(channel);
            } catch (IOException e) {
                LOG.info("an answer ended early: {}", e.getMessage());
                hangUp(channel);
            } catch (RuntimeException e) {
                LOG.error("an answer ended early", e);
                hangUp(channel);
            }
        }

        /// How long it was.
        private long body(Response.Streamed streamed) throws IOException, InterruptedException {
            var length = new AtomicLong();
            streamed.writing().to(bytes -> {
                length.addAndGet(bytes.length);
                write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
            });
            return length.get();
        }

        private void prepare(HttpMessage message, Response response) {
            response.headers().forEach((name, value) -> message.headers().set(name, value));
            if (!staysOpen) message.headers().set(CONNECTION, CLOSE);
            else if (version.equals(HttpVersion.HTTP_1_0)) HttpUtil.setKeepAlive(message, true);
        }

        private void write(Object part) throws IOException, InterruptedException {
            ChannelFuture written = channel.writeAndFlush(part);
            if (!written.await(patience.toMillis())) throw new IOException("the peer doesn't read");
            Throwable obstacle = written.cause();
            if (obstacle != null) throw new IOException("the peer has gone", obstacle);
        }

        private void finish(ChannelFuture written) {
            written.addListener(it -> {
                if (!it.isSuccess() || !staysOpen) {
                    hangUp(channel);
                    return;
                }
                awaitRequest(channel);
                channel.config().setAutoRead(true);
            });
        }
    }
}
