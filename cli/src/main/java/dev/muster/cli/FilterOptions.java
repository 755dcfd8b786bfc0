package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.UserInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which events a command is about. All that is named must match; of one list, any.
final class FilterOptions {
    @Option(
            names = "--ids",
            paramLabel = "ID,…",
            hideParamSyntax = true,
            split = ",",
            description = "Events with these ids: hex, note or nevent.")
    private List<EventId> ids = List.of();

    @Option(
            names = "--authors",
            paramLabel = "NPUB,…",
            hideParamSyntax = true,
            split = ",",
            description = "Events of these authors.")
    private List<PublicKey> authors = List.of();

    @Option(
            names = "--kinds",
            paramLabel = "KIND,…",
            hideParamSyntax = true,
            split = ",",
            description = "Events of these kinds, such as 1,1059.")
    private List<Integer> kinds = List.of();

    @Option(
            names = "--p",
            paramLabel = "NPUB,…",
            hideParamSyntax = true,
            split = ",",
            description = "Events that name these people (p tag).")
    private List<PublicKey> people = List.of();

    @Option(
            names = "--tag",
            paramLabel = "LETTER=VALUE",
            description = "Events with this tag, such as t=training; may come more than once.")
    private List<Tag> tags = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not older: an age (30m, 12h, 2d), a date (2026-01-31) or seconds since 1970.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Not newer.")
    private @Nullable Instant until;

    Filter filter() {
        try {
            return build();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private Filter build() {
        Filter filter = Filter.ALL;
        if (!ids.isEmpty()) filter = filter.ids(ids);
        if (!authors.isEmpty()) filter = filter.authors(authors);
        for (int kind : kinds)
            if (kind < 0 || kind > Kind.MAX)
                throw new IllegalArgumentException("a kind lies between 0 and " + Kind.MAX + ", not " + kind);
        if (!kinds.isEmpty())
            filter = filter.kinds(kinds.stream().mapToInt(Integer::intValue).toArray());
        if (since != null) filter = filter.since(since.getEpochSecond());
        if (until != null) filter = filter.until(until.getEpochSecond());
        var values = new TreeMap<Character, Set<String>>();
        for (PublicKey person : people) value(values, 'p', person.hex());
        for (Tag tag : tags) value(values, letter(tag), value(tag));
        for (var condition : values.entrySet()) filter = filter.tagged(condition.getKey(), condition.getValue());
        return filter;
    }

    private static void value(Map<Character, Set<String>> values, char letter, String value) {
        values.computeIfAbsent(letter, _ -> new TreeSet<>()).add(value);
    }

    private static char letter(Tag tag) {
        if (tag.name().length() != 1 || tag.elements().size() != 2)
            throw new IllegalArgumentException("--tag takes one letter and a value, such as t=training");
        return tag.name().charAt(0);
    }

    /// Relays know people and events by hex alone; the user may have something else at hand.
    private static String value(Tag tag) {
        return switch (tag.name()) {
            case "p" -> UserInput.publicKey(tag.value()).hex();
            case "e" -> UserInput.eventId(tag.value()).hex();
            default -> tag.value();
        };
    }
}
