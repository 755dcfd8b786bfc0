package dev.muster.nostr.json;

/// Says what was expected and where something else came. Never repeats the text that it met.
public final class MalformedJson extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public MalformedJson(String message) {
        super(message);
    }

    /// Garbage arrives at the sender's pace: it doesn't get a stack trace each time.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
