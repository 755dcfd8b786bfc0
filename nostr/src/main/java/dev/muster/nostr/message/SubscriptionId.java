package dev.muster.nostr.message;

/// What a client calls one of its subscriptions, counts or syncs: 1 to 64 characters.
public record SubscriptionId(String text) {
    public static final int MAX_LENGTH = 64;

    public SubscriptionId {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a subscription id has 1 to 64 characters, not " + text.length());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
