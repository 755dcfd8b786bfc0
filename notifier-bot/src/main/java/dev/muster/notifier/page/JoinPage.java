package dev.muster.notifier.page;

import dev.muster.kit.http.Response;
import dev.muster.notifier.page.Frame.Page;
import dev.muster.notifier.session.Invitation;
import dev.muster.notifier.session.Look;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What somebody sees who opens a join link: the door, or why it is shut and what to do.
final class JoinPage {
    private static final Template INVITATION = Template.named("invitation.html");
    private static final Template OPEN = Template.named("open.html");
    private static final Template EARLY = Template.named("early.html");
    private static final Template CLOSED = Template.named("closed.html");

    private final Frame frame;
    private final InstantSource time;

    JoinPage(Frame frame, InstantSource time) {
        this.frame = frame;
        this.time = time;
    }

    /// One link, as it was opened.
    ///
    /// @param room empty if it can't be one
    /// @param token empty if there is none, or it can't be one
    record Opened(String room, String token, Words words) {
        boolean isIncomplete() {
            return room.isEmpty() || token.isEmpty();
        }

        String ours() {
            return "/conference/" + room;
        }
    }

    Response.Whole show(Look look, Opened link) {
        return switch (look) {
            case Look.Open(Invitation to) -> open(to, link);
            case Look.Early(Invitation to) -> early(to, link);
            case Look.Ended(Invitation to, Optional<URI> recording) -> ended(to, recording, link);
            case Look.Cancelled(Invitation to) -> closed(410, "cancelled", Optional.of(to), Markup.NOTHING, link);
            case Look.Elsewhere(Invitation to) -> closed(403, "elsewhere", Optional.of(to), writeToBot(link), link);
            case Look.Revoked() -> closed(403, "revoked", Optional.empty(), writeToBot(link), link);
            case Look.Unknown() -> closed(404, "unknown", Optional.empty(), writeToBot(link), link);
        };
    }

    Response.Whole tooManyGuesses(Opened link, long secondsLeft) {
        return closed(429, "guessed", Optional.empty(), Markup.NOTHING, link).with("retry-after", "" + secondsLeft);
    }

    Response.Whole withoutRoom(Invitation to, Opened link) {
        return closed(503, "noroom", Optional.of(to), Markup.NOTHING, link).with("retry-after", "10");
    }

    private Response.Whole open(Invitation to, Opened link) {
        Words words = link.words();
        long starts = secondsUntil(to.starts());
        long ends = secondsUntil(to.ends());
        String remaining = starts > 0
                ? words.say("open.starts", words.span(Duration.ofSeconds(starts)))
                : words.say("open.ends", words.span(Duration.ofSeconds(Math.max(0, ends))));
        Map<String, Markup> pieces = pieces(to, link);
        pieces.put("starts", Markup.number(starts));
        pieces.put("ends", Markup.number(ends));
        pieces.put("counted", Markup.text(to.isCounted() ? "room" : "page"));
        pieces.put("untilstart", Markup.text(words.say("open.starts")));
        pieces.put("untilend", Markup.text(words.say("open.ends")));
        pieces.put("remaining", Markup.text(remaining));
        pieces.put("join", Markup.text(frame.site().path(link.ours() + "/join")));
        pieces.put("token", Markup.text(link.token()));
        pieces.put("language", Markup.text(words.language()));
        return page(200, words.say("open.title", to.title()), frame.script(), OPEN.filled(words, pieces), link);
    }

    private Response.Whole early(Invitation to, Opened link) {
        Words words = link.words();
        long seconds = secondsUntil(to.opens());
        String remaining =
                seconds > 0 ? words.say("early.in", words.span(Duration.ofSeconds(seconds))) : words.say("early.soon");
        Map<String, Markup> pieces = pieces(to, link);
        pieces.put("seconds", Markup.number(seconds));
        pieces.put("app", Markup.text(frame.site().path("/app?lang=" + words.language())));
        pieces.put("pattern", Markup.text(words.say("early.in")));
        pieces.put("remaining", Markup.text(remaining));
        var head = new Markup("<noscript><meta http-equiv=\"refresh\" content=\"" + Math.clamp(seconds, 15, 120)
                + "\"></noscript>\n" + frame.script().html());
        return page(200, words.say("early.title", to.title()), head, EARLY.filled(words, pieces), link);
    }

