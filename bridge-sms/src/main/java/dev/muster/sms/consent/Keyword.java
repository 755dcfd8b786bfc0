package dev.muster.sms.consent;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The words that carriers and laws give a meaning, if nothing else is said.
public enum Keyword {
    /// No more texts.
    STOP(Set.of(
            "STOP",
            "STOPALL",
            "STOP ALL",
            "UNSUBSCRIBE",
            "CANCEL",
            "END",
            "QUIT",
            "OPTOUT",
            "OPT OUT",
            "OPT-OUT",
            "REVOKE")),
    /// Texts again.
    START(Set.of("START", "UNSTOP")),
    /// Who is this?
    HELP(Set.of("HELP", "INFO")),
    /// The answer to being asked whether one wants texts; to whoever wasn't asked it is a word like any other.
    YES(Set.of("YES"));

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    // Quotes, full stops, hearts: whatever people put around a word.
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    /// Said in a sentence, these may mean it too; that is for a human to decide.
    private static final List<Pattern> PERHAPS = List.of(
            Pattern.compile("\\b(STOP|STOPP|UNSUBSCRIBE|OPT[ -]?OUT)\\b"),
            Pattern.compile("\\bREMOVE (ME|MY NUMBER|THIS NUMBER)\\b"),
            Pattern.compile("\\bTAKE ME OFF\\b"),
            Pattern.compile("\\bLEAVE ME ALONE\\b"),
            Pattern.compile("\\bNO MORE (TEXTS?|MESSAGES?|SMS)\\b"),
            Pattern.compile("\\b(DON'?T|DO NOT|NEVER) (EVER )?(TEXT|MESSAGE|CONTACT|CALL|WRITE)\\b"));

    private static final Pattern ON_THE_CONTRARY = Pattern.compile("\\b(DON'?T|DO NOT|NEVER|WON'?T|CAN'?T) STOP\\b");

    @SuppressWarnings("ImmutableEnumChecker") // It is made by Set.of.
    private final Set<String> words;

    Keyword(Set<String> words) {
        this.words = words;
    }

    /// The one that a text is, and nothing else: "stop" is one, and "stop please" isn't.
    public static Optional<Keyword> of(String text) {
        String said = normal(text);
        for (Keyword keyword : values()) if (keyword.words.contains(said)) return Optional.of(keyword);
        return Optional.empty();
    }

    /// Whether somebody may have meant [#STOP] who said it in words of their own.
    public static boolean isPerhapsStop(String text) {
        String said = normal(text).replace('’', '\'');
        return PERHAPS.stream().anyMatch(way -> way.matcher(said).find())
                && !ON_THE_CONTRARY.matcher(said).find();
    }

    /// Never in the language of the machine: in Turkish, "quit" in capitals isn't QUIT.
    private static String normal(String text) {
        String visible = INVISIBLE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("");
        String bare = AROUND.matcher(visible).replaceAll("");
        return SPACES.matcher(bare).replaceAll(" ").toUpperCase(Locale.ROOT);
    }
}
