package dev.muster.kit.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes HTTP requests on a port or a Unix domain socket until it is closed.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Serving serving;
    private final Handler handler;
    private final Optional<Allowance> allowance;
    private final Optional<SslContext> tls;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Phaser underway = new Phaser(1);
    private final Channel listening;

    /// Listens as soon as it is there.
    ///
    /// @throws IOException if it can't, with the reason
    public HttpServer(SocketAddress address, Serving serving, Handler handler) throws IOException {
        this(address, serving, handler, Optional.empty());
    }

    /// The same where some may send longer bodies than others.
    ///
    /// @param allowance decides how long, instead of what is said for all
    /// @throws IOException if it can't listen, with the reason
    public HttpServer(SocketAddress address, Serving serving, Handler handler, Allowance allowance) throws IOException {
        this(address, serving, handler, Optional.of(allowance));
    }

    private HttpServer(SocketAddress address, Serving serving, Handler handler, Optional<Allowance> allowance)
            throws IOException {
        this.serving = serving;
        this.handler = handler;
        this.allowance = allowance;
        this.tls = tls(serving);
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(kindOf(address))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        welcome(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        this.listening = bound.channel();
        Throwable obstacle = bound.cause();
        if (obstacle != null) {
            end();
            throw new IOException("can't listen on " + address + ": " + obstacle.getMessage(), obstacle);
        }
    }

    private static Class<? extends ServerChannel> kindOf(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress
                ? NioServerDomainSocketChannel.class
                : NioServerSocketChannel.class;
    }

    private static Optional<SslContext> tls(Serving serving) throws IOException {
        if (serving.tls().isEmpty()) return Optional.empty();
        Serving.Tls files = serving.tls().get();
        try {
            return Optional.of(SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .build());
        } catch (IllegalArgumentException e) {
            throw new IOException("can't use " + files.certificate() + " with " + files.key() + " for TLS", e);
        }
    }

    private void welcome(Channel channel) {
        if (open.size() >= serving.connections()) {
            var _ = channel.close();
            return;
        }
        open.add(channel);
        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
        channel.pipeline().addLast(new HttpServerCodec());
        allowance.ifPresent(each -> channel.pipeline().addLast(new BodyGuard(each)));
        channel.pipeline()
                .addLast(
                        new HttpObjectAggregator(allowance.isPresent() ? Integer.MAX_VALUE : serving.bodyBytes(), true))
                // One request after the other, however many come at once.
                .addLast(new FlowControlHandler())
                .addLast(new Exchange(handler, serving.patience(), underway));
    }

    /// Where it listens: the port that was found, if none was asked for.
    public SocketAddress address() {
        return listening.localAddress();
    }

    /// The same, as programs on this machine ask for it.
    public URI url() {
        if (!(address() instanceof InetSocketAddress at)) throw new IllegalStateException("not on a port");
        return URI.create("http://" + at.getHostString() + ":" + at.getPort());
    }

    /// Takes no more requests, and lets those underway finish within the grace period.
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        try {
            underway.awaitAdvanceInterruptibly(
                    underway.arriveAndDeregister(), serving.grace().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("{} requests were cut off", underway.getRegisteredParties());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        open.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
