package dev.muster.notifier.page;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.page.Frame.Page;
import dev.muster.notifier.session.Certificate;
import dev.muster.notifier.session.Certificates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Whether a certificate is genuine: for people a form and a page, for programs the same as JSON.
final class CertificatePage {
    private static final Template FORM = Template.named("certificate-form.html");
    private static final Template CERTIFICATE = Template.named("certificate.html");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HERE = "/certificate";

    private final Frame frame;
    private final Certificates certificates;
    private final Guard guard;
    private final InstantSource time;

    CertificatePage(Frame frame, Certificates certificates, Guard guard, InstantSource time) {
        this.frame = frame;
        this.certificates = certificates;
        this.guard = guard;
        this.time = time;
    }

    /// What programs read. Times are Unix seconds, as everywhere on Nostr.
    private record Verdict(
            boolean valid,
            String code,
            String title,
            String pubkey,
            String npub,
            long earnedAt,
            Optional<Long> expiresAt,
            boolean revoked,
            Optional<Long> revokedAt) {}

    private record NoVerdict(boolean valid, String code) {}

    void route(Routes routes) {
        routes.get(HERE, this::ask);
        routes.get(HERE + "/{code}", this::show);
        routes.get("/v1/certificates/{code}", this::tell);
    }

    private Response ask(Request request) {
        Words words = words(request);
        Optional<String> code = Fields.ofQuery(request).value("code");
        if (code.isEmpty()) return form(200, words, HERE, "", Markup.NOTHING);
        String address = frame.site().path(HERE + "/" + encoded(code.get()) + "?lang=" + words.language());
        return Response.text(303, address + "\n").with("location", address).with("cache-control", "no-store");
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Response show(Request request) {
        Words words = words(request);
        String code = request.part("code").strip();
        if (guard.isShutFor(request)) {
            return form(429, words, HERE, "", trouble(words, "guessed.title"))
                    .with("retry-after", "" + guard.secondsLeft());
        }
        return certificates.find(code).map(it -> page(it, words)).orElseGet(() -> {
            guard.unknown(request);
            return form(404, words, HERE + "/" + encoded(code), code, trouble(words, "certificate.unknown"));
        });
    }

    private Response tell(Request request) {
        if (guard.isShutFor(request)) {
            return Response.text(429, "Too many codes that don't exist.\n")
                    .with("retry-after", "" + guard.secondsLeft());
        }
        String code = request.part("code").strip();
        return certificates.find(code).map(it -> json(200, verdict(it))).orElseGet(() -> {
            guard.unknown(request);
            return json(404, new NoVerdict(false, code));
        });
    }

    /// Anybody's page may ask: whoever has the code may know.
    private static Response.Whole json(int status, Record answer) {
        return Response.of(status, "application/json", JSON.writeValueAsBytes(answer))
                .with("cache-control", "no-store")
                .with("access-control-allow-origin", "*");
    }

    private Verdict verdict(Certificate it) {
        return new Verdict(
                it.isValid(time.instant()),
                it.code(),
                it.title(),
                it.person().hex(),
                new Npub(it.person()).encode(),
                it.earned().getEpochSecond(),
                it.expires().map(Instant::getEpochSecond),
                it.revoked().isPresent(),
                it.revoked().map(Instant::getEpochSecond));
    }

    private Response.Whole page(Certificate it, Words words) {
        boolean isGood = it.isValid(time.instant());
        String verdict = isGood ? "valid" : it.revoked().isPresent() ? "withdrawn" : "expired";
        Markup main = CERTIFICATE.filled(
                words,
                Map.of(
                        "kind", Markup.text(isGood ? "good" : "bad"),
                        "verdict", Markup.text(words.say("certificate." + verdict)),
                        "title", Markup.text(it.title()),
                        "npub", Markup.text(new Npub(it.person()).encode()),
                        "earned", day(it.earned(), words),
                        "expires", row("certificate.expires", it.expires(), words),
                        "revoked", row("certificate.revoked", it.revoked(), words),
                        "code", Markup.text(it.code()),
                        "issuer",
                                Markup.text(words.say(
                                        "certificate.issuer", frame.site().name())),
                        "form", Markup.text(frame.site().path(HERE + "?lang=" + words.language()))));
        String path = frame.site().path(HERE + "/" + encoded(it.code()));
        return frame.response(new Page(200, words, path, words.say("certificate"), Markup.NOTHING, main));
    }

    private static Markup row(String key, Optional<Instant> instant, Words words) {
        return instant.map(it ->
                        new Markup("<div><dt>" + Markup.text(words.say(key)).html() + "</dt><dd>"
                                + day(it, words).html() + "</dd></div>"))
                .orElse(Markup.NOTHING);
    }

    /// A certificate belongs to no place, so its days are those of UTC.
    private static Markup day(Instant instant, Words words) {
        return Markup.text(new Dates(words.locale(), ZoneOffset.UTC).day(instant));
    }

    private static Markup trouble(Words words, String key) {
        return new Markup("<p class=\"trouble\" id=\"trouble\">"
                + Markup.text(words.say(key)).html() + "</p>");
    }

    private Response.Whole form(int status, Words words, String ours, String code, Markup trouble) {
        String value = code.isEmpty() ? "" : " value=\"" + Markup.text(code).html() + "\"";
        String described = trouble.equals(Markup.NOTHING) ? "" : " aria-describedby=\"trouble\" autofocus";
        Markup main = FORM.filled(
                words,
                Map.of(
                        "form",
                        Markup.text(frame.site().path(HERE)),
                        "language",
                        Markup.text(words.language()),
                        "value",
                        new Markup(value + described),
                        "trouble",
                        trouble));
        String path = frame.site().path(ours);
        return frame.response(new Page(status, words, path, words.say("certificate.check"), Markup.NOTHING, main));
    }

    private static Words words(Request request) {
        return Words.wanted(Fields.ofQuery(request).value("lang"), request.header("accept-language"));
    }
}
