package dev.muster.nostr.negentropy;

import dev.muster.nostr.event.EventId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The side that asks, and learns what each side lacks.
///
/// ```
/// byte[] question = client.open();
/// while (true) {
///     var step = client.reconcile(ask(question));
///     upload(step.have());
///     download(step.need());
///     if (step.next().isEmpty()) break;
///     question = step.next().get();
/// }
/// ```
public final class NegentropyClient {
    private final Records records;
    private final int frameLimit;

    /// A server whose frame was full may go over settled ground again; nothing is said twice.
    private final Set<EventId> told = new HashSet<>();

    /// What one answer has brought.
    ///
    /// @param next what to send now, or empty when all differences are known
    /// @param have ids that we have and they lack, none of them said before
    /// @param need ids that they have and we lack, none of them said before
    public record Step(Optional<byte[]> next, List<EventId> have, List<EventId> need) {
        public Step {
            have = List.copyOf(have);
            need = List.copyOf(need);
        }
    }

    /// @param frameLimit the most bytes a message of ours may have, at least 4096; or 0 for any number
    public NegentropyClient(Records records, int frameLimit) {
        this.records = records;
        this.frameLimit = Answer.checkedFrameLimit(frameLimit);
    }

    /// The first message.
    public byte[] open() {
        Answer answer = new Answer(records, frameLimit);
        answer.split(new Section(Bound.START, Bound.INFINITY, 0, records.size()));
        return answer.finish();
    }

    /// Takes the server's answer.
    ///
    /// @throws IllegalArgumentException if it is malformed, or says that the server doesn't speak our version
    public Step reconcile(byte[] message) {
        int version = Message.version(message);
        if (version != 1)
            throw new IllegalArgumentException("the server speaks negentropy version " + version + ", we speak 1");
        List<EventId> have = new ArrayList<>();
        List<EventId> need = new ArrayList<>();
        Answer answer = new Answer(records, frameLimit);
        answer.answer(Message.ranges(message), (theirs, ours, _) -> compare(theirs, ours, have, need));
        return new Step(answer.isEmpty() ? Optional.empty() : Optional.of(answer.finish()), have, need);
    }

    private void compare(Range.Listed theirs, Section ours, List<EventId> have, List<EventId> need) {
        Set<EventId> missing = new LinkedHashSet<>(theirs.ids());
        byte[] id = new byte[EventId.LENGTH];
        for (int i = ours.from(); i < ours.to(); i++) {
            records.copyId(i, id, 0);
            EventId mine = new EventId(id);
            if (!missing.remove(mine) && told.add(mine)) have.add(mine);
        }
        for (EventId theirsAlone : missing) if (told.add(theirsAlone)) need.add(theirsAlone);
    }
}
