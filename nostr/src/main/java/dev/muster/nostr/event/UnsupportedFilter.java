package dev.muster.nostr.event;

/// A filter that is well-formed and asks by something that we don't know. To leave that out would answer
/// another question.
public final class UnsupportedFilter extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnsupportedFilter(String message) {
        super(message);
    }
}
