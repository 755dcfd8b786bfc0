package dev.muster.notifier.session;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be typed to the bot.
enum Word {
    YES("yes [session]", "you're coming"),
    NO("no [session]", "you're not coming"),
    MAYBE("maybe [session]", "you may come"),
    JOIN("join [session]", "get into a session that has started"),
    LINK("link [session]", "get a new link; the one you have doesn't work any more then"),
    SESSIONS("sessions", "list yours"),
    BROWSER("browser", "be rung in a browser: I send you a link for that"),
    STOP("stop", "hear nothing more from me until you write again"),
    HELP("help", "this list"),
    START("start <session>", "everyone who is coming gets their link"),
    END("end <session> [link]", "it is over; the link of the recording, if there is one"),
    CANCEL("cancel <session>", "it doesn't take place"),
    SHOW("show <session>", "who is coming"),
    REPORT("report <session>", "whom the links reached, who was there"),
    REVOKE("revoke link <session> <npub or number>", "somebody's link doesn't work any more"),
    CERTIFICATE("certificate revoke <code>", "a certificate doesn't count any more"),
    GRANT("grant <role> <npub>", "give somebody a role"),
    WITHDRAW("withdraw <role> <npub>", "take it back");

    private final String usage;
    private final String meaning;

    Word(String usage, String meaning) {
        this.usage = usage;
        this.meaning = meaning;
    }

    /// A word, and what was typed after it.
    record Typed(Word word, List<String> rest) {
        String text() {
            return String.join(" ", rest);
        }
    }

    /// For a list of what can be typed.
    String line() {
        return usage + " – " + meaning;
    }

    /// What somebody typed, if we know the word.
    static Optional<Typed> read(String text) {
        List<String> parts = Arrays.stream(text.strip().split("\\s+", -1)).toList();
        String first = parts.getFirst().toLowerCase(Locale.ROOT).replaceAll("^/|[.!?,]+$", "");
        Optional<Word> word = Reply.of(first)
                .map(reply -> switch (reply) {
                    case ACCEPTED -> YES;
                    case TENTATIVE -> MAYBE;
                    case DECLINED -> NO;
                })
                .or(() -> Arrays.stream(values())
                        .filter(known -> known.name().equalsIgnoreCase(first))
                        .findFirst());
        return word.map(known -> new Typed(known, parts.subList(1, parts.size())));
    }
}
