package dev.muster.sms.broadcast;

import dev.muster.sms.carrier.Means;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How a broadcast fares, in numbers. Each recipient is counted under one state, so the sum is always the total.
///
/// @param total how many recipients there are
/// @param states how many texts are what
/// @param reasons why texts were blocked, held or failed: how often each word, such as `blocked:opt_out`
/// @param opened how many have opened their link
/// @param replied how many have answered
/// @param optedOut how many have opted out after it
/// @param segments of how many segments those texts are that a carrier has taken or may have taken
/// @param spent what those cost, in millionths
/// @param channels of what was to be more than a text: how many were to go by what (`requested:rcs`), have arrived
/// by what (`delivered:sms`), and became something else (`fallback`)
public record Figures(
        int total,
        Map<State, Integer> states,
        Map<String, Integer> reasons,
        int opened,
        int replied,
        int optedOut,
        long segments,
        long spent,
        Map<String, Integer> channels) {
    static final Figures NONE = new Figures(0, Map.of(), Map.of(), 0, 0, 0, 0, 0, Map.of());

    public Figures {
        states = Map.copyOf(states);
        reasons = Map.copyOf(reasons);
        channels = Map.copyOf(channels);
    }

    public int count(State... which) {
        int sum = 0;
        for (State state : which) sum += states.getOrDefault(state, 0);
        return sum;
    }

    /// How many texts may still go out.
    public int waiting() {
        return count(State.QUEUED, State.HELD, State.SENDING);
    }

    /// There are that many recipients, and nothing has gone to any of them.
    static Figures of(int recipients) {
        return NONE.counted(State.QUEUED, recipients).withTotal(recipients);
    }

    private Figures withTotal(int recipients) {
        return new Figures(recipients, states, reasons, opened, replied, optedOut, segments, spent, channels);
    }

    /// Those who were waiting get nothing any more.
    Figures cancelled(int count) {
        return counted(State.QUEUED, -count).counted(State.CANCELLED, count);
    }

    /// Somebody who was waiting can't be texted at all.
    Figures blocked(String reason) {
        return counted(State.QUEUED, -1).counted(State.BLOCKED, 1).because(State.BLOCKED.word() + ":" + reason, 1);
    }

    private Figures counted(State state, int more) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        counts.putAll(states);
        counts.merge(state, more, Integer::sum);
        counts.values().removeIf(count -> count == 0);
        return new Figures(total, counts, reasons, opened, replied, optedOut, segments, spent, channels);
    }

    private Figures because(String reason, int more) {
        Map<String, Integer> counts = new TreeMap<>(reasons);
        counts.merge(reason, more, Integer::sum);
        counts.values().removeIf(count -> count == 0);
        return new Figures(total, states, counts, opened, replied, optedOut, segments, spent, channels);
    }

    /// A text of it has become something else.
    Figures after(Optional<Text> before, Text after) {
        // Before there is a text for somebody, they count among those who wait.
        Figures figures = before.map(this::without)
                .orElseGet(() -> counted(State.QUEUED, -1))
                .counted(after.state(), 1);
        if (!after.reason().isEmpty()) figures = figures.because(reason(after), 1);
        for (String channel : before.map(Figures::channels).orElse(Set.of())) figures = figures.by(channel, -1);
        for (String channel : channels(after)) figures = figures.by(channel, 1);
        int segmentsBefore = before.filter(Figures::mayHaveGone)
                .map(it -> it.freight().segments())
                .orElse(0);
        long priceBefore = before.filter(Figures::mayHaveGone)
                .map(it -> it.freight().price())
                .orElse(0L);
        return mayHaveGone(after)
                ? figures.costing(
                        after.freight().segments() - segmentsBefore,
                        after.freight().price() - priceBefore)
                : figures.costing(-segmentsBefore, -priceBefore);
    }

    /// R49: what it was to go by, what it has arrived by, and whether that is not the same. Each counts once, and
    /// mere texts don't.
    private static Set<String> channels(Text text) {
        if (text.freight().carried().wanted() == Means.SMS) return Set.of();
        Set<String> channels = new TreeSet<>();
        channels.add("requested:" + word(text.freight().carried().wanted()));
        boolean hasArrived = text.state() == State.DELIVERED || text.state() == State.READ;
        if (hasArrived) {
            Means as = text.freight()
                    .carried()
                    .as()
                    .orElse(text.freight().carried().wanted());
            channels.add("delivered:" + word(as));
        }
        if (text.freight().carried().isFallback()) channels.add("fallback");
        return channels;
    }

    private static String word(Means means) {
        return means.name().toLowerCase(Locale.ROOT);
    }

    private Figures by(String channel, int more) {
        Map<String, Integer> counts = new TreeMap<>(channels);
        counts.merge(channel, more, Integer::sum);
        counts.values().removeIf(count -> count == 0);
        return new Figures(total, states, reasons, opened, replied, optedOut, segments, spent, counts);
    }

    private Figures without(Text text) {
        Figures figures = counted(text.state(), -1);
        return text.reason().isEmpty() ? figures : figures.because(reason(text), -1);
    }

    private static String reason(Text text) {
        return text.state().word() + ":" + text.reason();
    }

    private static boolean mayHaveGone(Text text) {
        return text.state() == State.SENDING
                || text.state() == State.UNKNOWN
                || !text.freight().ids().isEmpty();
    }

    private Figures costing(long moreSegments, long more) {
        return new Figures(
                total, states, reasons, opened, replied, optedOut, segments + moreSegments, spent + more, channels);
    }

    Figures opened(int more) {
        return new Figures(total, states, reasons, opened + more, replied, optedOut, segments, spent, channels);
    }

    Figures replied(int more) {
        return new Figures(total, states, reasons, opened, replied + more, optedOut, segments, spent, channels);
    }

    Figures optedOut(int more) {
        return new Figures(total, states, reasons, opened, replied, optedOut + more, segments, spent, channels);
    }
}
