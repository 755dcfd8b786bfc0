package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Response;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.carrier.ReceiptText;
import dev.muster.sms.text.Template;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway that nobody has heard of: what it wants is a template, and what it brings has the names that are usual.
final class Custom implements Gateway {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Who gives what he brings no id brings it again within that.
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final String carrier;
    private final HttpConfig config;
    private final Optional<URI> address;
    private final Optional<String> callback;
    private final InstantSource clock;

    /// @param address where texts go; none if it only brings
    Custom(String carrier, HttpConfig config, Optional<URI> address, Optional<String> callback, InstantSource clock) {
        this.carrier = carrier;
        this.config = config;
        this.address = address;
        this.callback = callback;
        this.clock = clock;
    }

    @Override
    public HttpRequest.Builder request(Outgoing message) {
        String body = new Template(config.body())
                .filled(Map.of(
                        "id", inJson(message.id()),
                        "from", inJson(message.from()),
                        "to", inJson(message.to().e164()),
                        "text", inJson(message.text()),
                        "callback", inJson(callback.orElse("")),
                        "validity", Long.toString(message.validity().toSeconds()),
                        "brand", inJson(config.brand()),
                        "campaign", inJson(config.campaign())));
        HttpRequest.Builder request = HttpRequest.newBuilder(address.orElseThrow())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body, UTF_8));
        if (!config.key().isEmpty()) request.header("Authorization", "Bearer " + config.key());
        return request;
    }

    /// Between quotes.
    private static String inJson(String text) {
        String quoted = JSON.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    @Override
    public Answer answer(int status, String body) {
        if (status >= 200 && status < 300)
            return new Answer.Accepted(id(body).stream().toList());
        return switch (status) {
            case 401, 403 -> HttpCarrier.later("the gateway doesn't let us", true);
            default -> HttpCarrier.usual(status);
        };
    }

    private Optional<String> id(String body) {
        try {
            JsonNode id = JSON.readTree(body).path(config.idField());
            return id.isValueNode() ? Optional.of(id.asString("")).filter(text -> !text.isEmpty()) : Optional.empty();
        } catch (JacksonException noJson) {
            // It has taken the text all the same.
            return Optional.empty();
        }
    }

    @Override
    public Incoming said(Fields fields) {
        String from = fields.need("from", "sender", "msisdn");
        String to = fields.any("to", "recipient", "destination").orElse("");
        String text = fields.any("text", "body", "content", "message").orElse("");
        return new Incoming.Said(
                carrier,
                fields.any("id", "messageId", "message_id").orElseGet(() -> key(from, to, text)),
                from,
                to,
                text,
                List.of(),
                false);
    }

    private String key(String from, String to, String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((from + "\0" + to + "\0" + text).getBytes(UTF_8));
            long period = Math.floorDiv(clock.instant().getEpochSecond(), AGAIN.toSeconds());
            return HexFormat.of().formatHex(hash) + ":" + period;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public Incoming receipt(Fields fields) {
        Optional<String> ours = fields.any("reference");
        Optional<String> theirs = fields.any("id", "messageId", "message_id");
        if (ours.isEmpty() && theirs.isEmpty()) throw new IllegalArgumentException("there is no id");
        String status = fields.need("status", "message_status", "state");
        var text = new ReceiptText(
                Optional.empty(),
                Optional.of(status.toUpperCase(Locale.ROOT)),
                fields.any("error", "err", "error_code"));
        return new Receipt(
                carrier,
                ours,
                theirs.stream().toList(),
                text.state().orElseThrow(() -> new IllegalArgumentException("there is no such status")),
                text.code(),
                Optional.empty());
    }

    @Override
    public Response thanks() {
        return Response.text(200, "ok\n");
    }
}
