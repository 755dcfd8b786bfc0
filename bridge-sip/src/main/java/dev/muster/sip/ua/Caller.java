package dev.muster.sip.ua;

import java.util.Optional;

/// Who calls, as far as that may be known.
///
/// @param number the one to call back; none where it is withheld (`Privacy: id`, anonymous)
/// @param name as shown on telephones
public record Caller(Optional<String> number, Optional<String> name) {
    static final Caller WITHHELD = new Caller(Optional.empty(), Optional.empty());

    /// Neither number nor name.
    @Override
    public String toString() {
        return number.isPresent() ? "Caller[known]" : "Caller[withheld]";
    }
}
