package dev.muster.sms.carrier.http;

import dev.muster.kit.http.Response;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.carrier.ReceiptText;
import dev.muster.sms.text.Alphabet;
import dev.muster.sms.text.Gsm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Jasmin's HTTP API.
final class Jasmin implements Gateway {
    private static final Pattern TAKEN = Pattern.compile("Success \"([^\"]+)\"");

    /// What Jasmin says of the SMSC's answer to a text, and not of the text's fate.
    private static final String FROM_SMSC = "ESME_";

    private final String carrier;
    private final HttpConfig config;
    private final URI address;
    private final Optional<String> callback;

    /// @param callback where receipts go, if they can
    Jasmin(String carrier, HttpConfig config, URI address, Optional<String> callback) {
        this.carrier = carrier;
        this.config = config;
        this.address = address;
        this.callback = callback;
    }

    /// In bytes of ours: what Jasmin makes of characters depends on its version.
    @Override
    public HttpRequest.Builder request(Outgoing message) {
        Optional<byte[]> gsm = Gsm.encode(message.text());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("username", config.username());
        form.put("password", config.password());
        form.put("to", message.to().e164());
        if (!message.from().isEmpty()) form.put("from", message.from());
        form.put("coding", gsm.isPresent() ? "0" : "8");
        form.put(
                "hex-content",
                HexFormat.of()
                        .formatHex(gsm.or(() -> Alphabet.UCS2.encode(message.text()))
                                .orElseThrow()));
        if (message.validity().isPositive())
            form.put(
                    "validity-period",
                    Long.toString(Math.max(1, message.validity().toMinutes())));
        callback.ifPresent(at -> {
            form.put("dlr", "yes");
            form.put("dlr-url", at);
            form.put("dlr-level", "3");
            form.put("dlr-method", "POST");
        });
        return HttpCarrier.form(address, form);
    }

    @Override
    public Answer answer(int status, String body) {
        Matcher taken = TAKEN.matcher(body);
        if (status == 200)
            return taken.find()
                    ? new Answer.Accepted(List.of(taken.group(1)))
                    : new Answer.Unknown("Jasmin answered something else");
        return switch (status) {
            case 400 -> new Answer.Refused("400", "Jasmin doesn't take it", false);
            // Also said when there are too many at once, or the money is gone.
            case 403 -> HttpCarrier.later("Jasmin doesn't let us", true);
            case 412 -> HttpCarrier.later("Jasmin has no way there at the moment", true);
            default -> HttpCarrier.usual(status);
        };
    }

    @Override
    public Incoming said(Fields fields) {
        return new Incoming.Said(
                carrier,
                fields.need("id"),
                fields.need("from"),
                fields.any("to").orElse(""),
                text(fields),
                List.of(),
                false);
    }

    private static String text(Fields fields) {
        Optional<String> binary = fields.any("binary");
        if (binary.isEmpty()) return fields.any("content").orElse("");
        byte[] bytes = HexFormat.of().parseHex(binary.get());
        return switch (fields.any("coding").orElse("0")) {
            case "8" -> Alphabet.UCS2.decode(bytes);
            case "3" -> Alphabet.LATIN1.decode(bytes);
            case "1" -> Alphabet.ASCII.decode(bytes);
            default -> Alphabet.GSM.decode(bytes);
        };
    }

    @Override
    public Incoming receipt(Fields fields) {
        String status = fields.need("message_status").toUpperCase(Locale.ROOT);
        boolean isOfSmsc = status.startsWith(FROM_SMSC);
        Optional<State> state = isOfSmsc
                ? Optional.of(status.equals("ESME_ROK") ? State.SENT : State.FAILED)
                : ReceiptText.state(status);
        var text = new ReceiptText(Optional.empty(), Optional.of(status), fields.any("err"));
        return new Receipt(
                carrier,
                Optional.empty(),
                List.of(fields.need("id")),
                state.orElseThrow(() -> new IllegalArgumentException("there is no such status")),
                isOfSmsc && !status.equals("ESME_ROK") && status.matches("[A-Z_]{1,32}") ? status : text.code(),
                Optional.empty());
    }

    /// Anything else, and Jasmin brings it again.
    @Override
    public Response thanks() {
        return Response.text(200, "ACK/Jasmin");
    }
}
