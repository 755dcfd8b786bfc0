package dev.muster.nostr.wrap;

import java.util.regex.Pattern;

/// Names a call: a UUID, kept as it was written, since the other side compares text.
public record CallId(String value) {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public CallId {
        // iOS folds anything else into 16 bytes, where two calls may meet.
        if (!UUID.matcher(value).matches()) throw new IllegalArgumentException("expected a UUID as the id of a call");
    }

    @Override
    public String toString() {
        return value;
    }
}
