package dev.muster.sms.contact;

import dev.muster.kit.number.PhoneNumber;
import java.util.Map;
import java.util.Optional;

/// Somebody on a list.
///
/// @param zone where they live, such as `America/Chicago`, if that isn't where their number is from
/// @param values what else stands in the gaps of texts for them
public record Contact(PhoneNumber number, String name, Optional<String> zone, Map<String, String> values) {
    public Contact {
        values = Map.copyOf(values);
    }

    /// Not who.
    @Override
    public String toString() {
        return "contact " + number;
    }
}
