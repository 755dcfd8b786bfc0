package dev.muster.cli;

import dev.muster.nostr.client.Outcome;
import java.net.URI;

/// What became of an event at one relay, in words.
record Report(URI relay, Outcome outcome) {
    /// Such as `refused    wss://relay.example.org  3bf0c6…  blocked: not a member`.
    ///
    /// @param what the event, or whom it is for
    String text(String what) {
        String text = "%-9s  %s  %s".formatted(word(), relay, what);
        return reason().isEmpty() ? text : text + "  " + Shell.printable(reason());
    }

    JsonObject json(JsonObject begun) {
        begun.with("relay", relay.toString()).with("outcome", word());
        return reason().isEmpty() ? begun : begun.with("reason", reason());
    }

    private String word() {
        return switch (outcome) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Duplicate _ -> "duplicate";
            case Outcome.Refused _ -> "refused";
            case Outcome.Unanswered _ -> "no answer";
        };
    }

    private String reason() {
        return switch (outcome) {
            case Outcome.Accepted(var note) -> note;
            case Outcome.Duplicate(var note) -> note;
            case Outcome.Refused(var reason) -> reason;
            case Outcome.Unanswered _ -> "";
        };
    }
}
