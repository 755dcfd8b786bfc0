package dev.muster.notifier.session;

import dev.muster.nostr.event.Tag;
import java.util.List;

/// What came of what somebody said, and what they are told.
///
/// @param result for programs: `ok`, or why not in one word
/// @param text for people; empty if nothing needs to be said
/// @param tags for programs: the details
record Outcome(String result, String text, List<Tag> tags) {
    static final String OK = "ok";

    Outcome {
        tags = List.copyOf(tags);
    }

    static Outcome ok(String text, Tag... tags) {
        return new Outcome(OK, text, List.of(tags));
    }

    static Outcome ok(String text, List<Tag> tags) {
        return new Outcome(OK, text, tags);
    }

    /// Nothing that anybody needs to be told.
    static Outcome silent() {
        return ok("");
    }

    /// @param word such as `not-allowed`: it becomes a metric too
    static Outcome refused(String word, String text) {
        return new Outcome(word, text, List.of());
    }

    static Outcome unknownSession() {
        return refused("unknown-session", "I know of no such session. \"sessions\" lists yours.");
    }

    boolean isRefused() {
        return !result.equals(OK);
    }
}
