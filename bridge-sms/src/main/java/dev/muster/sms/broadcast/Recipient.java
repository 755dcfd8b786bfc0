package dev.muster.sms.broadcast;

import dev.muster.kit.number.PhoneNumber;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Somebody who is to get a broadcast.
///
/// @param number empty if there is none that a text can go to
/// @param refused why there is none, in a word; empty otherwise
/// @param ref what whoever ordered it calls them
/// @param link where their own link leads
/// @param values what stands in the gaps of the text for them
public record Recipient(
        Optional<PhoneNumber> number, String refused, String ref, Optional<URI> link, Map<String, String> values) {
    public Recipient {
        values = Map.copyOf(values);
    }

    /// Neither who, nor what for.
    @Override
    public String toString() {
        return "recipient";
    }
}
