package dev.muster.sms.text;

import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text with gaps such as `{{name}}`, which are filled in for each recipient.
public record Template(String text) {
    private static final Pattern GAP = Pattern.compile("\\{\\{\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*}}");

    /// The names of its gaps.
    public Set<String> gaps() {
        return GAP.matcher(text).results().map(gap -> gap.group(1)).collect(Collectors.toUnmodifiableSet());
    }

    /// Filled in. What is filled in is taken as it is: somebody called `{{link}}` gets no link.
    ///
    /// @throws IllegalArgumentException if there is nothing for one of them
    public String filled(Map<String, String> values) {
        return GAP.matcher(text).replaceAll(gap -> Matcher.quoteReplacement(value(values, gap)));
    }

    private static String value(Map<String, String> values, MatchResult gap) {
        String value = values.get(gap.group(1));
        if (value == null)
            throw new IllegalArgumentException("{{" + gap.group(1) + "}}: there is nothing to fill in; known are "
                    + values.keySet().stream().sorted().collect(Collectors.joining(", ")));
        return value;
    }
}
