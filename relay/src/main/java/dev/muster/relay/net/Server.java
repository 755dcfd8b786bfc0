package dev.muster.relay.net;

import dev.muster.relay.policy.Limits;
import dev.muster.relay.session.Client;
import dev.muster.relay.session.Conversation;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The relay's one port: WebSocket for clients, NIP-11 for programs, a page for browsers.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
public final class Server implements AutoCloseable {
    private static final Duration LEAST_LOOK = Duration.ofMillis(10);
    private static final Duration MOST_LOOK = Duration.ofSeconds(1);
    private static final Duration CERTIFICATE_LOOK = Duration.ofMinutes(1);
    private static final int BACKLOG = 4096;

    private final AtomicReference<Terms> terms;
    private final House house;
    private final EventLoopGroup threads;
    private final Map<EventExecutor, Loop> loops = new LinkedHashMap<>();
    private final Channel listener;

    private Server(AtomicReference<Terms> terms, House house, Traffic traffic) throws IOException {
        this.terms = terms;
        this.house = house;
        Listening listening = terms.get().listening();
        InetSocketAddress address = address(listening.listen());
        int count = listening.threads() > 0
                ? listening.threads()
                : Runtime.getRuntime().availableProcessors();
        boolean isEpoll = Epoll.isAvailable();
        threads = new MultiThreadIoEventLoopGroup(
                count,
                new DefaultThreadFactory("relay-net"),
                isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        for (EventExecutor thread : threads) loops.put(thread, loop((EventLoop) thread, traffic, count));
        listener = listen(address, isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
        watch(listening.ping());
    }

    /// Begins to take connections.
    ///
    /// @param conversations who talks to a new client; called on that client's thread
    /// @throws IOException if the address is taken, or the certificate can't be read
    public static Server start(
            Listening listening,
            Limits limits,
            Function<Client, Conversation> conversations,
            Pages pages,
            MeterRegistry metrics)
            throws IOException {
        return start(listening, limits, conversations, pages, metrics, Bounds.ofThisMachine());
    }

    static Server start(
            Listening listening,
            Limits limits,
            Function<Client, Conversation> conversations,
            Pages pages,
            MeterRegistry metrics,
            Bounds bounds)
            throws IOException {
        var terms = new AtomicReference<>(Terms.of(listening, limits));
        var door = new Door(terms::get, System::nanoTime);
        var house = new House(terms::get, door, pages, conversations, bounds);
        return new Server(terms, house, new Traffic(metrics, door));
    }

    /// Reads `host:port`, where an IPv6 address stands in brackets.
    private static InetSocketAddress address(String listen) throws IOException {
        int colon = listen.lastIndexOf(':');
        String port = listen.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 0xffff) {
            throw new IOException("can't listen on what is not HOST:PORT: " + listen);
        }
        String host = listen.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, Integer.parseInt(port));
    }

    private Loop loop(EventLoop thread, Traffic traffic, int among) {
        Bounds bounds = house.bounds();
        return new Loop(
                thread, traffic, new Allowance(bounds.incoming() / among), new Allowance(bounds.outgoing() / among));
    }

    private Channel listen(InetSocketAddress address, Class<? extends ServerChannel> type) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Connection.WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        welcome(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (bound.isSuccess()) return bound.channel();
        threads.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        throw new IOException("can't listen on " + address.getHostString() + ":" + address.getPort(), bound.cause());
    }

    private void welcome(Channel channel) {
        Loop loop = loops.get(channel.eventLoop());
        if (loop == null) throw new IllegalStateException("a thread of somebody else");
        Lobby.welcome(channel, house, loop);
    }

    private void watch(Duration ping) {
        long often = Math.clamp(ping.toNanos() / 4, LEAST_LOOK.toNanos(), MOST_LOOK.toNanos());
        for (Loop loop : loops.values()) loop.watch(often);
        threads.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().name("certificate").start(this::lookAtCertificate),
                CERTIFICATE_LOOK.toNanos(),
                CERTIFICATE_LOOK.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /// Reads the certificate again if it has changed.
    void lookAtCertificate() {
        terms.get().certificate().ifPresent(Certificate::look);
    }

    /// Where it really listens, also where it was told to take any port.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /// The threads that clients live on: each [Client#thread] is one of these.
    public List<Executor> threads() {
        return new ArrayList<>(loops.keySet());
    }

    /// How many clients are connected.
    public int connections() {
        return house.door().inside();
    }

    /// Holds connections to these terms from now on, also those that are open. Where it listens and on how many threads
    /// stays as it was.
    ///
    /// @throws IOException if the certificate can't be read, and then all stays as it was
    public void reload(Listening listening, Limits limits) throws IOException {
        terms.set(Terms.of(listening, limits));
    }

    /// Takes no more connections and says goodbye to those that are open, when what is on its way to them is written.
    public void drain(Duration patience) {
        listener.close().awaitUninterruptibly();
        for (Loop loop : loops.values()) loop.thread().execute(loop::drain);
        try {
            house.door().awaitEmpty(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends what is still open.
    @Override
    public void close() {
        if (threads.isShuttingDown()) return;
        listener.close().awaitUninterruptibly();
        for (Loop loop : loops.values()) loop.thread().execute(loop::close);
        threads.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
