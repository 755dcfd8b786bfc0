package dev.muster.notifier.push.apns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.client.FreePort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that is as strict as Apple's, and more so where Apple forgives what we must never do.
public final class PretendApple implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration OLDEST_TOKEN = Duration.ofHours(1);
    private static final Duration TOKEN_REST = Duration.ofMinutes(20);

    private final SslContext tls;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final int port;

    // What follows is guarded by this.
    private final Map<String, String> topics = new HashMap<>();
    private final Map<String, Instant> gone = new HashMap<>();
    private final Map<String, PublicKey> keys = new HashMap<>();
    private final Map<Certificate, Set<String>> certificates = new HashMap<>();
    private final Map<Channel, Minted> tokens = new HashMap<>();
    private final Set<String> tokensSeen = new LinkedHashSet<>();
    private final Set<String> expired = new LinkedHashSet<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final List<Push> pushes = new ArrayList<>();
    private boolean isSilent;
    private boolean isCut;
    private int connections;

    private record Minted(String token, Instant at) {}

    /// What it has been asked, and has answered.
    ///
    /// @param reason empty if it took it
    public record Push(String token, Map<String, String> headers, String body, String reason, Instant at) {
        public boolean wasTaken() {
            return reason.isEmpty();
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /// What it says instead of taking something.
    ///
    /// @param since when it noticed that the app is gone
    public record Refusal(int status, String reason, Optional<Instant> since) {
        public Refusal(int status, String reason) {
            this(status, reason, Optional.empty());
        }
    }

    private PretendApple(Authority authority) throws IOException {
        port = FreePort.any();
        Authority.Issued own = authority.server();
        tls = SslContextBuilder.forServer(own.key(), own.certificate())
                .sslProvider(SslProvider.JDK)
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .clientAuth(ClientAuth.OPTIONAL)
                .trustManager(authority.itself())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }

    /// Listens on this machine, and knows nobody yet.
    public static PretendApple start(Authority authority) throws IOException {
        var apple = new PretendApple(authority);
        apple.open();
        return apple;
    }

    /// Listens again, where it did.
    public void open() {
        var server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
        Channel channel = server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
        open.add(channel);
    }

    private void accept(Channel channel) {
        open.add(channel);
        synchronized (this) {
            connections++;
        }
        channel.pipeline()
                .addLast(tls.newHandler(channel.alloc()))
                .addLast(Http2FrameCodecBuilder.forServer().build())
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Stream());
                    }
                }))
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        var _ = context.close();
                    }
                });
    }

    /// Host and port.
    public String server() {
        return "127.0.0.1:" + port;
    }

    public synchronized PretendApple knows(String token, String topic) {
        topics.put(token, topic);
        return this;
    }

    public synchronized PretendApple lost(String token, Instant since) {
        gone.put(token, since);
        return this;
    }

    public synchronized PretendApple trusts(String keyId, String teamId, PublicKey key) {
        keys.put(keyId + " " + teamId, key);
        return this;
    }

    public synchronized PretendApple trusts(Certificate certificate, Set<String> itsTopics) {
        certificates.put(certificate, itsTopics);
        return this;
    }

    /// What it says to the next pushes, whatever they are.
    public synchronized PretendApple says(Refusal... next) {
        refusals.addAll(List.of(next));
        return this;
    }

    /// From now on all provider tokens that it has seen are too old.
    public synchronized void expireTokens() {
        expired.addAll(tokensSeen);
    }

    /// It goes on listening, and answers nothing.
    public synchronized void fallSilent() {
        isSilent = true;
    }

    public synchronized void speak() {
        isSilent = false;
    }

    /// The next push is not answered: its connection is cut.
    public synchronized void cutNext() {
        isCut = true;
    }

    /// Says goodbye to every connection.
    public void sayGoodbye() {
        for (Channel each : open) {
            if (each.pipeline().get(SslHandler.class) == null) continue;
            each.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Nobody listens any more.
    public void shut() {
        open.close().awaitUninterruptibly();
    }

    public synchronized List<Push> pushes() {
        return List.copyOf(pushes);
    }

    public synchronized Push last() {
        return pushes.getLast();
    }

    /// How many connections there have been.
    public synchronized int connections() {
        return connections;
    }

    /// How many different provider tokens it has seen.
    public synchronized int tokens() {
        return tokensSeen.size();
    }

    @Override
    public void close() {
        shut();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final Map<String, String> headers = new TreeMap<>();
        private final ByteBuf body = Unpooled.buffer();

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame head) {
                head.headers()
                        .forEach(each -> headers.put(
                                each.getKey().toString(), each.getValue().toString()));
                if (head.isEndStream()) answer(context);
            }
            if (frame instanceof Http2DataFrame data) {
                body.writeBytes(data.content());
                if (data.isEndStream()) answer(context);
            }
        }

        private void answer(ChannelHandlerContext context) {
            Channel connection = context.channel().parent();
            Optional<Refusal> refusal;
            synchronized (PretendApple.this) {
                if (isSilent) return;
                if (isCut) {
                    isCut = false;
                    var _ = connection.close();
                    return;
                }
                refusal = judge(connection, headers, body.toString(UTF_8));
                String token = header(headers, ":path").replaceFirst(".*/", "");
                String reason = refusal.map(Refusal::reason).orElse("");
                pushes.add(new Push(token, Map.copyOf(headers), body.toString(UTF_8), reason, Instant.now()));
            }
            var head = new DefaultHttp2Headers()
                    .status(String.valueOf(refusal.map(Refusal::status).orElse(200)));
            head.set(
                    "apns-id", headers.getOrDefault("apns-id", UUID.randomUUID().toString()));
            var _ = context.write(new DefaultHttp2HeadersFrame(head, refusal.isEmpty()));
            if (refusal.isPresent()) {
                ByteBuf reason = Unpooled.copiedBuffer(json(refusal.get()), UTF_8);
                var _ = context.write(new DefaultHttp2DataFrame(reason, true));
            }
            context.flush();
        }
    }

    private static String json(Refusal refusal) {
        String since =
                refusal.since().map(at -> ",\"timestamp\":" + at.toEpochMilli()).orElse("");
        return "{\"reason\":\"" + refusal.reason() + "\"" + since + "}";
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.getOrDefault(name, "");
    }

    private static Optional<Refusal> no(int status, String reason) {
        return Optional.of(new Refusal(status, reason));
    }

    private Optional<Refusal> judge(Channel connection, Map<String, String> headers, String body) {
        if (!refusals.isEmpty()) return Optional.of(refusals.pop());
        if (!header(headers, ":method").equals("POST")) return no(405, "MethodNotAllowed");
        if (!header(headers, ":path").matches("/3/device/[^/]+")) return no(404, "BadPath");
        return who(connection, headers)
                .or(() -> form(headers, body))
                .or(() -> device(header(headers, ":path").replaceFirst(".*/", ""), header(headers, "apns-topic")));
    }

    private Optional<Refusal> who(Channel connection, Map<String, String> headers) {
        Optional<Certificate> certificate = certificate(connection);
        String topic = header(headers, "apns-topic");
        if (certificate.isPresent()) {
            Set<String> allowed = certificates.get(certificate.get());
            if (allowed == null) return no(403, "BadCertificate");
            return allowed.contains(topic) ? Optional.empty() : no(400, "TopicDisallowed");
        }
        String authorization = header(headers, "authorization");
        if (!authorization.startsWith("bearer ")) return no(403, "MissingProviderToken");
        return token(connection, authorization.substring("bearer ".length()));
    }

    private static Optional<Certificate> certificate(Channel connection) {
        try {
            var session = connection.pipeline().get(SslHandler.class).engine().getSession();
            return Optional.of(session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    private Optional<Refusal> token(Channel connection, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) return no(403, "InvalidProviderToken");
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        PublicKey key = keys.get(
                header.path("kid").asString("") + " " + claims.path("iss").asString(""));
        boolean isSigned = key != null
                && header.path("alg").asString("").equals("ES256")
                && isSignedBy(
                        key, parts[0] + "." + parts[1], Base64.getUrlDecoder().decode(parts[2]));
        if (!isSigned) return no(403, "InvalidProviderToken");
        Instant now = Instant.now();
        Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong());
        tokensSeen.add(token);
        if (issued.isAfter(now.plusSeconds(1))) return no(403, "InvalidProviderToken");
        if (expired.contains(token) || issued.plus(OLDEST_TOKEN).isBefore(now)) return no(403, "ExpiredProviderToken");
        Minted before = tokens.get(connection);
        if (before != null
                && !before.token().equals(token)
                && before.at().plus(TOKEN_REST).isAfter(now)) return no(429, "TooManyProviderTokenUpdates");
        if (before == null || !before.token().equals(token)) tokens.put(connection, new Minted(token, now));
        return Optional.empty();
    }

    /// RFC 7518 wants two numbers one behind the other. Pushy signs in DER, which Apple takes as well.
    private static boolean isSignedBy(PublicKey key, String text, byte[] signed) {
        return verifies("SHA256withECDSAinP1363Format", key, text, signed)
                || verifies("SHA256withECDSA", key, text, signed);
    }

    private static boolean verifies(String algorithm, PublicKey key, String text, byte[] signed) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(text.getBytes(US_ASCII));
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Optional<Refusal> form(Map<String, String> headers, String body) {
        String type = header(headers, "apns-push-type");
        String topic = header(headers, "apns-topic");
        String priority = headers.getOrDefault("apns-priority", "10");
        String expiration = header(headers, "apns-expiration");
        if (!Set.of("alert", "background", "voip").contains(type)) return no(400, "InvalidPushType");
        if (topic.isEmpty()) return no(400, "MissingTopic");
        if (type.equals("voip") != topic.endsWith(".voip")) return no(400, "BadTopic");
        if (!priority.equals(type.equals("background") ? "5" : "10")) return no(400, "BadPriority");
        if (!expiration.matches("\\d+") || (type.equals("voip") && !expiration.equals("0")))
            return no(400, "BadExpirationDate");
        String collapse = header(headers, "apns-collapse-id");
        if (collapse.getBytes(UTF_8).length > 64 || (type.equals("voip") && !collapse.isEmpty()))
            return no(400, "BadCollapseId");
        String id = header(headers, "apns-id");
        if (!id.isEmpty() && !id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) return no(400, "BadMessageId");
        return payload(type, body);
    }

    private static Optional<Refusal> payload(String type, String body) {
        if (body.isEmpty()) return no(400, "PayloadEmpty");
        if (body.getBytes(UTF_8).length > (type.equals("voip") ? 5120 : 4096)) return no(413, "PayloadTooLarge");
        JsonNode aps = JSON.readTree(body).path("aps");
        boolean isUnseen = aps.path("content-available").asInt(0) == 1 && !aps.has("alert") && !aps.has("sound");
        return type.equals("background") && !isUnseen ? no(400, "InvalidPushType") : Optional.empty();
    }

    private Optional<Refusal> device(String token, String topic) {
        if (!token.toLowerCase(Locale.ROOT).matches("[0-9a-f]{64,200}")) return no(400, "BadDeviceToken");
        Instant since = gone.get(token);
        if (since != null) return Optional.of(new Refusal(410, "Unregistered", Optional.of(since)));
        String own = topics.get(token);
        if (own == null) return no(400, "BadDeviceToken");
        return own.equals(topic) ? Optional.empty() : no(400, "DeviceTokenNotForTopic");
    }
}
