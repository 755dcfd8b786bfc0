package dev.muster.notifier.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.device.Invites;
import dev.muster.notifier.page.Frame.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Lets the browser ring that it is opened in, and shows who calls.
///
/// It is an app that can be installed: a page, what it is called, and a service worker, which is there when the page
/// isn't. All three talk to the bot as other apps do.
final class AppPage {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HERE = "/app";
    private static final Template APP = Template.named("app.html");
    private static final String WORKER = new Resource("sw.js").text();
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final Asset BELL = Asset.of("bell", "js", JAVASCRIPT);
    private static final Asset SCRIPT = Asset.of("app", "js", JAVASCRIPT);
    private static final Asset SMALL = Asset.of("icon-192", "png", "image/png");
    private static final Asset LARGE = Asset.of("icon-512", "png", "image/png");
    private static final Pattern INVITE = Pattern.compile("[A-Za-z0-9_-]{16,64}");

    /// What the service worker says, without a page that would know the language.
    private static final List<String> SAID = List.of(
            "call.from",
            "call.somebody",
            "call.video",
            "call.voice",
            "call.answer",
            "call.decline",
            "note.event",
            "note.missed",
            "note.message",
            "note.message.body",
            "note.test",
            "note.test.body",
            "note.other",
            "open.trouble");

    private final Frame frame;
    private final Invites invites;
    private final Guard guard;

    AppPage(Frame frame, Invites invites, Guard guard) {
        this.frame = frame;
        this.invites = invites;
        this.guard = guard;
    }

    private record Icon(String src, String sizes, String type, String purpose) {}

    void route(Routes routes) {
        routes.get(HERE, this::show);
        routes.get(HERE + "/sw.js", this::worker);
        routes.get(HERE + "/manifest.webmanifest", this::manifest);
        for (Asset asset : List.of(BELL, SCRIPT, SMALL, LARGE)) routes.get(asset.path(), _ -> asset.response());
    }

    private static Words words(Request request) {
        return Words.wanted(Fields.ofQuery(request).value("lang"), request.header("accept-language"));
    }

    private static Optional<String> invite(Request request) {
        return Fields.ofQuery(request)
                .value("k")
                .filter(it -> INVITE.matcher(it).matches());
    }

    private Response show(Request request) {
        Words words = words(request);
        Optional<String> invite = invite(request);
        if (invite.isEmpty()) return page(200, words, "", Markup.NOTHING, Markup.NOTHING);
        if (guard.isShutFor(request))
            return page(429, words, "", Markup.NOTHING, trouble(words.say("guessed.title")))
                    .with("retry-after", "" + guard.secondsLeft());
        return invites.whose(invite.get())
                .map(person -> page(200, words, invite.get(), Markup.text(new Npub(person).encode()), Markup.NOTHING))
                .orElseGet(() -> {
                    guard.unknown(request);
                    return page(200, words, "", Markup.NOTHING, trouble(words.say("app.old")));
                });
    }

    private static Markup trouble(String text) {
        return new Markup("<p class=\"bad\">" + Markup.text(text).html() + "</p>");
    }

    private Response.Whole page(int status, Words words, String invite, Markup npub, Markup trouble) {
        Site site = frame.site();
        Markup main = APP.filled(
                words,
                Map.of(
                        "site", Markup.text(site.url().toString().replaceAll("/+$", "")),
                        "base", Markup.text(site.path("")),
                        "language", Markup.text(words.language()),
                        "invite", Markup.text(invite),
                        "npub", npub,
                        "ask", Markup.text(words.say("app.ask", site.name())),
                        "bot", Markup.text(site.npub()),
                        "write", Markup.text(words.say("bot.write", site.name())),
                        "trouble", trouble));
        String query = invite.isEmpty() ? "" : "?k=" + invite;
        return frame.response(
                new Page(status, words, site.path(HERE) + query, words.say("app.title"), head(words, invite), main));
    }

    private Markup head(Words words, String invite) {
        // An iPhone opens what is installed with nothing of what the page knew: the invite must be in its address.
        String query = "?lang=" + words.language() + (invite.isEmpty() ? "" : "&k=" + invite);
        return new Markup("<link id=\"manifest\" rel=\"manifest\" href=\""
                + path(HERE + "/manifest.webmanifest" + query) + "\">\n<link rel=\"apple-touch-icon\" href=\""
                + path(SMALL.path()) + "\">\n<script src=\"" + path(BELL.path()) + "\" defer></script>\n<script src=\""
                + path(SCRIPT.path()) + "\" defer></script>");
    }

    private String path(String ours) {
        return Markup.text(frame.site().path(ours)).html();
    }

    private Response manifest(Request request) {
        Words words = words(request);
        Site site = frame.site();
        String query = "?lang=" + words.language()
                + invite(request).map(it -> "&k=" + it).orElse("");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", site.path(HERE));
        fields.put("name", site.name());
        fields.put("short_name", site.name());
        fields.put("description", words.say("app.lead"));
        fields.put("lang", words.language());
        fields.put("start_url", site.path(HERE) + query);
        fields.put("scope", site.path(HERE));
        fields.put("display", "standalone");
        fields.put("background_color", "#f6f4ef");
        fields.put("theme_color", "#1f6f54");
        fields.put(
                "icons",
                List.of(
                        new Icon(site.path(SMALL.path()), "192x192", "image/png", "any"),
                        new Icon(site.path(LARGE.path()), "512x512", "image/png", "any"),
                        new Icon(site.path(LARGE.path()), "512x512", "image/png", "maskable")));
        return Response.of(200, "application/manifest+json", JSON.writeValueAsBytes(fields))
                .with("cache-control", "no-store")
                .with("x-content-type-options", "nosniff");
    }

    /// Browsers ask for it anew from time to time, and compare: what is in it must not change by itself.
    private Response worker(Request request) {
        Words words = words(request);
        Site site = frame.site();
        Map<String, String> said = new LinkedHashMap<>();
        SAID.forEach(key -> said.put(key, words.say(key)));
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("base", site.path(""));
        known.put("bell", site.path(BELL.path()));
        known.put("icon", site.path(SMALL.path()));
        known.put("language", words.language());
        known.put("words", said);
        String script = "const KNOWN = " + JSON.writeValueAsString(known) + ";\n" + WORKER;
        return Response.of(200, JAVASCRIPT, script.getBytes(UTF_8))
                .with("cache-control", "no-cache")
                .with("service-worker-allowed", site.path(HERE))
                .with(
                        "content-security-policy",
                        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'")
                .with("x-content-type-options", "nosniff");
    }
}