    private Response.Whole ended(Invitation to, Optional<URI> recording, Opened link) {
        return recording
                .filter(JoinPage::isWeb)
                .map(where -> closed(410, "ended", Optional.of(to), "ended.recorded", watch(where, link), link))
                .orElseGet(() -> closed(410, "ended", Optional.of(to), Markup.NOTHING, link));
    }

    /// Nothing else is for a browser to follow.
    private static boolean isWeb(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    }

    private static Markup watch(URI recording, Opened link) {
        return button(recording.toASCIIString(), link.words().say("ended.recording"));
    }

    private Markup writeToBot(Opened link) {
        return button(
                "nostr:" + frame.site().npub(),
                link.words().say("bot.write", frame.site().name()));
    }

    private static Markup button(String address, String text) {
        return new Markup("<p><a class=\"big\" href=\"" + Markup.text(address).html() + "\" rel=\"noreferrer\">"
                + Markup.text(text).html() + "</a></p>");
    }

    private Response.Whole closed(int status, String why, Optional<Invitation> to, Markup more, Opened link) {
        return closed(status, why, to, why + ".advice", more, link);
    }

    private Response.Whole closed(
            int status, String why, Optional<Invitation> to, String advice, Markup more, Opened link) {
        Words words = link.words();
        String title = to.map(it -> words.say(why + ".title", it.title())).orElseGet(() -> words.say(why + ".title"));
        Markup heading = to.map(it -> invitation(it, link)).orElseGet(() -> heading(title));
        Markup main = CLOSED.filled(
                words,
                Map.of(
                        "invitation",
                        heading,
                        "what",
                        what(words.say(why + ".what"), to.isPresent()),
                        "advice",
                        Markup.text(words.say(advice, frame.site().name())),
                        "more",
                        more));
        return page(status, title, frame.script(), main, link);
    }

    private static Markup heading(String title) {
        return new Markup("<h1>" + Markup.text(title).html() + "</h1>");
    }

    /// Under the session's name it is what one looks for first.
    private static Markup what(String text, boolean isHeading) {
        String tag = isHeading ? "h2" : "p";
        return new Markup("<" + tag + ">" + Markup.text(text).html() + "</" + tag + ">");
    }

    private Map<String, Markup> pieces(Invitation to, Opened link) {
        Map<String, Markup> pieces = new HashMap<>();
        pieces.put("invitation", invitation(to, link));
        pieces.put("units", units(link.words()));
        return pieces;
    }

    private static Markup invitation(Invitation to, Opened link) {
        Words words = link.words();
        var dates = new Dates(words.locale(), to.zone());
        return INVITATION.filled(
                words,
                Map.of(
                        "title", Markup.text(to.title()),
                        "host", host(to, words),
                        "starts", Markup.number(to.starts().getEpochSecond()),
                        "ends", Markup.number(to.ends().getEpochSecond()),
                        "offset", Markup.number(dates.offsetMinutes(to.starts())),
                        "period", Markup.text(dates.period(to.starts(), to.ends())),
                        "zone", Markup.text(to.zone().getId()),
                        "phone", phone(to, words)));
    }

    private static Markup phone(Invitation to, Words words) {
        return to.dialIn()
                .map(by -> new Markup("<div><dt>"
                        + Markup.text(words.say("phone")).html() + "</dt><dd><a href=\"tel:"
                        + Markup.text(by.number()).html() + "\">"
                        + Markup.text(by.number()).html() + "</a>, "
                        + Markup.text(words.say("phone.pin", by.spoken())).html() + "</dd></div>"))
                .orElse(Markup.NOTHING);
    }

    private static Markup host(Invitation to, Words words) {
        if (to.host().isBlank()) return Markup.NOTHING;
        return new Markup("<div><dt>" + Markup.text(words.say("host")).html() + "</dt><dd>"
                + Markup.text(to.host()).html() + "</dd></div>");
    }

    /// For the script, which goes on counting.
    private static Markup units(Words words) {
        return new Markup(" data-days=\"" + words.say("span.days") + "\" data-hours=\"" + words.say("span.hours")
                + "\" data-minutes=\"" + words.say("span.minutes") + "\" data-minutes-seconds=\""
                + words.say("span.seconds") + "\"");
    }

    private long secondsUntil(Instant then) {
        return Duration.between(time.instant(), then).plusMillis(999).toSeconds();
    }

    private Response.Whole page(int status, String title, Markup head, Markup main, Opened link) {
        String query = link.token().isEmpty() ? "" : "?t=" + link.token();
        String path = frame.site().path(link.ours()) + query;
        return frame.response(new Page(status, link.words(), path, title, head, main));
    }
}
