package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.List;

/// What we say next: for each section where the sides differ, our ids or our fingerprints of its parts.
///
/// A frame that has become full ends with one fingerprint of everything not yet said, where the other side finds what
/// is left to do.
final class Answer {
    private static final int BUCKETS = 16;
    private static final int MIN_FRAME_LIMIT = 4096;

    /// What a frame may grow by after it was found not full: at most a skip, a bound and one id more, then the last
    /// fingerprint.
    private static final int RESERVE = 200;

    private final Records records;
    private final int room;
    private final MessageWriter message = new MessageWriter();
    private Bound end = Bound.START;
    private int endIndex;

    /// @param frameLimit the most bytes the answer may have, or 0 for any number
    Answer(Records records, int frameLimit) {
        this.records = records;
        this.room = frameLimit == 0 ? Integer.MAX_VALUE : frameLimit - RESERVE;
    }

    static int checkedFrameLimit(int limit) {
        if (limit != 0 && limit < MIN_FRAME_LIMIT)
            throw new IllegalArgumentException(
                    "a frame limit is 0 (none) or at least " + MIN_FRAME_LIMIT + " bytes, not " + limit);
        return limit;
    }

    /// What to do with a section whose ids the other side has listed: the two roles differ in this alone.
    interface Comparison {
        void compare(Range.Listed theirs, Section ours, Answer answer);
    }

    /// Answers ranges in order, until all are answered or the frame is full. Costs at most 17 fingerprints a range,
    /// and at most one look at each record.
    void answer(List<Range> ranges, Comparison comparison) {
        Bound start = Bound.START;
        int from = 0;
        for (Range range : ranges) {
            int to = records.lowerBound(from, records.size(), range.end());
            Section ours = new Section(start, range.end(), from, to);
            switch (range) {
                case Range.Skipped _ -> {}
                case Range.Fingerprinted(var _, var theirs) -> {
                    if (!theirs.equals(records.fingerprint(from, to))) split(ours);
                }
                case Range.Listed listed -> comparison.compare(listed, ours, this);
            }
            if (full()) return;
            start = range.end();
            from = to;
        }
    }

    /// Says our ids of a small section, or our fingerprints of 16 parts of a large one.
    void split(Section section) {
        if (section.size() < 2 * BUCKETS) {
            ids(section);
            return;
        }
        int size = section.size() / BUCKETS;
        int withOneMore = section.size() % BUCKETS;
        Bound bucketStart = section.start();
        int from = section.from();
        for (int bucket = 0; bucket < BUCKETS && !full(); bucket++) {
            int to = from + size + (bucket < withOneMore ? 1 : 0);
            Bound bucketEnd = endOf(section, to);
            fingerprint(new Section(bucketStart, bucketEnd, from, to));
            bucketStart = bucketEnd;
            from = to;
        }
    }

    /// Says our ids of a section, as many as fit.
    void ids(Section section) {
        int fitting = (room - message.length()) / EventId.LENGTH + 1;
        int to = Math.min(section.to(), section.from() + fitting);
        Bound sectionEnd = endOf(section, to);
        skipTo(section.start());
        message.ids(sectionEnd, records, section.from(), to);
        end = sectionEnd;
        endIndex = to;
    }

    private void fingerprint(Section section) {
        skipTo(section.start());
        message.fingerprint(section.end(), records.fingerprint(section.from(), section.to()));
        end = section.end();
        endIndex = section.to();
    }

    private Bound endOf(Section section, int to) {
        return to == section.to() ? section.end() : Bound.before(to, records);
    }

    private void skipTo(Bound start) {
        if (!start.equals(end)) message.skip(start);
    }

    private boolean full() {
        return message.length() > room;
    }

    /// Whether there is nothing to say.
    boolean isEmpty() {
        return message.length() == 1;
    }

    /// The whole message.
    byte[] finish() {
        if (full() && !end.equals(Bound.INFINITY))
            fingerprint(new Section(end, Bound.INFINITY, endIndex, records.size()));
        return message.toBytes();
    }
}
