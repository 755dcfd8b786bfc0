package dev.muster.sms.number;

import java.time.ZoneId;
import java.util.Set;

/// What somebody's text says, read as a telephone number.
public sealed interface Reading {
    /// A text can be sent there.
    ///
    /// @param zones where its owner may be, as far as a number tells: several for mobile phones of large countries;
    ///         none if it tells nothing
    record Good(PhoneNumber number, Set<ZoneId> zones) implements Reading {
        public Good {
            zones = Set.copyOf(zones);
        }
    }

    /// No text can go there, or none should.
    ///
    /// @param reason a word for programs, such as `invalid_number`
    /// @param text for people; without the number
    record Refused(String reason, String text) implements Reading {}
}
