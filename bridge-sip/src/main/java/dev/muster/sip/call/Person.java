package dev.muster.sip.call;

import dev.muster.sip.ua.HangupReason;

/// Who talks to a telephone, and what they are told of the call beyond what its [Book] tells everybody: nothing, unless
/// their device speaks SIP.
interface Person {
    Person TOLD_BY_THE_BOOK = new Person() {
        @Override
        public void rings() {}

        @Override
        public void hears() {}

        @Override
        public void answered() {}

        @Override
        public void over(HangupReason why) {}
    };

    /// The telephone rings.
    void rings();

    /// Something is to be heard, though nobody has answered.
    void hears();

    void answered();

    /// The last that is told.
    void over(HangupReason why);
}
