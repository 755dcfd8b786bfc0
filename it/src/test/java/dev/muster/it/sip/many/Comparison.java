package dev.muster.it.sip.many;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What our bridge spent and what rtpengine spent, turn by turn.
final class Comparison {
    private static final long LATEST_MILLIS = 500;

    private final List<Turn> turns = new ArrayList<>();

    private record Turn(Crowding.Spent ours, Crowding.Spent theirs) {
        boolean isInTime() {
            return Math.max(ours.lateMillis(), theirs.lateMillis()) <= LATEST_MILLIS;
        }

        double ratio() {
            return ours.percentOfACoreForEach() / theirs.percentOfACoreForEach();
        }
    }

    /// Prints it too: half an hour is long.
    void add(Crowding.Spent ours, Crowding.Spent theirs) {
        turns.add(new Turn(ours, theirs));
        System.out.println(this);
    }

    /// Turns in which the machine let the generator speak in time; all, if it never did.
    boolean hasOneInTime() {
        return turns.stream().anyMatch(Turn::isInTime);
    }

    private List<Turn> counted() {
        List<Turn> counted = turns.stream().filter(Turn::isInTime).toList();
        return counted.isEmpty() ? turns : counted;
    }

    /// The one in the middle: in some turns the machine has other things to do.
    double ratio() {
        List<Double> sorted = counted().stream().map(Turn::ratio).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /// How much of what was said by way of us wasn't heard.
    double shareLost() {
        return counted().stream()
                .mapToDouble(turn -> turn.ours.shareLost())
                .average()
                .orElseThrow();
    }

    @Override
    public String toString() {
        Turn latest = turns.getLast();
        return String.format(
                Locale.ROOT,
                "turn %d%s: muster %s; rtpengine %s; ratio %.2f, by the median of all %.2f",
                turns.size(),
                latest.isInTime() ? "" : " (left out: the generator was late)",
                latest.ours,
                latest.theirs,
                latest.ratio(),
                ratio());
    }
}
