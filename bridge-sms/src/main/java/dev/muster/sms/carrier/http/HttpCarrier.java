package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Handler;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Texts over a gateway that speaks HTTP.
public final class HttpCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(HttpCarrier.class);
    private static final String NAME = "http";
    private static final String PATH = "/v1/webhooks/sms";
    private static final int LONGEST_CALL = 64 << 10;
    private static final int LONGEST_ANSWER = 64 << 10;
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /// So long a gateway that has asked for a pause isn't a good choice.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HttpConfig config;
    private final InstantSource clock;
    private final Gateway gateway;
    private final Gateway usual;
    private final Webhooks webhooks;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();
    private volatile @Nullable Ears ears;
    private volatile Instant pausedUntil = Instant.MIN;

    public HttpCarrier(HttpConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        webhooks = new Webhooks(config, clock);
        Optional<String> callback = config.publicUrl()
                .filter(_ -> !config.secret().isEmpty())
                .map(at -> at.toString().replaceFirst("/$", "") + PATH + "/" + NAME + "/" + config.secret() + "/dlr");
        usual = new Custom(NAME, config, config.address(), callback, clock);
        gateway = config.address()
                .map(at -> switch (config.dialect()) {
                    case KANNEL -> new Kannel(NAME, config, at, callback);
                    case JASMIN -> new Jasmin(NAME, config, at, callback);
                    case TEMPLATE -> usual;
                })
                .orElse(usual);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Means> means() {
        return Set.of(Means.SMS);
    }

    @Override
    public void start(Ears hearing) {
        ears = hearing;
    }

    @Override
    public Optional<String> trouble() {
        if (!config.isConfigured()) return Optional.of("no gateway is set");
        return clock.instant().isBefore(pausedUntil)
                ? Optional.of("the gateway doesn't answer, or asked us to wait")
                : Optional.empty();
    }

    @Override
    public Answer send(Outgoing message, Duration patience) throws InterruptedException {
        if (message.means() != Means.SMS || !message.media().isEmpty())
            return new Answer.Refused("", "nothing but texts goes to this gateway", false);
        if (!config.isConfigured()) return later("no gateway is set", true);
        Answer answer = ask(gateway.request(message).timeout(patience).build());
        if (answer instanceof Answer.Later later && later.isForAll())
            pausedUntil = clock.instant().plus(PAUSE);
        return answer;
    }

    private Answer ask(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), LONGEST_ANSWER));
            return gateway.answer(response.statusCode(), response.body());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return later("the gateway isn't there", true);
        } catch (HttpTimeoutException e) {
            return new Answer.Unknown("the gateway didn't answer in time");
        } catch (IOException e) {
            return new Answer.Unknown("the connection broke before the gateway answered");
        }
    }

    static Answer.Later later(String reason, boolean isForAll) {
        return new Answer.Later(reason, Optional.empty(), isForAll);
    }

    /// What a status means that isn't a gateway's own.
    static Answer usual(int status) {
        if (status == 429) return later("too many at once", true);
        if (status >= 400 && status < 500)
            return new Answer.Refused(Integer.toString(status), "the gateway doesn't take it", false);
        return new Answer.Unknown("the gateway answered " + status);
    }

    static HttpRequest.Builder form(URI address, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> escaped(field.getKey()) + "=" + escaped(field.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body, UTF_8));
    }

    static String escaped(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    /// Two doors: one that only this gateway knows, for those that can't say who they are, and one for everybody who
    /// can.
    @Override
    public void on(Routes routes) {
        String secret = PATH + "/" + NAME + "/{secret}";
        for (String method : new String[] {"GET", "POST"})
            routes.on(method, secret + "/mo", bySecret(gateway, gateway::said))
                    .on(method, secret + "/dlr", bySecret(gateway, gateway::receipt));
        routes.post(PATH + "/mo", byCall(usual::said)).post(PATH + "/dlr", byCall(usual::receipt));
    }

    private Handler bySecret(Gateway from, Function<Fields, Incoming> reading) {
        return request -> answer(request, webhooks.ofSecret(request, request.part("secret")), from, reading);
    }

    private Handler byCall(Function<Fields, Incoming> reading) {
        return request -> answer(request, webhooks.ofCall(request), usual, reading);
    }

    /// What the ears throw is answered with 500, and the gateway brings it again.
    private Response answer(
            Request request, Webhooks.Verdict verdict, Gateway from, Function<Fields, Incoming> reading) {
        if (request.body().length > LONGEST_CALL) return Response.text(413, "This is too long.\n");
        return switch (verdict) {
            case WHO -> Response.text(401, "Who are you?\n").with("www-authenticate", "Bearer");
            case NO -> Response.text(403, "No.\n");
            case OPEN -> hear(request, from, reading);
        };
    }

    private Response hear(Request request, Gateway from, Function<Fields, Incoming> reading) {
        Ears hearing = ears;
        if (hearing == null) return Response.text(503, "Nobody hears yet.\n");
        Incoming incoming;
        try {
            incoming = reading.apply(Fields.of(request));
        } catch (IllegalArgumentException e) {
            LOG.warn("a gateway's call can't be understood: {}", e.getMessage());
            return Response.text(400, "This can't be understood.\n");
        }
        hearing.hear(incoming);
        webhooks.taken(request);
        return from.thanks();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
