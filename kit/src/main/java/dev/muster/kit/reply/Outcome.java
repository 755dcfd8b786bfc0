package dev.muster.kit.reply;

import dev.muster.nostr.event.Tag;
import java.util.List;

/// What came of what somebody said, and what they are told.
///
/// @param result for programs: `ok`, or why not in one word
/// @param text for people; empty if nothing needs to be said
/// @param tags for programs: the details
public record Outcome(String result, String text, List<Tag> tags) {
    private static final String OK = "ok";

    public Outcome {
        tags = List.copyOf(tags);
    }

    public static Outcome ok(String text, Tag... tags) {
        return new Outcome(OK, text, List.of(tags));
    }

    public static Outcome ok(String text, List<Tag> tags) {
        return new Outcome(OK, text, tags);
    }

    /// Nothing that anybody needs to be told.
    public static Outcome silent() {
        return ok("");
    }

    /// Something that is not done.
    ///
    /// @param word such as `not-allowed`: it becomes a metric too
    public static Outcome refused(String word, String text) {
        return new Outcome(word, text, List.of());
    }

    public boolean isRefused() {
        return !result.equals(OK);
    }
}
