package dev.muster.cli;

import dev.muster.cli.SessionReport.Attendee;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A session's report as a page of HTML: one file, no script, nothing from elsewhere; for a screen of any size,
/// light or dark, and for paper.
record SessionReportPage(SessionReport report, ZoneId zone, Instant now) {
    private static final DateTimeFormatter MADE = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

    private static final String STYLE = """
        :root { color-scheme: light dark; --ink: #1b1b1f; --quiet: #5b5b66; --line: #d8d8de; --ground: #ffffff;
          --card: #f5f5f8; --good: #0b6b3a; --bad: #a3201d; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --quiet: #a9a9b6; --line: #3a3a44;
          --ground: #16161a; --card: #202027; --good: #6fd39b; --bad: #ff9d97; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--ground);
          color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
        p { margin: .4rem 0; }
        .quiet { color: var(--quiet); }
        .words { white-space: pre-line; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .6rem;
          margin: 1.25rem 0; }
        dl div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: .6rem .8rem; background: var(--card);
          border: 1px solid var(--line); border-radius: .5rem; break-inside: avoid; }
        dt { color: var(--quiet); font-size: .875rem; }
        dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .45rem .75rem .45rem 0; text-align: left; vertical-align: top;
          border-bottom: 1px solid var(--line); }
        thead th { color: var(--quiet); font-size: .875rem; font-weight: 600; }
        tbody th { font-weight: 600; overflow-wrap: anywhere; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        tr { break-inside: avoid; }
        @media screen and (max-width: 40rem) {
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table, tbody, tr, th, td { display: block; }
          tbody tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
          tbody th, td { padding: .1rem 0; border: 0; }
          td { display: flex; gap: .75rem; }
          td::before { content: attr(data-name); flex: 0 0 5rem; color: var(--quiet); }
          td:empty { display: none; }
        }
        @media print { body { max-width: none; padding: 0; font-size: 10pt; } dl div { border-color: #999; } }
        """;

    /// What people want to know first.
    private static final List<String> ORDER = List.of(
            "joined",
            "present",
            "peak",
            "average-seconds",
            "recipients",
            "sent",
            "texted",
            "failed",
            "opened",
            "accepted",
            "tentative",
            "declined",
            "waiting",
            "invited");

    String html() {
        String title = report.session().map(SessionLine::title).orElse("Session");
        var page = new ArrayList<String>();
        page.add("<!doctype html>");
        page.add("<html lang=\"en\">");
        page.add("<meta charset=\"utf-8\">");
        page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.add("<meta name=\"referrer\" content=\"no-referrer\">");
        page.add("<title>Report: " + escaped(title) + "</title>");
        page.add("<style>\n" + STYLE + "</style>");
        page.add("<main>");
        page.add("<h1>" + escaped(title) + "</h1>");
        report.session()
                .ifPresent(session -> page.add("<p class=\"quiet\">" + escaped(session.when(zone)) + " ("
                        + escaped(zone.getId()) + "), " + escaped(session.state()) + "</p>"));
        if (!report.words().isEmpty()) page.add("<p class=\"words\">" + escaped(report.words()) + "</p>");
        page.addAll(counts());
        page.addAll(people());
        page.add("<p class=\"quiet\">As of " + MADE.format(now.atZone(zone)) + ". For those who led it: keep it as you"
                + " would keep a list of attendance.</p>");
        page.add("</main>");
        return String.join("\n", page) + "\n";
    }

    private List<String> counts() {
        if (report.counts().isEmpty()) return List.of();
        var lines = new ArrayList<String>();
        lines.add("<dl>");
        Stream.concat(ORDER.stream(), report.counts().keySet().stream().filter(name -> !ORDER.contains(name)))
                .flatMap(name ->
                        Optional.ofNullable(report.counts().get(name)).map(count -> count(name, count)).stream())
                .forEach(lines::add);
        lines.add("</dl>");
        return lines;
    }

    private static String count(String name, long count) {
        String number = name.endsWith("-seconds") ? length(count) : Amounts.count(count);
        return "<div><dt>" + escaped(called(name)) + "</dt><dd>" + escaped(number) + "</dd></div>";
    }

    private static String length(long seconds) {
        return SessionReport.length(Duration.ofSeconds(seconds));
    }

    /// What the bot counts, as people say it.
    private static String called(String name) {
        return switch (name) {
            case "recipients" -> "were to get a link";
            case "sent" -> "got their link";
            case "texted" -> "by text";
            case "failed" -> "could not be reached";
            case "opened" -> "opened it";
            case "joined" -> "joined";
            case "present" -> "there now";
            case "peak" -> "at most at once";
            case "average-seconds" -> "stayed on average";
            case "accepted" -> "said yes";
            case "tentative" -> "said maybe";
            case "declined" -> "said no";
            case "waiting" -> "wait for a place";
            case "invited" -> "have not answered";
            default -> name;
        };
    }

    private List<String> people() {
        if (report.people().isEmpty()) return List.of();
        var lines = new ArrayList<String>();
        lines.add("<h2>People</h2>");
        lines.add("<table>");
        lines.add("<thead><tr><th scope=\"col\">Who</th><th scope=\"col\">Link</th><th scope=\"col\">Joined</th>"
                + "<th scope=\"col\">Left</th><th scope=\"col\">Stayed</th><th scope=\"col\">Note</th></tr></thead>");
        lines.add("<tbody>");
        report.people().forEach(each -> lines.add(row(each)));
        lines.add("</tbody>");
        lines.add("</table>");
        return lines;
    }

    private String row(Attendee attendee) {
        String link = attendee.deliveries().stream()
                .map(each -> "<span" + tone(each.state()) + ">"
                        + escaped((attendee.deliveries().size() == 1 ? "" : each.channel() + " ") + each.state())
                        + "</span>")
                .collect(Collectors.joining(", "));
        return "<tr><th scope=\"row\">" + escaped(attendee.name()) + "</th>"
                + cell("Link", link)
                + cell("Joined", SessionReport.time(attendee.joined(), zone))
                + cell("Left", attendee.isThere() ? "still there" : SessionReport.time(attendee.left(), zone))
                + cell("Stayed", attendee.hasJoined() ? SessionReport.length(attendee.stayed()) : "")
                + cell("Note", escaped(attendee.note()))
                + "</tr>";
    }

    private static String tone(String state) {
        return switch (state) {
            case "joined", "opened" -> " class=\"good\"";
            case "failed", "expired" -> " class=\"bad\"";
            default -> "";
        };
    }

    private static String cell(String name, String html) {
        return "<td data-name=\"" + name + "\">" + html + "</td>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
