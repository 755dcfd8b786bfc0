package dev.muster.relay.net;

import dev.muster.relay.net.Connection.Guest;
import dev.muster.relay.net.Door.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where everybody comes in: reads one HTTP request, and lets its sender through to a [Connection], or answers it.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Lobby extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Lobby.class);

    /// What a proxy adds to a request that it passes on.
    private static final List<String> PROXY_HEADERS = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via");

    private static final HttpDecoderConfig HTTP =
            new HttpDecoderConfig().setMaxInitialLineLength(4096).setMaxHeaderSize(16_384);

    private final Channel channel;
    private final House house;
    private final Loop loop;
    private final Peer peer;
    private final Future<?> timeout;
    private boolean isServed;

    /// The other end of a socket, which may be a proxy.
    ///
    /// @param counted as limits count it, which they don't do with a proxy
    private record Peer(InetAddress address, Optional<String> counted) {}

    private Lobby(Channel channel, House house, Loop loop, Peer peer) {
        this.channel = channel;
        this.house = house;
        this.loop = loop;
        this.peer = peer;
        long patience = house.bounds().handshake().toNanos();
        timeout = channel.eventLoop().schedule(() -> channel.close(), patience, TimeUnit.NANOSECONDS);
        loop.add(this);
    }

    /// Takes a socket that was just accepted, if there is room to hear what it wants.
    static void welcome(Channel channel, House house, Loop loop) {
        // There is no address if the peer has gone in the meantime.
        if (!(channel.remoteAddress() instanceof InetSocketAddress from)) {
            channel.close();
            return;
        }
        Terms terms = house.terms().get();
        InetAddress address = from.getAddress();
        byte[] bytes = Proxies.bytes(address);
        // What comes through a proxy comes from as many people.
        Optional<String> counted =
                terms.proxies().trust(bytes) ? Optional.empty() : Optional.of(Proxies.counted(bytes));
        if (!house.door().arrive(counted)) {
            loop.countRefused(Refusal.FULL);
            channel.close();
            return;
        }
        terms.certificate().ifPresent(tls -> channel.pipeline().addLast(tls.handler(channel.alloc())));
        channel.pipeline()
                .addLast(new HttpServerCodec(HTTP), new Lobby(channel, house, loop, new Peer(address, counted)));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (isServed || !(message instanceof HttpRequest request)) return;
            isServed = true;
            timeout.cancel(false);
            serve(request);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void serve(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            answer(malformed(request.decoderResult().cause()), false);
            return;
        }
        Terms terms = house.terms().get();
        byte[] client = terms.proxies()
                .client(Proxies.bytes(peer.address()), request.headers().getAll("X-Forwarded-For"));
        String address = Proxies.counted(client);
        Optional<Refusal> refusal = house.door().knock(address);
        if (refusal.isPresent()) refuse(refusal.get());
        else if (Upgrade.isWanted(request)) upgrade(request, terms, address);
        else page(request, terms);
    }

    private static Answer malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> Answer.text(414, "The address is too long.\n");
            case TooLongHttpHeaderException _ -> Answer.text(431, "The headers are too long.\n");
            default -> Answer.text(400, "This is not HTTP.\n");
        };
    }

    private void upgrade(HttpRequest request, Terms terms, String address) {
        Optional<Answer> flaw = Upgrade.path(request.uri()).equals(terms.path()) ? Upgrade.flaw(request) : notHere();
        if (flaw.isPresent()) {
            answer(flaw.get(), false);
            return;
        }
        Optional<Refusal> refusal = house.door().enter(address);
        if (refusal.isPresent()) refuse(refusal.get());
        else letIn(request, address);
    }

    private void letIn(HttpRequest request, String address) {
        boolean deflates = Extension.isAcceptable(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
        channel.write(Upgrade.answer(request, deflates), channel.voidPromise());
        var guest = new Guest(address, peer.counted(), deflates);
        channel.pipeline().replace(this, "connection", connection(guest));
        loop.remove(this);
        // Whatever came right behind the request is handed on now.
        channel.pipeline().remove(HttpServerCodec.class);
        channel.flush();
    }

    private Connection connection(Guest guest) {
        try {
            return new Connection(channel, loop, house, guest);
        } catch (RuntimeException e) {
            house.door().leave(guest.address());
            throw e;
        }
    }

    private static Optional<Answer> notHere() {
        return Optional.of(Pages.notFound());
    }

    private void refuse(Refusal refusal) {
        loop.countRefused(refusal);
        Answer answer = Answer.text(refusal.status, refusal.reason);
        answer(answer.with(Map.of("Retry-After", "10")), false);
    }

    /// Pages may take their time, and wait for locks: they are made on a thread of their own.
    private void page(HttpRequest request, Terms terms) {
        boolean isLocal =
                peer.address().isLoopbackAddress() && PROXY_HEADERS.stream().noneMatch(request.headers()::contains);
        boolean isHeadOnly = request.method().equals(HttpMethod.HEAD);
        Thread.ofVirtual().name("page").start(() -> {
            Answer page = pageOrApology(request, isLocal, terms);
            channel.eventLoop().execute(() -> answer(page, isHeadOnly));
        });
    }

    private Answer pageOrApology(HttpRequest request, boolean isLocal, Terms terms) {
        try {
            return house.pages().answer(request, Upgrade.path(request.uri()), isLocal, terms);
        } catch (RuntimeException e) {
            LOG.error("a page can't be made", e);
            return Answer.text(500, "The relay has made a mistake.\n");
        }
    }

    private void answer(Answer answer, boolean isHeadOnly) {
        Goodbye.say(channel, answer.response(isHeadOnly));
    }

    /// Nobody who is still here has asked for anything.
    void close() {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        timeout.cancel(false);
        loop.remove(this);
        house.door().depart(peer.counted());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Goodbye.isOrdinary(cause)) LOG.debug("a request breaks off", cause);
        else LOG.error("a request fails", cause);
        channel.close();
    }
}
