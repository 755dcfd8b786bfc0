package dev.muster.sip.ua;

import java.util.Optional;

/// Whom to call.
///
/// @param to a number, or the name of an account of ours
/// @param from the number that is shown
/// @param isHidden whether it is shown to the network only
/// @param offering our side of the session
public record Dial(String to, String from, boolean isHidden, Offering offering) {
    public Dial {
        if (!Numbers.isOne(to)) throw new IllegalArgumentException("to: a number, or the name of an account");
        if (!Numbers.isOne(from)) throw new IllegalArgumentException("from: a number");
    }

    /// With the same offer on every way.
    public Dial(String to, String from, boolean isHidden, String offer) {
        this(to, from, isHidden, Offering.of(offer));
    }

    /// Without numbers.
    @Override
    public String toString() {
        return "Dial[]";
    }

    /// What a caller is called by who mustn't be known.
    static final String ANONYMOUS = "anonymous";

    Optional<String> shown() {
        return isHidden ? Optional.empty() : Optional.of(from);
    }
}
