package dev.muster.sms.order;

import dev.muster.sms.broadcast.Broadcasts.Standing;
import dev.muster.sms.broadcast.Estimate;
import dev.muster.sms.broadcast.Figures;
import dev.muster.sms.send.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// How a broadcast fares, or would, in a sentence.
final class Summary {
    private static final String STOPPED = "held:cost";
    private static final String NO_MONEY =
            " What is held for its cost waits until more may be spent: see ceilings in the bridge's configuration.";

    private Summary() {}

    static String of(Estimate estimate) {
        var text = new StringBuilder();
        text.append(counted(estimate.texts(), "text"));
        if (estimate.texts() > 0) text.append(", ").append(counted(estimate.segments(), "segment"));
        if (estimate.cost() > 0) text.append(", about ").append(amount(estimate.cost()));
        text.append('.');
        if (!estimate.refused().isEmpty()) {
            int others = estimate.recipients() - estimate.texts();
            text.append(" Not to ")
                    .append(others)
                    .append(' ')
                    .append(reasons(estimate.refused()))
                    .append('.');
        }
        if (estimate.isTooMuch()) {
            text.append(" A broadcast may cost ")
                    .append(amount(estimate.ceiling()))
                    .append(": the rest will wait.");
        }
        if (!estimate.dear().isEmpty()) {
            text.append(" Cheaper without ")
                    .append(String.join(" ", new TreeSet<>(estimate.dear())))
                    .append('.');
        }
        return text.toString();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// Rounded up to hundredths.
    private static String amount(long millionths) {
        return BigDecimal.valueOf(millionths, 6)
                .setScale(2, RoundingMode.CEILING)
                .toPlainString();
    }

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
        String all =
                counted(figures.total(), "recipient") + (parts.isEmpty() ? "" : ": " + String.join(", ", parts)) + ".";
        String why = figures.reasons().isEmpty() ? "" : " " + reasons(figures.reasons());
        return all + why + (figures.reasons().containsKey(STOPPED) ? NO_MONEY : "");
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
