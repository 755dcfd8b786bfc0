package dev.muster.sms.carrier.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.twilio.security.RequestValidator;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Twilio brings what people answer and how messages fare.
///
/// Addresses hold no query and nothing that would have to be escaped: what is signed is the address as Twilio
/// knows it, and its library puts such ones together wrongly.
final class Webhooks {
    static final String INBOUND = "/v1/webhooks/sms/twilio/inbound";
    static final String RECEIPTS = "/v1/webhooks/sms/twilio/receipts/";

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private static final int MOST_BYTES = 64 * 1024;

    private final String publicUrl;
    private final List<RequestValidator> validators;
    private final Supplier<Optional<Ears>> ears;

    /// What is to be heard of one request.
    private interface Reading {
        /// @throws IllegalArgumentException if something is missing
        List<Incoming> read(Map<String, String> fields, Request request);
    }

    /// @param publicUrl where Twilio reaches us: what a request says of its host counts for nothing
    Webhooks(URI publicUrl, Account account, Supplier<Optional<Ears>> ears) {
        this.publicUrl = publicUrl.toString().replaceFirst("/+$", "");
        this.validators = account.tokens().stream().map(RequestValidator::new).toList();
        this.ears = ears;
    }

    /// Where Twilio is to report on this message.
    URI receiptsOf(String message) {
        return URI.create(publicUrl + RECEIPTS + message);
    }

    void on(Routes routes, Reports reports) {
        routes.post(INBOUND, request -> answer(request, (fields, _) -> List.of(Reports.said(fields))));
        routes.post(
                RECEIPTS + "{message}",
                request -> answer(request, (fields, asked) -> reports.receipt(fields, asked.part("message"))));
    }

    private Response answer(Request request, Reading reading) {
        if (request.body().length > MOST_BYTES) return Response.text(413, "That is too much.\n");
        Optional<Map<String, String>> signed = fields(request).filter(fields -> isSigned(request, fields));
        if (signed.isEmpty()) return Response.text(403, "Expected a form, signed by Twilio for this address.\n");
        List<Incoming> heard;
        try {
            heard = reading.read(signed.get(), request);
        } catch (IllegalArgumentException e) {
            return Response.text(400, "Something is missing.\n");
        }
        try {
            Ears open = ears.get().orElseThrow(() -> new IllegalStateException("not started"));
            heard.forEach(open::hear);
        } catch (RuntimeException e) {
            // Not 200: so Twilio brings it again, or to the other address that somebody has set there.
            LOG.error("what Twilio brought can't be written down", e);
            return Response.text(503, "Later, please.\n");
        }
        return Response.of(
                200,
                "text/xml; charset=utf-8",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>".getBytes(UTF_8));
    }

    private boolean isSigned(Request request, Map<String, String> fields) {
        String signature = request.header("x-twilio-signature").orElse("");
        return request.query().isEmpty()
                && validators.stream()
                        .anyMatch(validator -> validator.validate(publicUrl + request.path(), fields, signature));
    }

    /// Empty if it is no form, or one with a field twice: which of both was signed, can't be said.
    private static Optional<Map<String, String>> fields(Request request) {
        if (!request.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded"))
            return Optional.empty();
        Map<String, String> fields = new HashMap<>();
        try {
            for (String field : request.text().split("&", -1)) {
                String[] parts = field.split("=", 2);
                String name = URLDecoder.decode(parts[0], UTF_8);
                String value = parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "";
                if (fields.put(name, value) != null) return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(fields);
    }
}
