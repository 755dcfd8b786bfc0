package dev.muster.notifier.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is the same about all pages: their head, their foot, and what a browser may do with them.
final class Frame {
    private static final Template FRAME = Template.named("frame.html");
    private static final Asset STYLE = Asset.of("page", "css", "text/css; charset=utf-8");
    private static final Asset SCRIPT = Asset.of("page", "js", "text/javascript; charset=utf-8");
    private static final Asset ICON = Asset.of("icon", "svg", "image/svg+xml");

    private final Site site;

    Frame(Site site) {
        this.site = site;
    }

    /// One page.
    ///
    /// @param path of this page, with its query: from there one gets to the same page in other languages
    /// @param head what belongs there besides
    /// @param main with its `<main>`
    record Page(int status, Words words, String path, String title, Markup head, Markup main) {}

    Site site() {
        return site;
    }

    void route(Routes routes) {
        for (Asset asset : List.of(STYLE, SCRIPT, ICON)) routes.get(asset.path(), request -> asset.response());
    }

    /// For the head of a page that needs it. It comes after everything else, so that it finds the page
    /// complete.
    Markup script() {
        return new Markup("<script src=\"" + path(SCRIPT).html() + "\" defer></script>");
    }

    private Markup path(Asset asset) {
        return Markup.text(site.path(asset.path()));
    }

    Response.Whole response(Page page) {
        Markup html = FRAME.filled(
                page.words(),
                Map.of(
                        "language", Markup.text(page.words().locale().toLanguageTag()),
                        "title", Markup.text(page.title()),
                        "icon", path(ICON),
                        "style", path(STYLE),
                        "head", page.head(),
                        "main", page.main(),
                        "languages", languages(page)));
        return new Response.Whole(page.status(), headers(), (html.html() + "\n").getBytes(UTF_8));
    }

    private static Markup languages(Page page) {
        String path = page.path() + (page.path().contains("?") ? "&" : "?");
        return new Markup(Words.LANGUAGES.stream()
                .map(language -> language(Words.in(language), page.words(), path))
                .collect(Collectors.joining("\n")));
    }

    private static String language(Words other, Words shown, String path) {
        String language = other.language();
        String name = Markup.text(other.say("language")).html();
        if (language.equals(shown.language())) return "<li><span aria-current=\"true\">" + name + "</span></li>";
        String address = Markup.text(path + "lang=" + language).html();
        return "<li><a href=\"" + address + "\" lang=\"" + language + "\" hreflang=\"" + language + "\">" + name
                + "</a></li>";
    }

    private Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "text/html; charset=utf-8");
        headers.put("cache-control", "no-store");
        headers.put("content-security-policy", policy());
        // The room, and whatever else a page leads to, must never see a token.
        headers.put("referrer-policy", "no-referrer");
        headers.put("x-content-type-options", "nosniff");
        headers.put("x-robots-tag", "noindex");
        return headers;
    }

    /// Browsers hold `form-action` against redirects too, and a form's answer leads to the room, wherever
    /// that is.
    private String policy() {
        return "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
                + " manifest-src 'self'; form-action 'self' https:" + (site.isSecure() ? "" : " http:")
                + "; base-uri 'none'; frame-ancestors 'none'";
    }
}
