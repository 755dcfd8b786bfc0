package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// Whom to invite: one a line, in a file or on standard input; or one alone, typed.
record GuestList(List<Guest> guests) {
    static final String LINES = "A line is an npub, or tel:+420601234567,Ana; what follows a # is for you.";

    private static final Pattern LOOKS_LIKE_SOMEBODY =
            Pattern.compile("(?i)(nostr:)?(npub|nprofile)1.*|tel:.*|[0-9a-f]{64}");

    GuestList {
        guests = List.copyOf(guests);
    }

    /// @param sources each a file, `-`, or somebody
    static GuestList read(List<String> sources, Shell shell) {
        var all = new LinkedHashSet<Guest>();
        for (String source : sources) {
            if (LOOKS_LIKE_SOMEBODY.matcher(source).matches()) all.add(typed(source));
            else if (source.equals("-")) all.addAll(parse(shell.readAll(), "standard input"));
            else all.addAll(parse(content(shell.environment().folder().resolve(source)), source));
        }
        return new GuestList(List.copyOf(all));
    }

    private static Guest typed(String text) {
        try {
            return Guest.read(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (MalformedInputException e) {
            throw new Failure(file + " is not text in UTF-8");
        } catch (IOException e) {
            throw Failure.of("read", file, e);
        }
    }

    /// All mistakes at once: whoever has a list of hundred people wants to correct it once.
    private static List<Guest> parse(String text, String where) {
        var guests = new ArrayList<Guest>();
        var mistakes = new ArrayList<String>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String entry = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (entry.isEmpty()) continue;
            try {
                guests.add(Guest.read(entry));
            } catch (IllegalArgumentException e) {
                mistakes.add("line " + number + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) throw new Failure(where + ": nobody was invited. " + String.join("; ", mistakes));
        return guests;
    }
}
