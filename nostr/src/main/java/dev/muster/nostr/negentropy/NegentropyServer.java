package dev.muster.nostr.negentropy;

/// The side that is asked: it answers each message from its records alone and keeps nothing between two of them.
public final class NegentropyServer {
    private final Records records;
    private final int frameLimit;

    /// @param frameLimit the most bytes an answer may have, at least 4096; or 0 for any number, which can be all ids
    public NegentropyServer(Records records, int frameLimit) {
        this.records = records;
        this.frameLimit = Answer.checkedFrameLimit(frameLimit);
    }

    /// Answers a client's message.
    ///
    /// @throws IllegalArgumentException if the message is malformed
    public byte[] reconcile(byte[] message) {
        if (Message.version(message) != 1) return new byte[] {Message.VERSION};
        Answer answer = new Answer(records, frameLimit);
        // Which of the listed ids we lack is the client's to find out, from ours.
        answer.answer(Message.ranges(message), (_, ours, reply) -> reply.ids(ours));
        return answer.finish();
    }
}
