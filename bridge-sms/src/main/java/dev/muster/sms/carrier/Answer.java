package dev.muster.sms.carrier;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a carrier says to a message. Codes and reasons are shown to people, and are no more than words: no names,
/// numbers
/// or texts.
public sealed interface Answer {
    /// The carrier has it.
    ///
    /// @param ids what the carrier calls it, one for each part that it reports on by itself
    record Accepted(List<String> ids) implements Answer {
        public Accepted {
            ids = List.copyOf(ids);
        }
    }

    /// Certainly not taken: to try again can't do it twice.
    ///
    /// @param after what the carrier asks us to wait
    /// @param isForAll whether nothing at all is to be sent meanwhile, because it is too much for the carrier
    record Later(String reason, Optional<Duration> after, boolean isForAll) implements Answer {}

    /// Certainly not taken, and never will be.
    ///
    /// @param code the carrier's own, for whoever asks its support
    /// @param isOptOut whether the carrier says that this person doesn't want texts
    record Refused(String code, String reason, boolean isOptOut) implements Answer {}

    /// Certainly not taken, since the other phone doesn't show such messages: as an ordinary text it may arrive.
    ///
    /// @param code as with [Refused]
    record TextOnly(String code) implements Answer {}

    /// Perhaps taken.
    record Unknown(String reason) implements Answer {}
}
