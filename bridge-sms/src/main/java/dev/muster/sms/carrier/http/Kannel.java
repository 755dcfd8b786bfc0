package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Response;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.carrier.ReceiptText;
import dev.muster.sms.text.Alphabet;
import dev.muster.sms.text.Segments;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Kannel's smsbox.
///
/// A text is posted, with everything else in headers: that way there is no password in an address, and nothing of the
/// text
/// has to be told how it is written. It comes back likewise: Kannel's own `post-url` brings the bytes as they are,
/// while in
/// a `get-url` those of any other alphabet than its own are broken.
final class Kannel implements Gateway {
    private static final int EXPIRED = 32;
    private static final int DELIVERED = 1;
    private static final int FAILED = 2;
    private static final int BUFFERED = 4;
    private static final int TAKEN = 8;
    private static final int REJECTED = 16;
    private static final int ALL_RECEIPTS = DELIVERED | FAILED | BUFFERED | TAKEN | REJECTED;

    private final String carrier;
    private final HttpConfig config;
    private final URI address;
    private final Optional<String> callback;

    /// @param callback where receipts go, if they can
    Kannel(String carrier, HttpConfig config, URI address, Optional<String> callback) {
        this.carrier = carrier;
        this.config = config;
        this.address = address;
        this.callback = callback;
    }

    @Override
    public HttpRequest.Builder request(Outgoing message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .header("X-Kannel-Username", config.username())
                .header("X-Kannel-Password", config.password())
                .header("X-Kannel-To", message.to().e164())
                // Without this, what isn't in the phones' alphabet would become question marks.
                .header("X-Kannel-Coding", Segments.of(message.text()).isGsm() ? "0" : "2")
                .POST(BodyPublishers.ofString(message.text(), UTF_8));
        if (!message.from().isEmpty()) request.header("X-Kannel-From", message.from());
        if (message.validity().isPositive())
            request.header(
                    "X-Kannel-Validity",
                    Long.toString(Math.max(1, message.validity().toMinutes())));
        if (!config.brand().isEmpty() || !config.campaign().isEmpty())
            request.header(
                    "X-Kannel-Meta-Data",
                    "?smpp?brand=" + HttpCarrier.escaped(config.brand()) + "&campaign="
                            + HttpCarrier.escaped(config.campaign()));
        callback.ifPresent(at -> request.header("X-Kannel-DLR-Mask", Integer.toString(ALL_RECEIPTS))
                .header("X-Kannel-DLR-Url", at + "?message=" + message.id() + "&status=%d&reply=%A"));
        return request;
    }

    /// Kannel names no message in its answer; its receipts come to an address that holds our own id.
    @Override
    public Answer answer(int status, String body) {
        String said = body.strip();
        if (status == 202 && said.matches("[03]:.*")) return new Answer.Accepted(List.of());
        return switch (status) {
            case 202 -> new Answer.Unknown("Kannel answered something else");
            case 400 -> new Answer.Refused("400", "Kannel doesn't take it", false);
            case 403 ->
                said.startsWith("Not routable")
                        ? new Answer.Refused("403", "Kannel has no way there", false)
                        : HttpCarrier.later("Kannel doesn't know us", true);
            // Said before anything has gone out.
            case 503 -> HttpCarrier.later("Kannel can't at the moment", true);
            default -> HttpCarrier.usual(status);
        };
    }

    @Override
    public Incoming said(Fields fields) {
        String coding = fields.any("coding").orElse("0");
        Optional<String> inAddress = Optional.ofNullable(fields.named().get("text"));
        if (inAddress.isPresent() && coding.equals("2"))
            throw new IllegalArgumentException("a get-url breaks this text; use post-url");
        return new Incoming.Said(
                carrier,
                fields.need("id"),
                fields.need("from"),
                fields.any("to").orElse(""),
                inAddress.orElseGet(() -> text(fields, coding)),
                List.of(),
                false);
    }

    private static String text(Fields fields, String coding) {
        return (coding.equals("2") ? Alphabet.UCS2.decode(fields.body()) : charset(fields));
    }

    private static String charset(Fields fields) {
        String charset = fields.any("charset").orElse("UTF-8").toUpperCase(Locale.ROOT);
        return switch (charset) {
            case "UTF-16BE" -> Alphabet.UCS2.decode(fields.body());
            case "ISO-8859-1", "LATIN1", "WINDOWS-1252" -> Alphabet.LATIN1.decode(fields.body());
            default -> new String(fields.body(), UTF_8);
        };
    }

    @Override
    public Incoming receipt(Fields fields) {
        String reply = fields.any("reply").orElse("");
        return new Receipt(
                carrier,
                Optional.of(fields.need("message")),
                List.of(),
                state(Integer.parseInt(fields.need("status"))),
                ReceiptText.of(reply).code(),
                Optional.empty());
    }

    /// Bits, of which more than one may be set: what has expired has failed as well.
    private static State state(int bits) {
        if ((bits & EXPIRED) != 0) return State.EXPIRED;
        if ((bits & DELIVERED) != 0) return State.DELIVERED;
        if ((bits & (FAILED | REJECTED)) != 0) return State.FAILED;
        if ((bits & (BUFFERED | TAKEN)) != 0) return State.SENT;
        throw new IllegalArgumentException("there is no such status");
    }

    @Override
    public Response thanks() {
        return Response.text(200, "");
    }
}
