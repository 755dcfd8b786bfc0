package dev.muster.sms.broadcast;

import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import dev.muster.sms.text.Gsm;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// What a broadcast would be if it went now.
///
/// @param recipients how many people it is for
/// @param texts how many of them would get it
/// @param refused why the others wouldn't: how often each word, such as `no_consent`
/// @param segments of how many segments all texts are
/// @param longest of how many the longest is
/// @param cost what they cost in all, in millionths
/// @param ceiling what a broadcast may cost, in millionths; 0 is any amount
/// @param dear characters that make each segment hold 70 of them rather than 160
public record Estimate(
        int recipients,
        int texts,
        Map<String, Integer> refused,
        int segments,
        int longest,
        long cost,
        long ceiling,
        Set<String> dear) {
    static Estimate upTo(long ceiling) {
        return new Estimate(0, 0, Map.of(), 0, 0, 0, ceiling, Set.of());
    }

    public Estimate {
        refused = Map.copyOf(refused);
        dear = Set.copyOf(dear);
    }

    /// Whether it costs more than it may: what is beyond that would wait.
    public boolean isTooMuch() {
        return ceiling > 0 && cost > ceiling;
    }

    Estimate without(String reason) {
        Map<String, Integer> more = new TreeMap<>(refused);
        more.merge(reason, 1, Integer::sum);
        return new Estimate(recipients + 1, texts, more, segments, longest, cost, ceiling, dear);
    }

    Estimate with(Text text) {
        if (text.state() == State.BLOCKED) return without(text.reason());
        Set<String> more = new TreeSet<>(dear);
        more.addAll(dear(text.draft().body()));
        return new Estimate(
                recipients + 1,
                texts + 1,
                refused,
                segments + text.freight().segments(),
                Math.max(longest, text.freight().segments()),
                cost + text.freight().price(),
                ceiling,
                more);
    }

    private static Set<String> dear(String body) {
        IntFunction<String> character = Character::toString;
        return body.codePoints()
                .mapToObj(character)
                .filter(one -> !Gsm.has(one))
                .collect(Collectors.toUnmodifiableSet());
    }
}
