package dev.muster.sms.thread;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an operator types that isn't texted.
enum Word {
    CLAIM("to take this thread"),
    RESOLVE("when it is done"),
    ESCALATE("to ask everybody for help"),
    STOP("when they want no more texts"),
    KEEP("when they do want texts, although it looked otherwise"),
    HELP("for this list");

    private final String use;

    Word(String use) {
        this.use = use;
    }

    /// Whether a text is for us. Nobody is texted what looks like a mistyped command.
    static boolean isMeant(String text) {
        return text.startsWith("/");
    }

    static Optional<Word> of(String text) {
        String first = List.of(text.split("\\s", -1)).getFirst().toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(word -> word.typed().equals(first)).findFirst();
    }

    private String typed() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    static String list() {
        return Stream.of(values()).map(word -> word.typed() + " " + word.use).collect(Collectors.joining("\n"));
    }
}
