package dev.muster.notifier.page;

import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.notifier.page.Frame.Page;
import java.util.Map;

/// For those who open the address itself: who the bot is, and how to talk to it.
record FrontPage(Frame frame) {
    private static final Template FRONT = Template.named("front.html");

    void route(Routes routes) {
        routes.get("/", this::show);
    }

    private Response show(Request request) {
        Words words = Words.wanted(Fields.ofQuery(request).value("lang"), request.header("accept-language"));
        Site site = frame.site();
        Markup main = FRONT.filled(
                words,
                Map.of(
                        "name", Markup.text(site.name()),
                        "npub", Markup.text(site.npub()),
                        "certificate", Markup.text(site.path("/certificate?lang=" + words.language()))));
        return frame.response(new Page(200, words, site.path("/"), site.name(), Markup.NOTHING, main));
    }
}
