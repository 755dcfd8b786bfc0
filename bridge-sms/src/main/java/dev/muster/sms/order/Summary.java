package dev.muster.sms.order;

import dev.muster.sms.broadcast.Broadcasts.Standing;
import dev.muster.sms.broadcast.Figures;
import dev.muster.sms.send.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a broadcast fares, in a sentence.
final class Summary {
    private Summary() {}

    static String of(Standing standing) {
        Figures figures = standing.figures();
        List<String> parts = new ArrayList<>();
        add(parts, figures.count(State.DELIVERED, State.READ), "delivered");
        add(parts, figures.count(State.SENT), "sent");
        add(parts, figures.count(State.QUEUED, State.SENDING), "waiting");
        add(parts, figures.count(State.HELD), "held");
        add(parts, figures.count(State.UNKNOWN), "of unknown fate");
        add(parts, figures.count(State.FAILED), "failed");
        add(parts, figures.count(State.EXPIRED), "too late");
        add(parts, figures.count(State.BLOCKED), "blocked");
        add(parts, figures.count(State.CANCELLED), "cancelled");
        String all = figures.total() + (figures.total() == 1 ? " recipient" : " recipients")
                + (parts.isEmpty() ? "" : ": " + String.join(", ", parts)) + ".";
        return figures.reasons().isEmpty() ? all : all + " " + reasons(figures.reasons());
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) parts.add(count + " " + what);
    }

    private static String reasons(Map<String, Integer> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(reason -> reason.getKey() + " " + reason.getValue())
                .reduce((one, other) -> one + ", " + other)
                .map(text -> "(" + text + ")")
                .orElse("");
    }
}
