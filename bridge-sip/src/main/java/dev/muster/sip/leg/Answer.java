package dev.muster.sip.leg;

import dev.muster.sip.sdp.Agreement;

/// What we say to an offer.
public sealed interface Answer {
    /// That we take it.
    ///
    /// @param description for the other side
    /// @param agreed how both can speak
    record Given(String description, Agreement.Agreed agreed) implements Answer {
        /// Says nothing of the password.
        @Override
        public String toString() {
            return "Given[" + agreed.direction() + "]";
        }
    }

    record Refused(Agreement.Reason why) implements Answer {}

    /// The leg has ended.
    record TooLate() implements Answer {}
}
