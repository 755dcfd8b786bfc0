package dev.muster.nostr.client;

/// How much a client keeps in memory for one relay.
///
/// @param messageBytes the largest message; who sends a larger one is hung up on
/// @param bufferBytes what one subscription holds for its consumer, in bytes of JSON
/// @param rememberedIds how many events one subscription knows again when they come twice
/// @param unanswered how many events may wait for their OK; more wait to be sent
/// @param fetchBytes the most that one fetch brings, in bytes of JSON
public record Limits(int messageBytes, int bufferBytes, int rememberedIds, int unanswered, int fetchBytes) {
    public static final Limits DEFAULT = new Limits(1 << 20, 4 << 20, 1 << 15, 1024, 64 << 20);

    public Limits {
        if (messageBytes < 1 || bufferBytes < 1 || rememberedIds < 1 || unanswered < 1 || fetchBytes < 1) {
            throw new IllegalArgumentException("limits are above 0");
        }
    }

    public Limits messageBytes(int messageBytes) {
        return new Limits(messageBytes, bufferBytes, rememberedIds, unanswered, fetchBytes);
    }

    public Limits bufferBytes(int bufferBytes) {
        return new Limits(messageBytes, bufferBytes, rememberedIds, unanswered, fetchBytes);
    }

    public Limits rememberedIds(int rememberedIds) {
        return new Limits(messageBytes, bufferBytes, rememberedIds, unanswered, fetchBytes);
    }

    public Limits fetchBytes(int fetchBytes) {
        return new Limits(messageBytes, bufferBytes, rememberedIds, unanswered, fetchBytes);
    }
}
