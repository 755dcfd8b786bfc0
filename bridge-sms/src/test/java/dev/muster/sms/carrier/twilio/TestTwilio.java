package dev.muster.sms.carrier.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Serving;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Media;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// Stands for Twilio: takes messages, unless it was told what else to answer, and brings what is to be heard, signed.
///
/// It is stricter than Twilio: what it doesn't expect in a message is refused.
public final class TestTwilio implements AutoCloseable {
    public static final String ACCOUNT = "AC" + "a".repeat(32);
    public static final String TOKEN = "0123456789abcdef0123456789abcdef";
    public static final String SERVICE = "MG" + "b".repeat(32);

    /// Where Twilio believes our webhooks to be.
    public static final URI PUBLIC_URL = URI.create("https://sms.example.org");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MESSAGES = "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json";
    private static final String EXPECTED =
            "To|From|MessagingServiceSid|Body|MediaUrl|StatusCallback|ValidityPeriod|ContentSid|ContentVariables|FallbackFrom";

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Queue<Response> answers = new ConcurrentLinkedQueue<>();
    private final Map<String, Media> pictures = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile URI publicUrl = PUBLIC_URL;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /// A message that it has.
    ///
    /// @param id what it calls it
    public record Taken(String id, Map<String, List<String>> fields) {
        public String field(String name) {
            return fields.getOrDefault(name, List.of("")).getFirst();
        }

        String reportsTo() {
            return URI.create(field("StatusCallback")).getRawPath();
        }
    }

    public TestTwilio() throws IOException {
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Serving(Optional.empty(), 1 << 20, Duration.ofSeconds(30), Duration.ZERO, 1_000),
                this::answer);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort());
    }

    /// Of whoever takes it for Twilio.
    public TwilioConfig config() {
        return config(address(), List.of(TOKEN));
    }

    static TwilioConfig config(URI twilio, List<String> tokens) {
        return new TwilioConfig(
                ACCOUNT, tokens, Optional.empty(), SERVICE, "rcs:muster_agent", twilio, twilio, 1, LineConfig.DEFAULT);
    }

    /// What it answers next, whatever it is asked.
    void nowAnswers(Response response) {
        answers.add(response);
    }

    /// It believes our webhooks to be there.
    void knows(URI newPublicUrl) {
        publicUrl = newPublicUrl;
    }

    /// What somebody has sent lies there.
    void has(String path, Media picture) {
        pictures.put(path, picture);
    }

    /// The messages that it was told to delete.
    List<String> deleted() {
        return requests.stream()
                .filter(request -> request.method().equals("DELETE"))
                .map(request -> request.path().replaceFirst(".*/", "").replaceFirst("\\.json$", ""))
                .toList();
    }

    /// Everything that it was asked.
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /// The messages that it has, as they came.
    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    private Response answer(Request request) {
        requests.add(request);
        Response scripted = answers.poll();
        if (scripted != null) return scripted;
        Media picture = pictures.get(request.path());
        if (picture != null) return Response.of(200, picture.type(), picture.bytes());
        if (request.method().equals("DELETE")) return Response.text(204, "");
        if (request.path().endsWith("/Media.json"))
            return json(200, Map.of("media_list", List.of(), "page_size", 50, "uri", "/x"));
        if (!request.path().equals(MESSAGES) || !request.method().equals("POST")) return error(404, 20404);
        Map<String, List<String>> fields = form(request);
        boolean isExpected = fields.keySet().stream().allMatch(name -> name.matches(EXPECTED))
                && fields.getOrDefault("StatusCallback", List.of("")).getFirst().matches(publicUrl + "[a-zA-Z0-9/-]+");
        if (!isExpected) return error(400, 20001);
        var message = new Taken("SM%032x".formatted(count.incrementAndGet()), fields);
        taken.add(message);
        return json(201, Map.of("sid", message.id(), "status", "queued", "num_segments", "1"));
    }

    static Response json(int status, Map<String, ?> fields) {
        return Response.of(status, "application/json", JSON.writeValueAsBytes(fields));
    }

    /// With words such as only Twilio would find: they name the number.
    static Response error(int status, int code) {
        return json(
                status,
                Map.of(
                        "code",
                        code,
                        "message",
                        "The 'To' number +12025550123 is not for https://sms.example.org",
                        "more_info",
                        "https://www.twilio.com/docs/errors/" + code,
                        "status",
                        status));
    }

    static Map<String, List<String>> form(Request request) {
        return List.of(request.text().split("&", -1)).stream()
                .map(field -> field.split("=", 2))
                .collect(Collectors.groupingBy(
                        parts -> URLDecoder.decode(parts[0], UTF_8),
                        TreeMap::new,
                        Collectors.mapping(parts -> URLDecoder.decode(parts[1], UTF_8), Collectors.toList())));
    }

    /// Reports on a message, to where the message says.
    ///
    /// @param ours where our webhooks really are
    public HttpResponse<String> report(URI ours, Taken message, String status, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "AccountSid",
                ACCOUNT,
                "MessageSid",
                message.id(),
                "MessageStatus",
                status,
                "From",
                "+15005550006",
                "To",
                message.field("To")));
        fields.putAll(more);
        return bring(ours, message.reportsTo(), fields);
    }

    /// Brings what somebody has written.
    public HttpResponse<String> text(URI ours, String id, String from, String text, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "AccountSid",
                ACCOUNT,
                "MessageSid",
                id,
                "From",
                from,
                "To",
                "+15005550006",
                "Body",
                text,
                "NumMedia",
                "0"));
        fields.putAll(more);
        return bring(ours, Webhooks.INBOUND, fields);
    }

    HttpResponse<String> bring(URI ours, String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return post(ours, path, encode(fields), signature(TOKEN, publicUrl + path, fields));
    }

    HttpResponse<String> post(URI ours, String path, String body, String signature)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(ours.resolve(path))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("x-twilio-signature", signature)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// As Twilio's pages describe it, without Twilio's library.
    static String signature(String token, String url, Map<String, String> fields) {
        var signed = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.toString().getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
